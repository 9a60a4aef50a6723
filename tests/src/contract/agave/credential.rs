//! The recorded credentials, in which placeholders stand for secrets.

use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderMap;
use saltant_core::agave::{JwtAssertion, Nonce, OAuthClient, OAuthToken, UserPassword};
use saltant_core::types::Secret;
use saltant_core::types::agave::Token;
use saltant_core::{Answer, AuthUse, BaseUrl, Credential, Error, Renewal};
use serde_json::Value;

use super::super::Line;

/// The credential of a call: its nonce if it has one, else the client's credential.
pub(super) fn of(line: &Line) -> Result<Arc<dyn Credential>, String> {
    if let Some(nonce) = line.args.get("nonce").and_then(Value::as_str) {
        return Ok(Arc::new(Nonce::new(nonce)));
    }
    let sent = line.exchanges.first().map(|exchange| &exchange.request);
    let assertion =
        sent.and_then(|sent| sent.headers.keys().find(|name| name.starts_with("x-jwt-assertion")));
    if let Some(name) = assertion {
        let name = name.parse().map_err(|_| format!("{name} is not a header name"))?;
        return Ok(Arc::new(JwtAssertion::new(name, "<jwt>")));
    }
    if sent.is_some_and(|sent| sent.header("authorization") == Some("Basic <user>")) {
        return Ok(Arc::new(User));
    }
    let token = Token::new("<token>").with_refresh_token("<refresh-token>");
    let application = OAuthClient::new("<client-key>", "<client-secret>");
    Ok(Arc::new(Placeholder(OAuthToken::new(application, token))))
}

/// The renewable token, with the record's placeholder for the application's key and secret.
#[derive(Debug)]
struct Placeholder(OAuthToken);

/// A user's name and password, of which the record has only a placeholder.
#[derive(Debug)]
struct User;

impl Credential for User {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        UserPassword::new("nryan", "<password>").apply(auth, headers)?;
        if let Some(value) = headers.get_mut("authorization") {
            *value = http::HeaderValue::from_static("Basic <user>");
        }
        Ok(())
    }
}

/// `<client-key>:<client-secret>`
const CLIENT: &str = "Basic PGNsaWVudC1rZXk+OjxjbGllbnQtc2VjcmV0Pg==";

impl Credential for Placeholder {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        self.0.apply(auth, headers)?;
        if headers.get("authorization").is_some_and(|value| value == CLIENT) {
            headers.insert("authorization", http::HeaderValue::from_static("Basic <client>"));
        }
        Ok(())
    }

    fn query(&self, auth: AuthUse) -> Option<(&'static str, Secret)> {
        self.0.query(auth)
    }

    fn is_expired(&self, answer: &Answer) -> bool {
        self.0.is_expired(answer)
    }

    fn expires_soon(&self, now: SystemTime, spread: f64) -> bool {
        self.0.expires_soon(now, spread)
    }

    fn generation(&self) -> u64 {
        self.0.generation()
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        self.0.renewal(base)
    }

    fn accept(&self, answer: &Answer) -> Result<(), Error> {
        self.0.accept(answer)
    }
}
