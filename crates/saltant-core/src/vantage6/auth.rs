use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};
use saltant_types::Secret;
use saltant_types::vantage6::{TokenSet, UserId};

use super::{RefreshToken, errors};
use crate::answer::{Answer, Error};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
use crate::rules::credential::{authorization, peek_claims, peek_expiry};
use crate::rules::{AuthUse, Credential, Renewal};

/// A token that cannot be renewed, sent as `Bearer …`: that of an algorithm's container.
#[derive(Clone, Debug)]
pub struct BearerToken(Secret);

impl BearerToken {
    /// Takes the token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for BearerToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth != AuthUse::None {
            headers.insert(header::AUTHORIZATION, authorization("Bearer", &self.0)?);
        }
        Ok(())
    }
}

/// A user's or node's pair of tokens, sent as `Bearer …` and renewed when the server says that the access
/// token has expired, or shortly before.
///
/// Each renewal brings a new refresh token too, so that a program which calls at least every two days (the
/// server's default) never has to log in again.
#[derive(Debug)]
pub struct JsonWebToken(RwLock<State>);

#[derive(Debug)]
struct State {
    tokens: TokenSet,
    expiry: Option<SystemTime>,
    generation: u64,
}

impl JsonWebToken {
    /// How long before its end an access token is renewed.
    const SKEW: Duration = Duration::from_secs(60);

    /// Takes the tokens, from a login or from a store.
    pub fn new(tokens: TokenSet) -> Self {
        let expiry = peek_expiry(tokens.access_token.expose());
        Self(RwLock::new(State { tokens, expiry, generation: 0 }))
    }

    /// The tokens as they are now, to be put into a store.
    pub fn tokens(&self) -> TokenSet {
        self.read().tokens.clone()
    }

    /// The user that the access token speaks of. The token says so itself: nobody has checked it.
    pub fn user_id(&self) -> Option<UserId> {
        user_id(&self.read().tokens)
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The user that an access token speaks of, unchecked. The server writes the id as a number, though the
/// standard wants a text; both are taken.
pub(super) fn user_id(tokens: &TokenSet) -> Option<UserId> {
    let claims = peek_claims(tokens.access_token.expose())?;
    if claims.get("client_type").is_some_and(|kind| kind != "user") {
        return None;
    }
    let subject = claims.get("sub")?;
    subject.as_u64().or_else(|| subject.as_str()?.parse().ok()).map(UserId::new)
}

impl Credential for JsonWebToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth != AuthUse::None {
            headers.insert(header::AUTHORIZATION, authorization("Bearer", &self.read().tokens.access_token)?);
        }
        Ok(())
    }

    fn is_expired(&self, answer: &Answer) -> bool {
        errors::is_expired(answer)
    }

    fn expires_soon(&self, now: SystemTime) -> bool {
        self.read().expiry.is_some_and(|expiry| expiry <= now + Self::SKEW)
    }

    fn generation(&self) -> u64 {
        self.read().generation
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        let tokens = self.tokens();
        let renewal = Renewal::by(&RefreshToken::new(tokens.refresh_token), base);
        Some(renewal.map(|mut renewal| {
            // The server's path holds the API's own; it is below the host, not below the base URL.
            let path =
                Some(tokens.refresh_url).filter(|path| path.starts_with('/') && !path.starts_with("//"));
            if let Some(Ok(uri)) = path.map(|path| format!("{}{path}", base.origin()).parse()) {
                *renewal.request.uri_mut() = uri;
            }
            renewal
        }))
    }

    fn accept(&self, answer: &Answer) -> Result<(), Error> {
        // The operation's argument plays no part in reading its answer.
        let renewed = RefreshToken::new("").read(answer)?;
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        state.expiry = peek_expiry(renewed.access_token.expose());
        state.tokens = renewed;
        state.generation += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(refresh_url: &str) -> JsonWebToken {
        let mut tokens = TokenSet::new("canary-access", "canary-refresh");
        tokens.refresh_url = refresh_url.to_owned();
        JsonWebToken::new(tokens)
    }

    fn renewal(refresh_url: &str) -> http::Request<crate::Body> {
        let base = "https://h:9/v6/api".parse().unwrap();
        pair(refresh_url).renewal(&base).unwrap().unwrap().request
    }

    #[test]
    fn the_renewal_is_a_bearer_at_the_servers_own_address_without_a_body() {
        let request = renewal("/api/token/refresh");
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri().to_string(), "https://h:9/api/token/refresh");
        assert_eq!(request.headers()["authorization"], "Bearer canary-refresh");
        assert!(request.headers()["authorization"].is_sensitive());
        assert!(
            request.body().as_bytes().unwrap().is_empty() && !request.headers().contains_key("content-type")
        );
    }

    #[test]
    fn a6_the_refresh_token_goes_to_no_other_origin() {
        for elsewhere in ["", "https://evil.test/x", "//evil.test/x", "evil"] {
            assert_eq!(
                renewal(elsewhere).uri().to_string(),
                "https://h:9/v6/api/token/refresh",
                "{elsewhere}"
            );
        }
    }

    #[test]
    fn a_renewal_brings_a_new_refresh_token_too() {
        let pair = pair("/api/token/refresh");
        let body = r#"{"access_token": "a2", "refresh_token": "r2", "refresh_url": "/api/token/refresh"}"#;
        pair.accept(&http::Response::new(body.into())).unwrap();
        assert_eq!(pair.tokens().refresh_token.expose(), "r2");
        assert_eq!(pair.generation(), 1);
        assert!(pair.accept(&http::Response::new(r#"{"msg": "no"}"#.into())).is_err());
        assert_eq!(pair.tokens().access_token.expose(), "a2");
    }

    #[test]
    fn the_users_id_is_read_from_a_number_or_a_text() {
        use base64::Engine as _;
        let id = |claims: &str| {
            let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
            user_id(&TokenSet::new(format!("e30.{claims}.x"), ""))
        };
        assert_eq!(id(r#"{"sub": 7, "client_type": "user"}"#), Some(UserId::new(7)));
        assert_eq!(id(r#"{"sub": "7"}"#), Some(UserId::new(7)));
        assert_eq!(id(r#"{"sub": 7, "client_type": "node"}"#), None);
        assert_eq!(id(r#"{"sub": {"image": "i"}}"#), None);
    }

    #[test]
    fn a5_tokens_are_marked_sensitive_and_never_shown() {
        let (pair, token) = (pair(""), BearerToken::new("canary"));
        let mut headers = HeaderMap::new();
        pair.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Bearer canary-access");
        token.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Bearer canary");
        assert!(!format!("{pair:?} {token:?} {headers:?}").contains("canary"));
    }
}
