//! Users: as the builder gets them, and as the running server shows them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::astakos::projects;
use crate::astakos::state::{Account, State};
use crate::error::StartError;
use crate::random::Random;

/// How long a token is valid: 30 days, as on the real server.
pub(crate) const TOKEN_LIFE: Duration = Duration::from_secs(30 * 24 * 3600);

/// A user to be added to a server; what is not given is generated.
#[derive(Clone)]
#[must_use = "a user is added by giving it to a builder"]
pub struct NewUser {
    email: String,
    full_name: Option<String>,
    uuid: Option<String>,
    token: Option<String>,
    administrator: Option<bool>,
    active: bool,
    signed: bool,
}

impl NewUser {
    /// A user with that address, which is the user's name as well. The first user of a server is an administrator of
    /// projects unless [`administrator`](Self::administrator) says otherwise.
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            full_name: None,
            uuid: None,
            token: None,
            administrator: None,
            active: true,
            signed: true,
        }
    }

    /// Sets the first and the last name; the default is made from the address.
    pub fn full_name(mut self, name: impl Into<String>) -> Self {
        self.full_name = Some(name.into());
        self
    }

    /// Sets the UUID, which is the id of the user's system project as well.
    pub fn uuid(mut self, uuid: impl Into<String>) -> Self {
        self.uuid = Some(uuid.into());
        self
    }

    /// Sets the token, which goes into `X-Auth-Token`. It is ASCII without spaces.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets whether the user may decide on applications and act on all projects.
    pub fn administrator(mut self, administrator: bool) -> Self {
        self.administrator = Some(administrator);
        self
    }

    /// Makes the account inactive: its token is refused.
    pub fn inactive(mut self) -> Self {
        self.active = false;
        self
    }

    /// Makes the user somebody who has not signed the terms of use yet: the token is refused.
    pub fn without_signed_terms(mut self) -> Self {
        self.signed = false;
        self
    }
}

impl<T: Into<String>> From<T> for NewUser {
    fn from(email: T) -> Self {
        Self::new(email)
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A user of a running server, with the token that works.
///
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The UUID, which is the id of the user's system project as well.
    pub uuid: String,
    /// The address, which is the user's name as well; in lower case.
    pub email: String,
    /// The token, for `X-Auth-Token`.
    pub token: String,
    /// Whether the user may decide on applications and act on all projects.
    pub administrator: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("uuid", &self.uuid)
            .field("email", &self.email)
            .field("administrator", &self.administrator)
            .finish_non_exhaustive()
    }
}

/// Fills in what was not given and makes the accounts with their system projects.
pub(crate) fn complete(
    mut asked: Vec<NewUser>,
    random: &Random,
    now: Timestamp,
    state: &mut State,
) -> Result<Vec<User>, StartError> {
    if asked.is_empty() {
        asked.push(NewUser::new("admin@example.org"));
    }
    let mut users = Vec::<User>::new();
    for (index, new) in asked.into_iter().enumerate() {
        let email = new.email.to_lowercase();
        let uuid = new.uuid.unwrap_or_else(|| random.uuid().to_string());
        let usable = !email.is_empty() && !uuid.is_empty() && !uuid.contains(['/', ',']);
        if !usable || users.iter().any(|user| user.email == email || user.uuid == uuid) {
            return Err(StartError::Username(new.email));
        }
        let token = new.token.unwrap_or_else(|| random.hex(43));
        let usable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let in_use = users.iter().any(|user| user.token == token)
            || state.components.iter().any(|component| component.token == token);
        if !usable || in_use {
            return Err(StartError::Token(new.email));
        }
        let administrator = new.administrator.unwrap_or(index == 0);
        let name = email.split('@').next().unwrap_or(&email).to_owned();
        state.accounts.push(Arc::new(Account {
            uuid: uuid.clone(),
            email: email.clone(),
            full_name: new.full_name.unwrap_or(name),
            token: token.clone(),
            expires: now.checked_add(TOKEN_LIFE).unwrap_or(Timestamp::MAX),
            active: new.active,
            signed: new.signed,
            administrator,
        }));
        projects::open_system_project(state, &uuid, now);
        users.push(User { uuid, email, token, administrator });
    }
    Ok(users)
}
