use std::collections::BTreeMap;

use saltant_types::astakos::{UserChoice, UserId, Username};
use serde::Deserialize;

use crate::operations::Operation;
use crate::answer::{Answer, ReadError};
use crate::answer::decode::json;

/// Gets the names of users. Unknown ids are not in the answer.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_usernames", POST "user_catalogs", output = BTreeMap<UserId, Username>)]
#[operation(part = "account", effect = Safe, read = read_names)]
pub struct GetUsernames {
    /// The users' ids.
    #[json]
    pub uuids: Vec<UserId>,
}

/// Gets the ids of users. Unknown names are not in the answer, whose names are spelt as they were asked for.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_uuids", POST "user_catalogs", output = BTreeMap<Username, UserId>)]
#[operation(part = "account", effect = Safe, read = read_ids)]
pub struct GetUuids {
    /// The users' names.
    #[json = "displaynames"]
    pub display_names: Vec<Username>,
}

/// Gets the names of users, with a service's token. Unknown ids are not in the answer.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.service_get_usernames", POST "service/user_catalogs", output = BTreeMap<UserId, Username>)]
#[operation(part = "account", effect = Safe, read = read_names)]
pub struct ServiceGetUsernames {
    /// The users' ids, or everyone.
    #[json]
    pub uuids: UserChoice,
}

/// Gets the ids of users, with a service's token. Unknown names are not in the answer.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.service_get_uuids", POST "service/user_catalogs", output = BTreeMap<Username, UserId>)]
#[operation(part = "account", effect = Safe, read = read_ids)]
pub struct ServiceGetUuids {
    /// The users' names.
    #[json = "displaynames"]
    pub display_names: Vec<Username>,
}

fn read_names(answer: &Answer) -> Result<BTreeMap<UserId, Username>, ReadError> {
    #[derive(Deserialize)]
    struct Names {
        uuid_catalog: BTreeMap<UserId, Username>,
    }

    json::<Names>(answer).map(|names| names.uuid_catalog)
}

fn read_ids(answer: &Answer) -> Result<BTreeMap<Username, UserId>, ReadError> {
    #[derive(Deserialize)]
    struct Ids {
        displayname_catalog: BTreeMap<Username, UserId>,
    }

    json::<Ids>(answer).map(|ids| ids.displayname_catalog)
}
