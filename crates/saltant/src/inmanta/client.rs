use std::sync::Arc;

use http::Method;
use saltant_core::inmanta::{BearerToken, Inmanta, Login, UserLogin};
use saltant_core::{Error, Operation, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;
use saltant_types::inmanta::{EnvironmentId, Username};

use super::{EnvironmentClient, Environments, Files, Projects, Roles, Server, Users, v1};
use crate::env;

/// An Inmanta server. [`environment`](Self::environment) leads to one of its environments.
///
/// Cloning is cheap and shares connections and credential.
#[derive(Clone, Debug)]
pub struct Client(saltant_http::Client);

impl Client {
    /// The environment variable with the server's address, such as `https://example.org:8888`.
    pub const URL_VARIABLE: &'static str = "INMANTA_URL";
    /// The environment variable with a token, for servers with authentication.
    pub const TOKEN_VARIABLE: &'static str = "INMANTA_TOKEN";

    /// A client of a server without authentication. Nothing is sent yet.
    ///
    /// The address is what stands before `/api/`.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the text is not an address, or if the credential would go to
    /// another machine in clear text.
    pub fn new(base_url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(base_url).build()
    }

    /// A client with a token, of a user or of an environment. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the text is not an address, or if the credential would go to
    /// another machine in clear text.
    pub fn with_token(base_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(base_url).credential(BearerToken::new(token)).build()
    }

    /// Begins a client with settings of the program's own: credential, time limits, user agent, transport.
    ///
    /// ```no_run
    /// use saltant::inmanta::{BearerToken, Client};
    ///
    /// # fn run() -> Result<(), saltant::Error> {
    /// let client = Client::builder("http://inmanta.internal:8888")
    ///     .credential(BearerToken::new("a-token"))
    ///     .allow_http(true) // the way there is trusted
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(base_url)
    }

    /// A client from the environment: `INMANTA_URL`, and `INMANTA_TOKEN` if it is set.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the address is missing, empty or refused. A token may be
    /// missing.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// What [`from_env`](Self::from_env) does, with variables from wherever the program keeps them.
    ///
    /// # Errors
    ///
    /// Those of [`from_env`](Self::from_env).
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let url = env::required(&variable, Self::URL_VARIABLE)?;
        match env::optional(&variable, Self::TOKEN_VARIABLE) {
            Some(token) => Self::with_token(url, token),
            None => Self::new(url),
        }
    }

    /// A client that logs in with name and password, and again when its token expires.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) for an address that [`new`](Self::new) refuses, and the errors of
    /// a call: [`Auth`](saltant_core::ErrorKind::Auth) if name or password is wrong.
    pub async fn login(
        base_url: impl Into<String>,
        username: impl Into<Username>,
        password: impl Into<Secret>,
    ) -> Result<Self, Error> {
        Self::new(base_url)?.log_in(username, password).await
    }

    /// A client like this one that is logged in, and logs in again when its token expires.
    ///
    /// # Errors
    ///
    /// Those of a call: [`Auth`](saltant_core::ErrorKind::Auth) if name or password is wrong. A server without
    /// authentication answers 400.
    pub async fn log_in(
        &self,
        username: impl Into<Username>,
        password: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let login = Login::new(username, password);
        let answer = self.call(login.clone()).await?;
        Ok(Self(self.0.with_credential(Arc::new(UserLogin::new(login, answer)))))
    }

    /// One environment of the server. Nothing is sent: the first call shows whether it exists.
    pub fn environment(&self, id: impl Into<EnvironmentId>) -> EnvironmentClient {
        EnvironmentClient::new(&self.0, id.into())
    }

    /// Environments of a server.
    pub fn environments(&self) -> Environments<'_> {
        Environments(&self.0)
    }

    /// Projects of a server.
    pub fn projects(&self) -> Projects<'_> {
        Projects(&self.0)
    }

    /// Files that a server stores.
    pub fn files(&self) -> Files<'_> {
        Files(&self.0)
    }

    /// Users of a server.
    pub fn users(&self) -> Users<'_> {
        Users(&self.0)
    }

    /// Roles of a server's users.
    pub fn roles(&self) -> Roles<'_> {
        Roles(&self.0)
    }

    /// Information about a server.
    pub fn server(&self) -> Server<'_> {
        Server(&self.0)
    }

    /// The same server by version 1 of the API.
    pub fn v1(&self) -> v1::Client<'_> {
        v1::Client(&self.0)
    }

    /// A call of any operation, including a program's own.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.0.call(operation)
    }

    /// A request of any method to any path of the server, for what has no operation.
    ///
    /// The path is the one after the server's address: `api/v2/project`.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<Inmanta>> {
        self.0.request(method, path)
    }

    /// The executor below.
    pub fn http(&self) -> &saltant_http::Client {
        &self.0
    }
}

impl From<saltant_http::Client> for Client {
    fn from(client: saltant_http::Client) -> Self {
        Self(client)
    }
}
