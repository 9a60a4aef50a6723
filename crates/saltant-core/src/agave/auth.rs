use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use saltant_types::Secret;
use saltant_types::agave::Token;

use super::RefreshToken;
use crate::answer::{Answer, Error, ErrorKind};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
use crate::rules::credential::{authorization, basic};
use crate::rules::{AuthUse, Credential, Renewal};

/// An access token alone, sent as `Bearer …`. It cannot be renewed.
#[derive(Clone, Debug)]
pub struct BearerToken(Secret);

impl BearerToken {
    /// Takes a token, from a [`CreateToken`](super::CreateToken) or from a store.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for BearerToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        bearer(auth, &self.0, None, headers)
    }
}

/// The key and secret of a registered application, which the token endpoint asks for (HTTP Basic).
///
/// On its own it is good for obtaining tokens and nothing else.
#[derive(Clone, Debug)]
pub struct OAuthClient {
    key: String,
    secret: Secret,
}

impl OAuthClient {
    /// Takes the key and secret that the service gave out when the application was registered.
    pub fn new(key: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { key: key.into(), secret: secret.into() }
    }
}

impl Credential for OAuthClient {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        match auth {
            AuthUse::None => Ok(()),
            AuthUse::Application => {
                headers.insert(header::AUTHORIZATION, basic(&self.key, &self.secret)?);
                Ok(())
            }
            _ => Err(Error::new(ErrorKind::Usage, "an application's key obtains tokens, nothing else")),
        }
    }
}

/// An access token with its refresh token and the application they belong to: it is renewed when the gateway
/// says that it has expired, or shortly before.
#[derive(Debug)]
pub struct OAuthToken {
    application: OAuthClient,
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    token: Token,
    expiry: Option<SystemTime>,
    generation: u64,
}

impl OAuthToken {
    /// How long before its end an access token is renewed.
    const SKEW: Duration = Duration::from_secs(60);

    /// Takes a token, from a [`CreateToken`](super::CreateToken) or from a store.
    ///
    /// How long it lives counts from its first use here; the token of a store may end earlier, which is only
    /// noticed when the gateway says so.
    pub fn new(application: OAuthClient, token: Token) -> Self {
        Self { application, state: RwLock::new(State { token, expiry: None, generation: 0 }) }
    }

    /// The token as it is now. A refresh token can be used once, so a store has to take the newest.
    pub fn token(&self) -> Token {
        self.read().token.clone()
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credential for OAuthToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        bearer(auth, &self.read().token.access_token, Some(&self.application), headers)
    }

    fn is_expired(&self, answer: &Answer) -> bool {
        super::errors::is_expired(answer)
    }

    fn expires_soon(&self, now: SystemTime) -> bool {
        let state = self.read();
        if state.token.refresh_token.is_none() {
            return false;
        }
        match (state.expiry, state.token.expires_in) {
            (Some(expiry), _) => expiry <= now + Self::SKEW,
            (None, None) => false,
            (None, Some(seconds)) => {
                drop(state);
                // The answer says how long, not until when: the first one to ask starts the clock.
                self.write().expiry = now.checked_add(Duration::from_secs(seconds));
                Duration::from_secs(seconds) <= Self::SKEW
            }
        }
    }

    fn generation(&self) -> u64 {
        self.read().generation
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        let refresh_token = self.read().token.refresh_token.clone()?;
        let operation = RefreshToken::new(refresh_token);
        Some(Renewal::by(&operation, base))
    }

    fn accept(&self, answer: &Answer) -> Result<(), Error> {
        // The operation's argument plays no part in reading its answer.
        let token = RefreshToken::new("").read(answer)?;
        let mut state = self.write();
        state.token = token;
        state.expiry = None;
        state.generation += 1;
        Ok(())
    }
}

/// A nonce of an actor or an alias, sent in the query instead of a token.
#[derive(Clone, Debug)]
pub struct Nonce(Secret);

impl Nonce {
    /// Takes a nonce as the actor's owner gives it out.
    pub fn new(nonce: impl Into<Secret>) -> Self {
        Self(nonce.into())
    }
}

impl Credential for Nonce {
    fn apply(&self, _: AuthUse, _: &mut HeaderMap) -> Result<(), Error> {
        Ok(())
    }

    fn query(&self, auth: AuthUse) -> Option<(&'static str, Secret)> {
        (auth == AuthUse::Client).then(|| ("x-nonce", self.0.clone()))
    }
}

/// A JSON web token in a header that the tenant names, such as `X-JWT-Assertion-dev_sandbox`: for programs
/// behind the gateway.
#[derive(Clone, Debug)]
pub struct JwtAssertion {
    header: HeaderName,
    token: Secret,
}

impl JwtAssertion {
    /// Takes the header's name and the token.
    pub fn new(header: HeaderName, token: impl Into<Secret>) -> Self {
        Self { header, token: token.into() }
    }
}

impl Credential for JwtAssertion {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth == AuthUse::Client {
            let wrong = |_| Error::new(ErrorKind::Usage, "the token holds a character no header can carry");
            let mut value = HeaderValue::from_str(self.token.expose()).map_err(wrong)?;
            value.set_sensitive(true);
            headers.insert(self.header.clone(), value);
        }
        Ok(())
    }
}

/// The header for a use: the token, the application's Basic, or none.
fn bearer(
    auth: AuthUse,
    token: &Secret,
    application: Option<&OAuthClient>,
    headers: &mut HeaderMap,
) -> Result<(), Error> {
    let value = match (auth, application) {
        (AuthUse::None, _) => return Ok(()),
        (AuthUse::Application, Some(application)) => basic(&application.key, &application.secret)?,
        (AuthUse::Application, None) => {
            return Err(Error::new(ErrorKind::Usage, "the token endpoint asks for an application's key"));
        }
        _ => authorization("Bearer", token)?,
    };
    headers.insert(header::AUTHORIZATION, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oauth(token: Token) -> OAuthToken {
        OAuthToken::new(OAuthClient::new("key", "canary"), token)
    }

    fn header(credential: &impl Credential, auth: AuthUse) -> Result<HeaderValue, Error> {
        let mut headers = HeaderMap::new();
        credential.apply(auth, &mut headers)?;
        Ok(headers[header::AUTHORIZATION].clone())
    }

    #[test]
    fn the_application_goes_to_the_token_endpoint_and_the_token_everywhere_else() {
        let token = oauth(Token::new("t"));
        assert_eq!(header(&token, AuthUse::Client).unwrap(), "Bearer t");
        // key:canary
        assert_eq!(header(&token, AuthUse::Application).unwrap(), "Basic a2V5OmNhbmFyeQ==");
        let application = OAuthClient::new("key", "canary");
        assert_eq!(header(&application, AuthUse::Application).unwrap(), "Basic a2V5OmNhbmFyeQ==");
        for refused in
            [header(&application, AuthUse::Client), header(&BearerToken::new("canary"), AuthUse::Application)]
        {
            assert_eq!(refused.unwrap_err().kind(), ErrorKind::Usage);
        }
    }

    #[test]
    fn a5_no_credential_is_shown() {
        let secrets = oauth(Token::new("canary").with_refresh_token("canary"));
        let jwt = JwtAssertion::new(HeaderName::from_static("x-jwt-assertion-dev"), "canary");
        let mut headers = HeaderMap::new();
        jwt.apply(AuthUse::Client, &mut headers).unwrap();
        secrets.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["x-jwt-assertion-dev"], "canary");
        assert_eq!(Nonce::new("n").query(AuthUse::Client).unwrap().1.expose(), "n");
        assert!(Nonce::new("n").query(AuthUse::Application).is_none());
        let shown = format!("{secrets:?} {jwt:?} {:?} {headers:?}", Nonce::new("canary"));
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a2_the_token_is_renewed_a_minute_before_its_end_counted_from_its_first_use() {
        let after = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let answer = |body: &str| http::Response::new(body.to_owned().into());
        let token = oauth(Token::new("t").with_refresh_token("r"));
        assert!(!token.expires_soon(after(1_000_000)), "it is not known how long it lives");
        token
            .accept(&answer(r#"{"access_token": "t2", "refresh_token": "r2", "expires_in": "3600"}"#))
            .unwrap();
        assert_eq!(token.generation(), 1);
        assert!(!token.expires_soon(after(100)));
        assert!(!token.expires_soon(after(3639)));
        assert!(token.expires_soon(after(3640)));
        assert_eq!(token.token().refresh_token, Some(Secret::new("r2")));
        token.accept(&answer(r#"{"access_token": "t3", "expires_in": 1}"#)).unwrap();
        assert!(!token.expires_soon(after(0)) && !token.expires_soon(after(9)), "nothing to renew it with");
        assert!(token.renewal(&"https://h".parse().unwrap()).is_none());
    }
}
