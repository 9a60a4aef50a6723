//! Users, as they are asked for and as they come out.

use std::fmt;

/// A user that the server is to have; what is not given is generated.
#[derive(Clone)]
#[must_use = "a user is nobody until a builder is given it"]
pub struct NewUser {
    pub(crate) username: String,
    pub(crate) email: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) superuser: Option<bool>,
    pub(crate) time_zone: Option<String>,
}

impl NewUser {
    /// A user of that name. The first user of a server is its superuser, unless said otherwise.
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

    /// Sets the address, which is `NAME@example.org` otherwise.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the password, for which `token/` gives JSON web tokens.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets the token, which goes into `Authorization: Token …`. It is ASCII without spaces.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Says whether the user may change everybody's queues, whitelists and task types.
    pub fn superuser(mut self, superuser: bool) -> Self {
        self.superuser = Some(superuser);
        self
    }

    /// Sets the user's time zone, by its IANA name. It is used with a session only: answers to
    /// tokens are in UTC whatever it is.
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
    /// The name.
    pub username: String,
    /// The address.
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

/// A session of a signed-in user, as a browser has one.
///
/// Writes need the second value twice: as a cookie and in the header `X-CSRFToken`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// The value of the cookie `sessionid`.
    pub session_id: String,
    /// The value of the cookie `csrftoken`.
    pub csrf_token: String,
}

impl Session {
    /// The `Cookie` header with both.
    pub fn cookie_header(&self) -> String {
        format!("sessionid={}; csrftoken={}", self.session_id, self.csrf_token)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
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
        let session = Session { session_id: "secret-s".into(), csrf_token: "secret-c".into() };
        let shown = format!("{asked:?} {user:?} {session:?}");
        assert!(shown.contains("matt") && !shown.contains("secret"), "{shown}");
    }
}
