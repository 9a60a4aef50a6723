use std::collections::BTreeMap;
use std::fmt::Display;

use saltant_core::{Error, ErrorKind};
use saltant_http::Call;

use super::{
    GetUsernames, GetUuids, Service, ServiceGetUsernames, ServiceGetUuids, User, UserChoice, UserId, Username,
};

impl User {
    /// Gets the names of users. Unknown ids are not in the answer.
    pub fn get_usernames(
        &self,
        uuids: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Call<'_, GetUsernames> {
        self.call(GetUsernames::new(uuids))
    }

    /// Gets the name of a user. An unknown id is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_username(&self, uuid: impl Into<UserId>) -> Result<Username, Error> {
        let uuid = uuid.into();
        let found = self.get_usernames([uuid.clone()]).await?;
        only(found, &uuid, "astakos.get_username", "id")
    }

    /// Gets the ids of users. Unknown names are not in the answer.
    pub fn get_uuids(
        &self,
        display_names: impl IntoIterator<Item = impl Into<Username>>,
    ) -> Call<'_, GetUuids> {
        self.call(GetUuids::new(display_names))
    }

    /// Gets the id of a user. An unknown name is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_uuid(&self, display_name: impl Into<Username>) -> Result<UserId, Error> {
        let display_name = display_name.into();
        let found = self.get_uuids([display_name.clone()]).await?;
        only(found, &display_name, "astakos.get_uuid", "name")
    }
}

impl Service {
    /// Gets the names of users. Unknown ids are not in the answer.
    pub fn get_usernames(
        &self,
        uuids: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Call<'_, ServiceGetUsernames> {
        self.call(ServiceGetUsernames::new(uuids.into_iter().collect::<UserChoice>()))
    }

    /// Gets the names of all users.
    pub fn get_all_usernames(&self) -> Call<'_, ServiceGetUsernames> {
        self.call(ServiceGetUsernames::new(UserChoice::Everyone))
    }

    /// Gets the name of a user. An unknown id is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_username(&self, uuid: impl Into<UserId>) -> Result<Username, Error> {
        let uuid = uuid.into();
        let found = self.get_usernames([uuid.clone()]).await?;
        only(found, &uuid, "astakos.service_get_username", "id")
    }

    /// Gets the ids of users. Unknown names are not in the answer.
    pub fn get_uuids(
        &self,
        display_names: impl IntoIterator<Item = impl Into<Username>>,
    ) -> Call<'_, ServiceGetUuids> {
        self.call(ServiceGetUuids::new(display_names))
    }

    /// Gets the id of a user. An unknown name is an error of the kind [`ErrorKind::NotFound`].
    pub async fn get_uuid(&self, display_name: impl Into<Username>) -> Result<UserId, Error> {
        let display_name = display_name.into();
        let found = self.get_uuids([display_name.clone()]).await?;
        only(found, &display_name, "astakos.service_get_uuid", "name")
    }
}

/// The value that was asked for, under the spelling that it was asked by.
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
