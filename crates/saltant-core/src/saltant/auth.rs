use std::time::SystemTime;

use http::{HeaderMap, header};
use saltant_types::Secret;
use saltant_types::saltant::TokenPair;

use super::RefreshToken;
use crate::answer::{Answer, Error};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
use crate::rules::bearer::apply_bearer;
use crate::rules::credential::{authorization, peek_expiry};
use crate::rules::{AuthUse, Credential, Renewable, RenewableTokens, Renewal};

/// A user's token that does not expire, sent as `Token …`.
#[derive(Clone, Debug)]
pub struct StaticToken(Secret);

impl StaticToken {
    /// Takes the token as the server's administrator gives it out.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for StaticToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth == AuthUse::None {
            return Ok(());
        }
        headers.insert(header::AUTHORIZATION, authorization("Token", &self.0)?);
        Ok(())
    }
}

/// A pair of JSON web tokens, sent as `Bearer …` and renewed when the server says that the access token has
/// expired, or a minute before it does. The refresh token stays the same.
pub type JsonWebToken = Renewable<TokenPair>;

impl JsonWebToken {
    /// Takes a pair, from an [`ObtainToken`](super::ObtainToken) or from a store.
    pub fn new(pair: TokenPair) -> Self {
        Self::from_tokens(pair)
    }
}

impl RenewableTokens for TokenPair {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply_bearer(&self.access, auth, headers)
    }

    fn is_expired(answer: &Answer) -> bool {
        matches!(answer.status().as_u16(), 401 | 403)
            && super::errors::read(answer).code.as_deref() == Some("token_not_valid")
    }

    fn expiry(&self, _: SystemTime) -> Option<SystemTime> {
        peek_expiry(self.access.expose())
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        Some(Renewal::by(&RefreshToken::new(self.refresh.clone()), base))
    }

    fn renewed(&self, answer: &Answer) -> Result<Self, Error> {
        let renewed = RefreshToken::new(self.refresh.clone()).read(answer)?;
        Ok(Self::new(renewed.access, self.refresh.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::ErrorKind;

    #[test]
    fn a5_the_token_is_marked_sensitive_and_never_shown() {
        let token = StaticToken::new("canary");
        let mut headers = HeaderMap::new();
        token.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Token canary");
        assert!(headers["authorization"].is_sensitive());
        let pair = JsonWebToken::new(TokenPair::new("canary", "canary"));
        assert!(!format!("{token:?} {pair:?} {headers:?}").contains("canary"));
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_refused_without_showing_it() {
        let error = StaticToken::new("canary\n").apply(AuthUse::Client, &mut HeaderMap::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(!error.to_string().contains("canary"));
    }

    #[test]
    fn only_the_servers_word_for_it_means_expired() {
        let pair = JsonWebToken::new(TokenPair::new("a", "r"));
        let says = |status: u16, body: &'static str| {
            pair.is_expired(&http::Response::builder().status(status).body(body.into()).unwrap())
        };
        assert!(says(403, r#"{"detail": "…", "code": "token_not_valid"}"#));
        assert!(!says(403, r#"{"detail": "You do not have permission to perform this action."}"#));
        assert!(!says(403, r#"{"detail": "User not found", "code": "user_not_found"}"#));
        assert!(!says(500, r#"{"code": "token_not_valid"}"#));
    }
}
