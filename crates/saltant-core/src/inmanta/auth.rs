use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};
use saltant_types::Secret;
use saltant_types::inmanta::LoginReturn;

use super::{Login, errors};
use crate::answer::{Answer, Error};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
use crate::rules::credential::{authorization, peek_expiry};
use crate::rules::{AuthUse, Credential, Renewal};

/// A token, sent as `Bearer …`: of a user, or of an environment for certain types of client. It cannot be
/// renewed.
#[derive(Clone, Debug)]
pub struct BearerToken(Secret);

impl BearerToken {
    /// Takes a token as a login or `environment_create_token` gives it.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for BearerToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth == AuthUse::None {
            return Ok(());
        }
        headers.insert(header::AUTHORIZATION, authorization("Bearer", &self.0)?);
        Ok(())
    }
}

/// A user's token with the name and password that buy a new one when it has expired, or shortly before.
#[derive(Debug)]
pub struct UserLogin {
    login: Login,
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    token: Secret,
    expiry: Option<SystemTime>,
    generation: u64,
}

impl UserLogin {
    /// How long before its end a token is renewed.
    const SKEW: Duration = Duration::from_secs(60);

    /// Takes the login and the answer to it.
    pub fn new(login: Login, answer: LoginReturn) -> Self {
        let expiry = peek_expiry(answer.token.expose());
        Self { login, state: RwLock::new(State { token: answer.token, expiry, generation: 0 }) }
    }

    /// The token as it is now.
    pub fn token(&self) -> Secret {
        self.read().token.clone()
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credential for UserLogin {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        if auth == AuthUse::None {
            return Ok(());
        }
        headers.insert(header::AUTHORIZATION, authorization("Bearer", &self.read().token)?);
        Ok(())
    }

    fn is_expired(&self, answer: &Answer) -> bool {
        errors::is_about_expiry(answer)
    }

    fn expires_soon(&self, now: SystemTime) -> bool {
        self.read().expiry.is_some_and(|expiry| expiry <= now + Self::SKEW)
    }

    fn generation(&self) -> u64 {
        self.read().generation
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        Some(Renewal::by(&self.login, base))
    }

    fn accept(&self, answer: &Answer) -> Result<(), Error> {
        let renewed = self.login.read(answer)?;
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.expiry = peek_expiry(renewed.token.expose());
        state.token = renewed.token;
        state.generation += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETURN: &str =
        r#"{"token": "canary", "user": {"username": "u", "auth_method": "database", "is_admin": false}}"#;

    fn user_login() -> UserLogin {
        UserLogin::new(Login::new("u", "canary"), serde_json::from_str(RETURN).unwrap())
    }

    #[test]
    fn a5_tokens_and_passwords_are_marked_sensitive_and_never_shown() {
        let (bearer, login) = (BearerToken::new("canary"), user_login());
        let mut headers = HeaderMap::new();
        bearer.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Bearer canary");
        login.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Bearer canary");
        assert!(headers["authorization"].is_sensitive());
        assert!(!format!("{bearer:?} {login:?} {headers:?}").contains("canary"));
    }

    #[test]
    fn a_login_goes_without_a_credential() {
        assert_eq!(<Login as crate::Declared>::METADATA.auth, AuthUse::None);
        let mut headers = HeaderMap::new();
        user_login().apply(<Login as crate::Declared>::METADATA.auth, &mut headers).unwrap();
        BearerToken::new("t").apply(<Login as crate::Declared>::METADATA.auth, &mut headers).unwrap();
        assert!(headers.is_empty());
    }

    #[test]
    fn a3_only_the_servers_word_for_it_means_expired() {
        let says = |status: u16, text: &str| {
            let body = format!(r#"{{"message": "Access denied: {text}"}}"#);
            user_login().is_expired(&http::Response::builder().status(status).body(body.into()).unwrap())
        };
        assert!(says(403, "Signature has expired"));
        assert!(!says(403, "Unable to decode provided JWT bearer token."));
        assert!(!says(403, "The authorization token is scoped to a specific environment."));
        assert!(!says(401, "Signature has expired"));
    }

    #[test]
    fn a_renewed_token_takes_the_place_of_the_old_one() {
        let login = user_login();
        let body = format!(r#"{{"data": {}}}"#, RETURN.replace("canary", "new"));
        login.accept(&http::Response::new(body.into())).unwrap();
        assert_eq!((login.token().expose(), login.generation()), ("new", 1));
        assert!(login.accept(&http::Response::new("{}".into())).is_err());
        assert_eq!((login.token().expose(), login.generation()), ("new", 1));
    }
}
