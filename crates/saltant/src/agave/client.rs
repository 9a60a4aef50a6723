use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::Method;
use saltant_core::{Credential, Error, ErrorKind, Operation, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;

use super::{
    Actors, Agave, ApiClients, Apps, BearerToken, CachedSession, CreateToken, Files, Jobs, MetadataItems,
    MetadataSchemas, Notifications, OAuthClient, OAuthToken, Profiles, Systems, Tenants, Token, Tokens,
    Username,
};
use crate::env;

/// A client of one tenant of Agave, with the credential of one user.
///
/// Cloning is cheap; the clones share connections and credential.
#[derive(Clone, Debug)]
pub struct Client(saltant_http::Client);

impl Client {
    /// The environment variable with the tenant's address, such as `https://api.tacc.utexas.edu`.
    pub const URL_VARIABLE: &'static str = "TAPIS_BASE_URL";
    /// The environment variable with the access token.
    pub const TOKEN_VARIABLE: &'static str = "TAPIS_TOKEN";
    /// The environment variable with the refresh token.
    pub const REFRESH_TOKEN_VARIABLE: &'static str = "TAPIS_REFRESH_TOKEN";
    /// The environment variable with the application's key.
    pub const KEY_VARIABLE: &'static str = "TAPIS_API_KEY";
    /// The environment variable with the application's secret.
    pub const SECRET_VARIABLE: &'static str = "TAPIS_API_SECRET";

    /// A client from a tenant's address and an access token, which is not renewed. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the text is not an address, or if the credential would go to
    /// another machine in clear text.
    pub fn new(base_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(base_url).credential(BearerToken::new(token)).build()
    }

    /// Starts a client with other settings: credential, time limits, user agent, transport.
    ///
    /// The credential is an [`OAuthToken`], which renews itself, a [`BearerToken`], a
    /// [`Nonce`](super::Nonce) of an actor, or a [`JwtAssertion`](super::JwtAssertion).
    ///
    /// ```no_run
    /// use saltant::agave::{Client, OAuthClient, OAuthToken, Token};
    ///
    /// # fn run() -> Result<(), saltant::Error> {
    /// let token = Token::new("access").with_refresh_token("refresh");
    /// let client = Client::builder("https://api.tacc.utexas.edu")
    ///     .credential(OAuthToken::new(OAuthClient::new("key", "secret"), token))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(base_url)
    }

    /// A client from the environment: `TAPIS_BASE_URL`, `TAPIS_TOKEN` and, for a token that is renewed,
    /// `TAPIS_REFRESH_TOKEN`, `TAPIS_API_KEY` and `TAPIS_API_SECRET`.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if a variable is missing or empty, or the address in it is
    /// refused. A refresh token without the application's key and secret is such an error, too.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// Does the same as [`from_env`](Self::from_env) with variables from another source.
    ///
    /// # Errors
    ///
    /// Those of [`from_env`](Self::from_env).
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let read = |name| env::required(&variable, name);
        let (base_url, token) = (read(Self::URL_VARIABLE)?, read(Self::TOKEN_VARIABLE)?);
        let Some(refresh_token) = env::optional(&variable, Self::REFRESH_TOKEN_VARIABLE) else {
            return Self::new(base_url, token);
        };
        let application = OAuthClient::new(read(Self::KEY_VARIABLE)?, read(Self::SECRET_VARIABLE)?);
        let token = Token::new(token).with_refresh_token(refresh_token);
        Self::builder(base_url).credential(OAuthToken::new(application, token)).build()
    }

    /// A client that logs in with an application's key and a user's name and password, and renews its token
    /// when it expires.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) for an address that [`new`](Self::new) refuses, and the errors of
    /// a call: [`Auth`](saltant_core::ErrorKind::Auth) if the application, the name or the password is refused.
    pub async fn login(
        base_url: impl Into<String>,
        application: OAuthClient,
        username: impl Into<Username>,
        password: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let base_url = base_url.into();
        let unknown: Self = Self::builder(&*base_url).credential(application.clone()).build()?;
        let token = unknown.call(CreateToken::new(username, password)).await?;
        Self::builder(base_url).credential(OAuthToken::new(application, token)).build()
    }

    /// A client that continues a session of agavepy or of its command, from the file that they keep it in.
    ///
    /// The file is `current` in the folder that `TAPIS_CACHE_DIR` or `AGAVE_CACHE_DIR` names, by default
    /// `~/.agave`. Of several sessions the first is taken; [`from_session`](Self::from_session) takes another
    /// one. Nothing is written: see [`CachedSession::renewed`].
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the file cannot be read or holds no session, or if neither
    /// variable nor home folder is set.
    pub fn from_cache() -> Result<Self, Error> {
        Self::from_cache_file(Self::cache_file()?)
    }

    /// The file in which agavepy keeps its session: `current` in the folder that `TAPIS_CACHE_DIR` or
    /// `AGAVE_CACHE_DIR` names, else in `~/.agave`.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if neither a variable nor the home folder says where it is.
    pub fn cache_file() -> Result<PathBuf, Error> {
        cache_file(env::process)
    }

    /// Does the same as [`from_cache`](Self::from_cache) with another file.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the file cannot be read, is not agavepy's, or holds no session
    /// with a token.
    pub fn from_cache_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let wrong = |text: String| Error::new(ErrorKind::Usage, format!("{}: {text}", path.display()));
        let text = std::fs::read_to_string(path)
            .map_err(|error| wrong(format!("the session cannot be read: {error}")).with_source(error))?;
        let sessions = CachedSession::read(&text).map_err(|error| wrong(error.to_string()))?;
        let session = sessions.first().ok_or_else(|| wrong("it holds no session".to_owned()))?;
        Self::from_session(session)
    }

    /// A client that continues a session of agavepy, with a token that renews itself if the session has a
    /// refresh token.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the session has no token, or an address that [`new`](Self::new)
    /// refuses.
    pub fn from_session(session: &CachedSession) -> Result<Self, Error> {
        let builder = Self::builder(&*session.base_url);
        match (session.credential(), session.token()) {
            (Some(credential), _) => builder.credential(credential).build(),
            (None, Some(token)) => builder.credential(BearerToken::new(token.access_token)).build(),
            (None, None) => Err(Error::new(ErrorKind::Usage, "the session has no token")),
        }
    }

    /// Registered applications of a user. The client's credential has to be a
    /// [`UserPassword`](super::UserPassword).
    pub fn api_clients(&self) -> ApiClients<'_> {
        ApiClients(&self.0)
    }

    /// Tenants. The address to ask is that of the service's first tenant.
    pub fn tenants(&self) -> Tenants<'_> {
        Tenants(&self.0)
    }

    /// Actors: containers that run once for each message.
    pub fn actors(&self) -> Actors<'_> {
        Actors(&self.0)
    }

    /// Apps: programs that jobs run.
    pub fn apps(&self) -> Apps<'_> {
        Apps(&self.0)
    }

    /// Files and folders on systems.
    pub fn files(&self) -> Files<'_> {
        Files(&self.0)
    }

    /// Jobs: runs of apps.
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs(&self.0)
    }

    /// Metadata: named JSON values about any number of things.
    pub fn metadata(&self) -> MetadataItems<'_> {
        MetadataItems(&self.0)
    }

    /// JSON Schemas, against which metadata can be validated.
    pub fn schemas(&self) -> MetadataSchemas<'_> {
        MetadataSchemas(&self.0)
    }

    /// Subscriptions to the events of jobs, files and other things.
    pub fn notifications(&self) -> Notifications<'_> {
        Notifications(&self.0)
    }

    /// Profiles of users.
    pub fn profiles(&self) -> Profiles<'_> {
        Profiles(&self.0)
    }

    /// Storage and execution systems.
    pub fn systems(&self) -> Systems<'_> {
        Systems(&self.0)
    }

    /// Tokens. The client's credential has to hold an application's key and secret.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.0)
    }

    /// A call of any operation, also of one that the program declares itself.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.0.call(operation)
    }

    /// A request of any method to any path of the tenant, for what has no operation.
    ///
    /// The path is the one after the tenant's address: `monitors/v2/`.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<Agave>> {
        self.0.request(method, path)
    }

    /// The same client with another credential.
    pub(super) fn with(&self, credential: impl Credential) -> Self {
        Self(self.0.with_credential(Arc::new(credential)))
    }

    /// The executor that sends the requests.
    pub fn http(&self) -> &saltant_http::Client {
        &self.0
    }
}

/// The file with agavepy's session.
fn cache_file(variable: impl Fn(&str) -> Option<String>) -> Result<PathBuf, Error> {
    let named = ["TAPIS_CACHE_DIR", "AGAVE_CACHE_DIR"].iter().find_map(|name| env::optional(&variable, name));
    let folder = match named {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env::required(&variable, "HOME")?).join(".agave"),
    };
    Ok(folder.join("current"))
}

impl From<saltant_http::Client> for Client {
    fn from(client: saltant_http::Client) -> Self {
        Self(client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_where_agavepy_keeps_it() {
        let file = |given: &[(&str, &str)]| {
            let find =
                |name: &str| given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            cache_file(find).map(|path| path.display().to_string()).map_err(|error| error.to_string())
        };
        let home = ("HOME", "/home/n");
        assert_eq!(file(&[home]).unwrap(), "/home/n/.agave/current");
        assert_eq!(file(&[home, ("AGAVE_CACHE_DIR", "/a")]).unwrap(), "/a/current");
        assert_eq!(file(&[("TAPIS_CACHE_DIR", "/t"), ("AGAVE_CACHE_DIR", "/a")]).unwrap(), "/t/current");
        assert!(file(&[]).unwrap_err().contains("HOME"));
    }
}
