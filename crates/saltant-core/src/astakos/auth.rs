use http::{HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;
use saltant_types::Secret;

use crate::answer::{Error, ErrorKind};
use crate::metadata::Metadata;
use crate::rules::credential::secret_value;
use crate::rules::{AuthUse, Credential};

/// The header that carries either kind of token.
const HEADER: HeaderName = HeaderName::from_static("x-auth-token");

/// A user's token.
#[derive(Clone, Debug)]
pub struct UserToken(Secret);

/// The token of a service of the cloud, also called component: it may charge users, and see all of them.
#[derive(Clone, Debug)]
pub struct ServiceToken(Secret);

/// No token: for the calls that need none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoToken;

/// Whose token a call takes, or a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOwner {
    /// Nobody's: the call takes no token, or can do without.
    Nobody,
    /// A user's.
    User,
    /// A service's of the cloud.
    Service,
}

impl TokenOwner {
    /// Whose token an operation takes: a service's for commissions and for what is about all users, the user's
    /// for everything else. Its path says so.
    pub const fn of(metadata: &Metadata) -> Self {
        match metadata.auth {
            AuthUse::None | AuthUse::Optional => Self::Nobody,
            _ if begins_with(metadata.path, "commissions") || begins_with(metadata.path, "service") => {
                Self::Service
            }
            _ => Self::User,
        }
    }

    /// Whether a client with this owner's token can send an operation.
    pub const fn can_send(self, metadata: &Metadata) -> bool {
        let needed = Self::of(metadata);
        matches!(
            (self, needed),
            (_, Self::Nobody) | (Self::User, Self::User) | (Self::Service, Self::Service)
        )
    }
}

const fn begins_with(text: &str, start: &str) -> bool {
    let (text, start) = (text.as_bytes(), start.as_bytes());
    match text.split_at_checked(start.len()) {
        Some((head, _)) => {
            let mut at = 0;
            while at < head.len() {
                if head[at] != start[at] {
                    return false;
                }
                at += 1;
            }
            true
        }
        None => false,
    }
}

/// A token, or none, whose owner is known by its type: a client's calls are checked against it at compile time.
pub trait OwnedToken: Credential {
    /// The owner.
    const OWNER: TokenOwner;
}

impl OwnedToken for UserToken {
    const OWNER: TokenOwner = TokenOwner::User;
}

impl OwnedToken for ServiceToken {
    const OWNER: TokenOwner = TokenOwner::Service;
}

impl OwnedToken for NoToken {
    const OWNER: TokenOwner = TokenOwner::Nobody;
}

impl UserToken {
    /// Takes a token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }

    /// Takes the token out of the text of Astakos's cookie: percent-encoded, the user's id or name, a bar and the
    /// token.
    ///
    /// ```
    /// use saltant_core::astakos::UserToken;
    ///
    /// let cookie = "73917abc-abcd-477e-a1f1-1763abcdefab%7Ca%2Bb%2F%3D%3D";
    /// assert_eq!(UserToken::from_cookie(cookie).unwrap().secret().expose(), "a+b/==");
    /// assert!(UserToken::from_cookie("no bar").is_none());
    /// ```
    pub fn from_cookie(cookie: &str) -> Option<Self> {
        let text = percent_decode_str(cookie).decode_utf8().ok()?;
        let (_, token) = text.split_once('|')?;
        (!token.is_empty()).then(|| Self::new(token))
    }

    /// The token itself.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl ServiceToken {
    /// Takes a token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for UserToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply(&self.0, auth, headers)
    }
}

impl Credential for ServiceToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply(&self.0, auth, headers)
    }
}

impl Credential for NoToken {
    fn apply(&self, _: AuthUse, _: &mut HeaderMap) -> Result<(), Error> {
        Ok(())
    }
}

fn apply(token: &Secret, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
    if !matches!(auth, AuthUse::Client | AuthUse::Optional) {
        return Ok(());
    }
    if token.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "the token is empty"));
    }
    headers.insert(HEADER, secret_value(token.expose())?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_the_token_is_marked_sensitive_and_never_shown() {
        let (user, service) = (UserToken::new("canary"), ServiceToken::new("canary"));
        for token in [&user as &dyn Credential, &service] {
            let mut headers = HeaderMap::new();
            token.apply(AuthUse::Client, &mut headers).unwrap();
            assert_eq!(headers["x-auth-token"], "canary");
            assert!(headers["x-auth-token"].is_sensitive());
            assert!(!format!("{token:?} {headers:?}").contains("canary"));
        }
    }

    #[test]
    fn a_token_goes_only_with_what_takes_one_and_has_to_be_one() {
        let mut headers = HeaderMap::new();
        UserToken::new("t").apply(AuthUse::None, &mut headers).unwrap();
        UserToken::new("t").apply(AuthUse::Application, &mut headers).unwrap();
        assert!(headers.is_empty());
        for wrong in ["", "canary\n"] {
            let error = UserToken::new(wrong).apply(AuthUse::Optional, &mut headers).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!error.to_string().contains("canary"));
        }
    }

    #[test]
    fn a_cookie_is_split_at_its_first_bar() {
        let token = |cookie| UserToken::from_cookie(cookie).map(|token| token.0.expose().to_owned());
        assert_eq!(token("u|t").as_deref(), Some("t"));
        assert_eq!(token("a|b|c").as_deref(), Some("b|c"));
        assert_eq!(token("u%7Ct").as_deref(), Some("t"));
        for none in ["", "u", "u|", "u%7C", "%ff|t"] {
            assert_eq!(token(none), None, "{none}");
        }
    }
}
