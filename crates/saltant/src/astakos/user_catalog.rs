use std::fmt;

use saltant_core::{Error, ErrorKind};
use saltant_http::Call;

use super::{GetUsernames, GetUsernamesAsService, GetUuids, GetUuidsAsService, UserChoice, UserId, Username};

/// The names and ids of users.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Users<'c> {
    /// The same with a service's token, which may ask for all users.
    pub fn as_service(self) -> UsersAsService<'c> {
        UsersAsService(self.0)
    }

    /// Gets the names of users, by id. Unknown ids are not in the answer.
    pub fn get_names(self, uuids: impl IntoIterator<Item = impl Into<UserId>>) -> Call<'c, GetUsernames> {
        self.0.call(GetUsernames::new(uuids))
    }

    /// Gets the name of a user.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) with an [`UnknownUser`] in it if no user has the id, and the
    /// errors of a call.
    #[doc(alias = "get_username")]
    pub async fn get_name(self, uuid: impl Into<UserId>) -> Result<Username, Error> {
        let uuid = uuid.into();
        let mut found = self.get_names([uuid.clone()]).await?;
        found.remove(&uuid).ok_or_else(|| UnknownUser::Id(uuid).error("astakos.get_username"))
    }

    /// Gets the ids of users, by name. Unknown names are not in the answer.
    pub fn get_ids(self, display_names: impl IntoIterator<Item = impl Into<Username>>) -> Call<'c, GetUuids> {
        self.0.call(GetUuids::new(display_names))
    }

    /// Gets the id of a user.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) with an [`UnknownUser`] in it if no user has the name, and
    /// the errors of a call.
    #[doc(alias = "get_uuid")]
    pub async fn get_id(self, display_name: impl Into<Username>) -> Result<UserId, Error> {
        let name = display_name.into();
        let mut found = self.get_ids([name.clone()]).await?;
        found.remove(&name).ok_or_else(|| UnknownUser::Name(name).error("astakos.get_uuid"))
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

    /// Gets the name of a user.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) with an [`UnknownUser`] in it if no user has the id, and the
    /// errors of a call.
    #[doc(alias = "service_get_username")]
    pub async fn get_name(self, uuid: impl Into<UserId>) -> Result<Username, Error> {
        let uuid = uuid.into();
        let mut found = self.get_names([uuid.clone()]).await?;
        found.remove(&uuid).ok_or_else(|| UnknownUser::Id(uuid).error("astakos.service_get_username"))
    }

    /// Gets the ids of users, by name. Unknown names are not in the answer.
    pub fn get_ids(
        self,
        display_names: impl IntoIterator<Item = impl Into<Username>>,
    ) -> Call<'c, GetUuidsAsService> {
        self.0.call(GetUuidsAsService::new(display_names))
    }

    /// Gets the id of a user.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) with an [`UnknownUser`] in it if no user has the name, and
    /// the errors of a call.
    #[doc(alias = "service_get_uuid")]
    pub async fn get_id(self, display_name: impl Into<Username>) -> Result<UserId, Error> {
        let name = display_name.into();
        let mut found = self.get_ids([name.clone()]).await?;
        found.remove(&name).ok_or_else(|| UnknownUser::Name(name).error("astakos.service_get_uuid"))
    }
}

/// A user whom the server does not know: the [source](std::error::Error::source) of the error of a lookup.
///
/// ```no_run
/// # async fn run(client: saltant::astakos::Client) -> Result<(), saltant::Error> {
/// use saltant::astakos::UnknownUser;
///
/// match client.users().get_id("ada@example.org").await {
///     Ok(id) => println!("{id}"),
///     Err(error) if UnknownUser::of(&error).is_some() => println!("nobody has this name"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownUser {
    /// No user has this id, so there is no name. astakosclient calls this `NoUserName`.
    Id(UserId),
    /// No user has this name, so there is no id. astakosclient calls this `NoUUID`.
    Name(Username),
}

impl UnknownUser {
    /// The unknown user in an error, if that is the reason for it.
    pub fn of(error: &Error) -> Option<&Self> {
        std::error::Error::source(error)?.downcast_ref()
    }

    fn error(self, operation: &'static str) -> Error {
        Error::new(ErrorKind::NotFound, self.to_string()).with_operation(operation).with_source(self)
    }
}

impl fmt::Display for UnknownUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "no user has the id {id}"),
            Self::Name(name) => write!(f, "no user has the name {name}"),
        }
    }
}

impl std::error::Error for UnknownUser {}
