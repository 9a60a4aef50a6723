use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, header};
use saltant_types::Secret;
use saltant_types::agave::Token;

use super::RefreshToken;
use crate::answer::{Answer, Error, ErrorKind};
use crate::operation::Operation as _;
use crate::request::BaseUrl;
pub use crate::rules::BearerToken;
use crate::rules::bearer::{apply_bearer, needs_password};
use crate::rules::credential::{basic, secret_value};
use crate::rules::{AuthUse, Credential, Renewable, RenewableTokens, Renewal};

/// The key and secret of a registered application, which the token endpoint asks for (HTTP Basic).
///
/// As a client's credential it can only obtain tokens.
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
            AuthUse::Password => Err(needs_password()),
            _ => Err(Error::new(
                ErrorKind::Usage,
                "this operation needs a token, and the client has only an application's key",
            )),
        }
    }
}

/// A user's name and password (HTTP Basic), which registering an application takes and nothing else.
#[derive(Clone, Debug)]
pub struct UserPassword {
    username: String,
    password: Secret,
}

impl UserPassword {
    /// Takes the name and password that a user logs in with.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { username: username.into(), password: password.into() }
    }
}

impl Credential for UserPassword {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        match auth {
            AuthUse::None => Ok(()),
            AuthUse::Password => {
                headers.insert(header::AUTHORIZATION, basic(&self.username, &self.password)?);
                Ok(())
            }
            _ => Err(Error::new(
                ErrorKind::Usage,
                "this operation needs a token, and the client has only a user's name and password",
            )),
        }
    }
}

/// An access token with its refresh token and the application they belong to. It is renewed when the gateway
/// says that it has expired, or a minute before it does.
pub type OAuthToken = Renewable<OAuthSession>;

/// An application and the token that it obtained.
#[derive(Clone, Debug)]
pub struct OAuthSession {
    application: OAuthClient,
    token: Token,
}

impl OAuthSession {
    /// Takes an application and its token, from a store.
    pub fn new(application: OAuthClient, token: Token) -> Self {
        Self { application, token }
    }

    /// The token.
    pub fn token(&self) -> &Token {
        &self.token
    }
}

impl OAuthToken {
    /// Takes a token, from a [`CreateToken`](super::CreateToken) or from a store.
    ///
    /// Its lifetime counts from its first use here. The token of a store may end earlier; that is noticed
    /// when the gateway says so.
    pub fn new(application: OAuthClient, token: Token) -> Self {
        Self::from_tokens(OAuthSession::new(application, token))
    }

    /// The token as it is now. A refresh token can be used once, so a store has to take the newest.
    pub fn token(&self) -> Token {
        self.tokens().token
    }
}

impl RenewableTokens for OAuthSession {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        match auth {
            AuthUse::Application | AuthUse::Password => self.application.apply(auth, headers),
            _ => apply_bearer(&self.token.access_token, auth, headers),
        }
    }

    fn is_expired(answer: &Answer) -> bool {
        super::errors::is_expired(answer)
    }

    fn expiry(&self, now: SystemTime) -> Option<SystemTime> {
        self.token.refresh_token.as_ref()?;
        now.checked_add(Duration::from_secs(self.token.expires_in?))
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        let refresh_token = self.token.refresh_token.clone()?;
        Some(Renewal::by(&RefreshToken::new(refresh_token), base))
    }

    fn renewed(&self, answer: &Answer) -> Result<Self, Error> {
        // Reading the answer does not depend on the operation's argument.
        let token = RefreshToken::new("").read(answer)?;
        Ok(Self { application: self.application.clone(), token })
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
            headers.insert(self.header.clone(), secret_value(self.token.expose().to_owned())?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

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
        let user = UserPassword::new("nryan", "canary");
        assert_eq!(header(&user, AuthUse::Password).unwrap(), "Basic bnJ5YW46Y2FuYXJ5");
        for refused in [
            header(&application, AuthUse::Client),
            header(&application, AuthUse::Password),
            header(&token, AuthUse::Password),
            header(&user, AuthUse::Client),
            header(&user, AuthUse::Application),
            header(&BearerToken::new("canary"), AuthUse::Application),
            header(&BearerToken::new("canary"), AuthUse::Password),
        ] {
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
        let user = UserPassword::new("nryan", "canary");
        let shown = format!("{secrets:?} {jwt:?} {user:?} {:?} {headers:?}", Nonce::new("canary"));
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a2_the_token_is_renewed_a_minute_before_its_end_counted_from_its_first_use() {
        let after = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let answer = |body: &str| http::Response::new(body.to_owned().into());
        let token = oauth(Token::new("t").with_refresh_token("r"));
        assert!(!token.expires_soon(after(1_000_000), 0.0), "it is not known how long it lives");
        token
            .accept(&answer(r#"{"access_token": "t2", "refresh_token": "r2", "expires_in": "3600"}"#))
            .unwrap();
        assert_eq!(token.generation(), 1);
        assert!(!token.expires_soon(after(100), 0.0));
        assert!(!token.expires_soon(after(3639), 0.0));
        assert!(token.expires_soon(after(3640), 0.0));
        assert_eq!(token.token().refresh_token, Some(Secret::new("r2")));
        token.accept(&answer(r#"{"access_token": "t3", "expires_in": 1}"#)).unwrap();
        assert!(
            !token.expires_soon(after(0), 0.0) && !token.expires_soon(after(9), 0.0),
            "nothing to renew it with"
        );
        assert!(token.renewal(&"https://h".parse().unwrap()).is_none());
    }
}
