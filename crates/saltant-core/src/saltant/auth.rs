use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};
use saltant_types::Secret;
use saltant_types::saltant::TokenPair;

use super::RefreshToken;
use crate::answer::{Answer, Error};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
use crate::rules::credential::{authorization, peek_expiry};
use crate::rules::{AuthUse, Credential, Renewal};

/// A user's static token, sent as `Token …`. It does not expire and cannot be renewed.
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

/// A pair of JSON web tokens, sent as `Bearer …` and renewed when the server says that it has expired or
/// shortly before.
#[derive(Debug)]
pub struct JsonWebToken(RwLock<State>);

#[derive(Debug)]
struct State {
    pair: TokenPair,
    expiry: Option<SystemTime>,
    generation: u64,
}

impl JsonWebToken {
    /// How long before its end an access token is renewed.
    const SKEW: Duration = Duration::from_secs(60);

    /// Takes a pair, from an [`ObtainToken`](super::ObtainToken) or from a store.
    pub fn new(pair: TokenPair) -> Self {
        let expiry = peek_expiry(pair.access.expose());
        Self(RwLock::new(State { pair, expiry, generation: 0 }))
    }

    /// The pair as it is now, to be put into a store.
    pub fn pair(&self) -> TokenPair {
        self.read().pair.clone()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credential for JsonWebToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth == AuthUse::None {
            return Ok(());
        }
        headers.insert(header::AUTHORIZATION, authorization("Bearer", &self.read().pair.access)?);
        Ok(())
    }

    fn is_expired(&self, answer: &Answer) -> bool {
        matches!(answer.status().as_u16(), 401 | 403)
            && super::errors::read(answer).code.as_deref() == Some("token_not_valid")
    }

    fn expires_soon(&self, now: SystemTime) -> bool {
        self.read().expiry.is_some_and(|expiry| expiry <= now + Self::SKEW)
    }

    fn generation(&self) -> u64 {
        self.read().generation
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        let operation = RefreshToken::new(self.read().pair.refresh.clone());
        Some(Renewal::by(&operation, base))
    }

    fn accept(&self, answer: &Answer) -> Result<(), Error> {
        // The operation's argument plays no part in reading its answer.
        let renewed = RefreshToken::new("").read(answer)?;
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        state.expiry = peek_expiry(renewed.access.expose());
        state.pair.access = renewed.access;
        state.generation += 1;
        Ok(())
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
