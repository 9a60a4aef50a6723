use std::time::SystemTime;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use saltant_types::vantage6::{TokenSet, UserId};

use super::{RefreshToken, errors};
use crate::answer::{Answer, Error};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
pub use crate::rules::BearerToken;
use crate::rules::bearer::apply_bearer;
use crate::rules::credential::{authorization, peek_claims, peek_expiry};
use crate::rules::renewable::unsendable;
use crate::rules::{AuthUse, Credential, Renewable, RenewableTokens, Renewal};

/// The tokens of a user or a node, sent as `Bearer …` and renewed when the server says that the access token
/// has expired, or a minute before it does.
///
/// Each renewal brings a new refresh token too, so a program that calls at least every two days (the
/// server's default) never has to log in again.
pub type JsonWebToken = Renewable<TokenSet>;

impl JsonWebToken {
    /// Takes the tokens, from a login or from a store.
    pub fn new(tokens: TokenSet) -> Self {
        Self::from_tokens(tokens)
    }
}

/// The user whom a credential's access token names; `None` without a token, and if it is that of a node or an
/// algorithm's container. The token's signature is not checked.
///
/// The server writes the id as a number, though the standard wants a text; both are taken.
pub fn user_of(credential: &dyn Credential) -> Option<UserId> {
    let mut headers = HeaderMap::new();
    credential.apply(AuthUse::Client, &mut headers).ok()?;
    let claims = peek_claims(headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?)?;
    if claims.get("client_type").is_some_and(|kind| kind != "user") {
        return None;
    }
    let subject = claims.get("sub")?;
    subject.as_u64().or_else(|| subject.as_str()?.parse().ok()).map(UserId::new)
}

impl RenewableTokens for TokenSet {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply_bearer(&self.access_token, auth, headers)
    }

    fn is_expired(answer: &Answer) -> bool {
        errors::is_expired(answer)
    }

    fn expiry(&self, _: SystemTime) -> Option<SystemTime> {
        peek_expiry(self.access_token.expose())
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        // Not at `refresh_url`: behind a proxy that strips a part of the path, it names another place.
        Some(Renewal::by(&RefreshToken::new(self.refresh_token.clone()), base))
    }

    fn renewed(&self, answer: &Answer) -> Result<Self, Error> {
        let renewed = RefreshToken::new(self.refresh_token.clone()).read(answer)?;
        // The next renewal sends the refresh token in a header.
        let is_sendable = !renewed.refresh_token.expose().is_empty()
            && authorization("Bearer", &renewed.refresh_token).is_ok();
        if is_sendable { Ok(renewed) } else { Err(unsendable()) }
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
        assert_eq!(request.uri().to_string(), "https://h:9/v6/api/token/refresh");
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
    fn a9_a_renewal_with_a_token_that_cannot_be_sent_keeps_the_old_ones() {
        for (access, refresh) in [("a\nb", "r2"), ("", "r2"), ("a2", "r\nb"), ("a2", "")] {
            let pair = pair("/api/token/refresh");
            let body = serde_json::json!({
                "access_token": access, "refresh_token": refresh, "refresh_url": "/api/token/refresh"
            });
            let error = pair.accept(&http::Response::new(body.to_string().into())).unwrap_err();
            assert!(error.is_auth(), "{error:?}");
            assert_eq!((pair.tokens().access_token.expose(), pair.generation()), ("canary-access", 0));
        }
    }

    #[test]
    fn the_users_id_is_read_from_a_number_or_a_text() {
        use base64::Engine as _;
        let id = |claims: &str| {
            let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
            user_of(&BearerToken::new(format!("e30.{claims}.x")))
        };
        assert_eq!(id(r#"{"sub": 7, "client_type": "user"}"#), Some(UserId::new(7)));
        assert_eq!(id(r#"{"sub": "7"}"#), Some(UserId::new(7)));
        assert_eq!(id(r#"{"sub": 7, "client_type": "node"}"#), None);
        assert_eq!(id(r#"{"sub": {"image": "i"}}"#), None);
    }

    #[test]
    fn a5_tokens_are_marked_sensitive_and_never_shown() {
        let pair = pair("");
        let mut headers = HeaderMap::new();
        pair.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Bearer canary-access");
        assert!(!format!("{pair:?} {headers:?}").contains("canary"));
    }
}
