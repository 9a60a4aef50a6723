//! Users: as the builder gets them, and as the running server shows them.

use std::fmt;

/// A user to be added to a server; what is not given is generated.
#[derive(Clone)]
#[must_use = "a user is added by giving it to a builder"]
pub struct NewUser {
    pub(crate) username: String,
    pub(crate) email: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) role: Option<String>,
}

impl NewUser {
    /// A user of that name. The first user of a server is in the organization `root` and has the role `Root`, unless
    /// said otherwise; the others are in the organization of the first collaboration and have the role `Researcher`.
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into(), email: None, password: None, organization: None, role: None }
    }

    /// Sets the email address; the default is `NAME@example.org`.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the password. The rules of passwords do not count here, as they do not for the first user of a real server.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets the organization, which is added if it is new.
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.organization = Some(name.into());
        self
    }

    /// Sets the role: `Root`, `Viewer`, `Researcher`, `Organization Admin` or `Collaboration Admin`.
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
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

/// A user of a running server, with the password.
///
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The id on the server.
    pub id: u64,
    /// The name to log in with.
    pub username: String,
    /// The email address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The name of the user's organization.
    pub organization: String,
    /// The name of the user's role.
    pub role: String,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("username", &self.username)
            .field("organization", &self.organization)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_password() {
        let user = User {
            id: 1,
            username: "alice".into(),
            email: String::new(),
            password: "secret-p".into(),
            organization: "A".into(),
            role: "Root".into(),
        };
        let shown = format!("{:?} {user:?}", NewUser::new("alice").password("secret-p"));
        assert!(shown.contains("alice") && !shown.contains("secret"), "{shown}");
    }
}
