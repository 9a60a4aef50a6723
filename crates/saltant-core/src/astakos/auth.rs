use http::{HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;
use saltant_types::Secret;

use super::token::{lacks_token, with_token};
use crate::answer::{Error, ErrorKind};
use crate::metadata::Metadata;
use crate::request::Body;
use crate::rules::credential::secret_value;
use crate::rules::{AuthUse, Credential};

/// The header that carries either kind of token.
const HEADER: HeaderName = HeaderName::from_static("x-auth-token");

/// The tokens of a client: a user's, that of a service of the cloud, both or none. Each call is sent with the
/// token that it takes.
///
/// A service, also called component, may charge users and see all of them.
#[derive(Clone, Debug, Default)]
pub struct AuthTokens {
    user: Option<Secret>,
    service: Option<Secret>,
}

impl AuthTokens {
    /// No token: enough for the calls that need none.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the user's token.
    #[must_use]
    pub fn user(mut self, token: impl Into<Secret>) -> Self {
        self.user = Some(token.into());
        self
    }

    /// Sets the service's token.
    #[must_use]
    pub fn service(mut self, token: impl Into<Secret>) -> Self {
        self.service = Some(token.into());
        self
    }

    /// Takes the user's token out of the text of Astakos's cookie: percent-encoded, the user's id or name, a
    /// bar and the token.
    ///
    /// ```
    /// use saltant_core::astakos::AuthTokens;
    ///
    /// let cookie = "73917abc-abcd-477e-a1f1-1763abcdefab%7Ca%2Bb%2F%3D%3D";
    /// assert_eq!(AuthTokens::token_in_cookie(cookie).unwrap().expose(), "a+b/==");
    /// assert!(AuthTokens::token_in_cookie("no bar").is_none());
    /// ```
    #[doc(alias = "get_token_from_cookie")]
    pub fn token_in_cookie(cookie: &str) -> Option<Secret> {
        let text = percent_decode_str(cookie).decode_utf8().ok()?;
        let (_, token) = text.split_once('|')?;
        (!token.is_empty()).then(|| Secret::new(token))
    }
}

impl Credential for AuthTokens {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        let token = match auth {
            AuthUse::Client => self.of_user()?,
            AuthUse::Service => given(self.service.as_ref(), "service")?,
            AuthUse::Optional if self.user.is_some() => self.of_user()?,
            AuthUse::Optional if self.service.is_some() => given(self.service.as_ref(), "service")?,
            _ => return Ok(()),
        };
        headers.insert(HEADER, secret_value(token.expose().to_owned())?);
        Ok(())
    }

    /// An authentication that was given no token is one with the user's token.
    fn body(&self, operation: &Metadata, body: &Body) -> Result<Option<Body>, Error> {
        if !lacks_token(operation, body) {
            return Ok(None);
        }
        Ok(with_token(body, self.of_user()?))
    }
}

impl AuthTokens {
    fn of_user(&self) -> Result<&Secret, Error> {
        given(self.user.as_ref(), "user")
    }
}

/// A token that a call needs, or the error that names the setting.
fn given<'a>(token: Option<&'a Secret>, whose: &str) -> Result<&'a Secret, Error> {
    let usage = |text| Error::new(ErrorKind::Usage, text);
    match token {
        None => Err(usage(format!("the call needs a {whose}'s token; set one with `AuthTokens::{whose}`"))),
        Some(token) if token.is_empty() => Err(usage(format!("the {whose}'s token is empty"))),
        Some(token) => Ok(token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(tokens: &AuthTokens, auth: AuthUse) -> Result<Option<String>, Error> {
        let mut headers = HeaderMap::new();
        tokens.apply(auth, &mut headers)?;
        Ok(headers.get(HEADER).map(|value| value.to_str().unwrap().to_owned()))
    }

    #[test]
    fn a5_the_token_is_marked_sensitive_and_never_shown() {
        let tokens = AuthTokens::new().user("canary").service("canary");
        for auth in [AuthUse::Client, AuthUse::Service] {
            let mut headers = HeaderMap::new();
            tokens.apply(auth, &mut headers).unwrap();
            assert_eq!(headers["x-auth-token"], "canary");
            assert!(headers["x-auth-token"].is_sensitive());
            assert!(!format!("{tokens:?} {headers:?}").contains("canary"));
        }
    }

    #[test]
    fn each_call_is_sent_with_the_token_that_it_takes() {
        let (user, service) = (AuthTokens::new().user("u"), AuthTokens::new().service("s"));
        let both = user.clone().service("s");
        for (tokens, auth, token) in [
            (&both, AuthUse::Client, Some("u")),
            (&both, AuthUse::Service, Some("s")),
            (&both, AuthUse::Optional, Some("u")),
            (&service, AuthUse::Optional, Some("s")),
            (&AuthTokens::new(), AuthUse::Optional, None),
            (&both, AuthUse::None, None),
            (&both, AuthUse::Application, None),
        ] {
            assert_eq!(sent(tokens, auth).unwrap().as_deref(), token, "{auth:?}");
        }
        for (tokens, auth, whose) in
            [(&user, AuthUse::Service, "a service's token"), (&service, AuthUse::Client, "a user's token")]
        {
            let error = sent(tokens, auth).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(error.to_string().contains(whose), "{error}");
        }
    }

    #[test]
    fn an_empty_or_unsendable_token_is_refused_without_showing_it() {
        for wrong in ["", "canary\n"] {
            let error = sent(&AuthTokens::new().user(wrong), AuthUse::Optional).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!error.to_string().contains("canary"));
        }
    }

    #[test]
    fn a_cookie_is_split_at_its_first_bar() {
        let token = |cookie| AuthTokens::token_in_cookie(cookie).map(|token| token.expose().to_owned());
        assert_eq!(token("u|t").as_deref(), Some("t"));
        assert_eq!(token("a|b|c").as_deref(), Some("b|c"));
        assert_eq!(token("u%7Ct").as_deref(), Some("t"));
        for none in ["", "u", "u|", "u%7C", "%ff|t"] {
            assert_eq!(token(none), None, "{none}");
        }
    }
}
