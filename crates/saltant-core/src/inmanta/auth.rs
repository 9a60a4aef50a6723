use std::time::SystemTime;

use http::HeaderMap;
use saltant_types::Secret;
use saltant_types::inmanta::LoginReturn;

use super::{Login, errors};
use crate::answer::{Answer, Error};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
pub use crate::rules::BearerToken;
use crate::rules::bearer::apply_bearer;
use crate::rules::credential::peek_expiry;
use crate::rules::{AuthUse, Renewable, RenewableTokens, Renewal};

/// A user's token, sent as `Bearer …`, with the name and password that get a new one when the server says
/// that it has expired, or a minute before it does.
pub type UserLogin = Renewable<UserSession>;

/// A login and the token that it brought.
#[derive(Clone, Debug)]
pub struct UserSession {
    login: Login,
    token: Secret,
}

impl UserLogin {
    /// Takes the login and the answer to it.
    pub fn new(login: Login, answer: LoginReturn) -> Self {
        Self::from_tokens(UserSession { login, token: answer.token })
    }

    /// The token as it is now.
    pub fn token(&self) -> Secret {
        self.tokens().token
    }
}

impl RenewableTokens for UserSession {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply_bearer(&self.token, auth, headers)
    }

    fn is_expired(answer: &Answer) -> bool {
        errors::is_about_expiry(answer)
    }

    fn expiry(&self, _: SystemTime) -> Option<SystemTime> {
        peek_expiry(self.token.expose())
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        Some(Renewal::by(&self.login, base))
    }

    fn renewed(&self, answer: &Answer) -> Result<Self, Error> {
        let renewed = self.login.read(answer)?;
        Ok(Self { login: self.login.clone(), token: renewed.token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Credential as _;

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
