use std::collections::BTreeMap;

use saltant_types::astakos::{UserChoice, UserId, Username};

use crate::operations::Operation;

/// Gets the names of users, by id. Unknown ids are not in the answer.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_usernames")]
#[operation("astakos.get_usernames", POST "user_catalogs", output = BTreeMap<UserId, Username>)]
#[operation(key = "uuid_catalog", effect = Safe)]
pub struct GetUsernames {
    /// The users' ids.
    #[json]
    pub uuids: Vec<UserId>,
}

/// Gets the ids of users, by name. Unknown names are not in the answer.
///
/// The names in the answer are spelt as in the request.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_uuids")]
#[operation("astakos.get_uuids", POST "user_catalogs", output = BTreeMap<Username, UserId>)]
#[operation(key = "displayname_catalog", effect = Safe)]
pub struct GetUuids {
    /// The users' names.
    #[json = "displaynames"]
    pub display_names: Vec<Username>,
}

/// Gets the names of users, by id, with a service's token. Unknown ids are not in the answer.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "service_get_usernames")]
#[operation("astakos.service_get_usernames", POST "service/user_catalogs", output = BTreeMap<UserId, Username>)]
#[operation(auth = Service, key = "uuid_catalog", effect = Safe)]
pub struct GetUsernamesAsService {
    /// The users' ids, or everyone.
    #[json]
    pub uuids: UserChoice,
}

/// Gets the ids of users, by name, with a service's token. Unknown names are not in the answer.
///
/// The names in the answer are spelt as in the request.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "service_get_uuids")]
#[operation("astakos.service_get_uuids", POST "service/user_catalogs", output = BTreeMap<Username, UserId>)]
#[operation(auth = Service, key = "displayname_catalog", effect = Safe)]
pub struct GetUuidsAsService {
    /// The users' names.
    #[json = "displaynames"]
    pub display_names: Vec<Username>,
}
