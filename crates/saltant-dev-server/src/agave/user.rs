//! Users: as the builder gets them, and as the running server shows them.

use std::fmt;

use crate::agave::store::{Account, OAuthClient, Store};
use crate::error::StartError;
use crate::random::Random;

/// The name of the OAuth client that each user has from the start.
pub(crate) const FIRST_CLIENT: &str = "DefaultApplication";

/// A user to be added to a tenant; what is not given is generated.
#[derive(Clone)]
#[must_use = "a user is added by giving it to a builder"]
pub struct NewUser {
    username: String,
    email: Option<String>,
    password: Option<String>,
    token: Option<String>,
    admin: Option<bool>,
}

impl NewUser {
    /// A user of that name. The first user of a server is the tenant's administrator unless
    /// [`admin`](Self::admin) says otherwise.
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into(), email: None, password: None, token: None, admin: None }
    }

    /// Sets the email address; the default is `NAME@example.org`.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the password, for `token` and `clients/v2`.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets the first access token. It is ASCII without spaces, and expires like all others.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets whether the user administers the tenant.
    pub fn admin(mut self, admin: bool) -> Self {
        self.admin = Some(admin);
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

/// A user of a running tenant, with the credentials that work from the start.
///
/// `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The name to sign in with.
    pub username: String,
    /// The email address.
    pub email: String,
    /// The password, for `token` and `clients/v2`.
    pub password: String,
    /// The key of the user's first OAuth client, `DefaultApplication`.
    pub client_key: String,
    /// The secret of that client.
    pub client_secret: String,
    /// The first access token, for `Authorization: Bearer …`.
    pub token: String,
    /// The token that renews it once.
    pub refresh_token: String,
    /// Whether the user administers the tenant.
    pub admin: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("User");
        shown.field("username", &self.username).field("admin", &self.admin).finish_non_exhaustive()
    }
}

/// Fills in what was not given, and adds accounts and first clients to the store.
pub(crate) fn complete(
    mut asked: Vec<NewUser>,
    random: &Random,
    store: &mut Store,
) -> Result<Vec<User>, StartError> {
    if asked.is_empty() {
        asked.push(NewUser::new("admin"));
    }
    let mut users = Vec::<User>::new();
    for new in asked {
        let name = new.username;
        let usable = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte);
        let dots = name.bytes().all(|byte| byte == b'.');
        if dots || !name.bytes().all(usable) || users.iter().any(|user| user.username == name) {
            return Err(StartError::Username(name));
        }
        let token = new.token.unwrap_or_else(|| random.hex(32));
        let usable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        if !usable || users.iter().any(|user| user.token == token) {
            return Err(StartError::Token(name));
        }
        let user = User {
            email: new.email.unwrap_or_else(|| format!("{name}@example.org")),
            password: new.password.unwrap_or_else(|| random.hex(20)),
            client_key: random.hex(28),
            client_secret: random.hex(28),
            token,
            refresh_token: random.hex(32),
            admin: new.admin.unwrap_or(users.is_empty()),
            username: name,
        };
        store.accounts.push(Account {
            username: user.username.clone(),
            email: user.email.clone(),
            password: user.password.clone(),
            admin: user.admin,
        });
        store.clients.push(OAuthClient {
            owner: user.username.clone(),
            name: FIRST_CLIENT.to_owned(),
            description: String::new(),
            callback_url: String::new(),
            key: user.client_key.clone(),
            secret: user.client_secret.clone(),
            apis: OAuthClient::all_apis(),
        });
        users.push(user);
    }
    Ok(users)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_credentials_and_names_that_are_paths_are_refused() {
        let mut store = Store::default();
        let asked = NewUser::new("matt").password("secret-p").token("secret-t");
        let shown = format!("{asked:?}");
        let users = complete(vec![asked], &Random::new(Some(1)), &mut store).unwrap();
        let shown = format!("{shown} {users:?}");
        let secrets = ["secret", &users[0].client_secret, &users[0].refresh_token];
        assert!(shown.contains("matt") && !secrets.iter().any(|secret| shown.contains(secret)), "{shown}");
        for name in ["", ".", "..", "a/b", "a b", "ä"] {
            let refused = complete(vec![NewUser::new(name)], &Random::new(Some(1)), &mut Store::default());
            assert!(matches!(refused, Err(StartError::Username(_))), "{name}");
        }
    }
}
