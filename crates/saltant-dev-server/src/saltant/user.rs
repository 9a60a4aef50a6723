//! Users: as the builder gets them, and as the running server shows them.

use std::fmt;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::error::StartError;
use crate::random::Random;
use crate::saltant::store;

/// A user to be added to a server; what is not given is generated.
#[derive(Clone)]
#[must_use = "a user is added by giving it to a builder"]
pub struct NewUser {
    username: String,
    email: Option<String>,
    password: Option<String>,
    token: Option<String>,
    superuser: Option<bool>,
    time_zone: Option<String>,
}

impl NewUser {
    /// A user of that name. The first user of a server is a superuser unless [`superuser`](Self::superuser) says
    /// otherwise.
    pub fn new(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            email: None,
            password: None,
            token: None,
            superuser: None,
            time_zone: None,
        }
    }

    /// Sets the email address; the default is `NAME@example.org`.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the password, which `token/` exchanges for JSON web tokens.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets the token, which goes into `Authorization: Token …`. It is ASCII without spaces.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets whether the user may change everybody's queues, whitelists and task types.
    pub fn superuser(mut self, superuser: bool) -> Self {
        self.superuser = Some(superuser);
        self
    }

    /// Sets the user's time zone, by its IANA name. It is used with a session only: requests with a token are
    /// always answered in UTC.
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Some(name.into());
        self
    }
}

impl<T: Into<String>> From<T> for NewUser {
    fn from(username: T) -> Self {
        Self::new(username)
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("username", &self.username).finish_non_exhaustive()
    }
}

/// A user of a running server, with the credentials that work.
///
/// `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The name to sign in with.
    pub username: String,
    /// The email address.
    pub email: String,
    /// The password, for `token/`.
    pub password: String,
    /// The token, for `Authorization: Token …`.
    pub token: String,
    /// Whether the user may change everything.
    pub superuser: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("username", &self.username)
            .field("superuser", &self.superuser)
            .finish_non_exhaustive()
    }
}

/// Fills in what was not given: one user if there are none, and the credentials.
///
/// Returns the users as the server's owner sees them, and as rows of the table.
pub(crate) fn complete(
    mut asked: Vec<NewUser>,
    random: &Random,
) -> Result<(Vec<User>, Vec<store::User>), StartError> {
    if asked.is_empty() {
        asked.push(NewUser::new("admin"));
    }
    let (mut users, mut rows) = (Vec::<User>::new(), Vec::new());
    for (new, id) in asked.into_iter().zip(1..) {
        let name = new.username;
        let usable = !name.is_empty() && !name.contains(['/', '\0']);
        if !usable || users.iter().any(|user| user.username == name) {
            return Err(StartError::Username(name));
        }
        let token = new.token.unwrap_or_else(|| random.hex(40));
        let usable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        if !usable || users.iter().any(|user| user.token == token) {
            return Err(StartError::Token(name));
        }
        let zone = match new.time_zone {
            None => TimeZone::UTC,
            Some(zone) => TimeZone::get(&zone).map_err(|_| StartError::TimeZone(zone))?,
        };
        let user = User {
            email: new.email.unwrap_or_else(|| format!("{name}@example.org")),
            password: new.password.unwrap_or_else(|| random.hex(20)),
            token,
            superuser: new.superuser.unwrap_or(id == 1),
            username: name,
        };
        rows.push(store::User {
            id,
            username: Arc::from(user.username.as_str()),
            email: user.email.clone(),
            password: user.password.clone(),
            token: user.token.clone(),
            superuser: user.superuser,
            zone,
        });
        users.push(user);
    }
    Ok((users, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_credentials() {
        let asked = NewUser::new("matt").password("secret-p").token("secret-t");
        let user = User {
            username: "matt".into(),
            email: String::new(),
            password: "secret-p".into(),
            token: "secret-t".into(),
            superuser: true,
        };
        let shown = format!("{asked:?} {user:?}");
        assert!(shown.contains("matt") && !shown.contains("secret"), "{shown}");
    }
}
