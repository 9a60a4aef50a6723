use std::collections::BTreeMap;
use std::fmt::Display;

use saltant_core::{Error, ErrorKind};
use saltant_http::Call;

use super::{GetUsernames, GetUsernamesAsService, GetUuids, GetUuidsAsService, UserChoice, UserId, Username};

/// The names and ids of users.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Users<'c> {
    /// Gets the names of users, by id. Unknown ids are not in the answer.
    pub fn get_names(self, uuids: impl IntoIterator<Item = impl Into<UserId>>) -> Call<'c, GetUsernames> {
        self.0.call(GetUsernames::new(uuids))
    }

    /// Gets the name of a user. An unknown id is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_name(self, uuid: impl Into<UserId>) -> Result<Username, Error> {
        let uuid = uuid.into();
        let found = self.get_names([uuid.clone()]).await?;
        only(found, &uuid, "astakos.get_username", "id")
    }

    /// Gets the ids of users, by name. Unknown names are not in the answer.
    pub fn get_ids(self, display_names: impl IntoIterator<Item = impl Into<Username>>) -> Call<'c, GetUuids> {
        self.0.call(GetUuids::new(display_names))
    }

    /// Gets the id of a user. An unknown name is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_id(self, display_name: impl Into<Username>) -> Result<UserId, Error> {
        let display_name = display_name.into();
        let found = self.get_ids([display_name.clone()]).await?;
        only(found, &display_name, "astakos.get_uuid", "name")
    }
}

/// The names and ids of users, with a service's token.
#[derive(Clone, Copy, Debug)]
pub struct UsersAsService<'c>(pub(super) &'c saltant_http::Client);

impl<'c> UsersAsService<'c> {
    /// Gets the names of users, by id. Unknown ids are not in the answer.
    pub fn get_names(
        self,
        uuids: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Call<'c, GetUsernamesAsService> {
        self.0.call(GetUsernamesAsService::new(uuids.into_iter().collect::<UserChoice>()))
    }

    /// Gets the names of all users, by id.
    pub fn get_all_names(self) -> Call<'c, GetUsernamesAsService> {
        self.0.call(GetUsernamesAsService::new(UserChoice::Everyone))
    }

    /// Gets the name of a user. An unknown id is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_name(self, uuid: impl Into<UserId>) -> Result<Username, Error> {
        let uuid = uuid.into();
        let found = self.get_names([uuid.clone()]).await?;
        only(found, &uuid, "astakos.service_get_username", "id")
    }

    /// Gets the ids of users, by name. Unknown names are not in the answer.
    pub fn get_ids(
        self,
        display_names: impl IntoIterator<Item = impl Into<Username>>,
    ) -> Call<'c, GetUuidsAsService> {
        self.0.call(GetUuidsAsService::new(display_names))
    }

    /// Gets the id of a user. An unknown name is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_id(self, display_name: impl Into<Username>) -> Result<UserId, Error> {
        let display_name = display_name.into();
        let found = self.get_ids([display_name.clone()]).await?;
        only(found, &display_name, "astakos.service_get_uuid", "name")
    }
}

/// The value that was asked for, under the spelling of the request.
fn only<K: Ord + Display, V>(
    mut found: BTreeMap<K, V>,
    asked: &K,
    operation: &'static str,
    by: &str,
) -> Result<V, Error> {
    found.remove(asked).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("there is no user with the {by} {asked}"))
            .with_operation(operation)
    })
}
