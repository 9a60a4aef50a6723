use std::fmt;

use http::Method;
use saltant_core::{Error, ErrorKind, Operation, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;

use super::{
    Container, Executable, JsonWebToken, ListUsers, ObtainToken, Saltant, StaticToken, TaskInstances,
    TaskQueues, TaskTypes, TaskWhitelists, Tokens, Username, Users,
};
use crate::env;

/// A client of a saltant server, for one user.
///
/// Cloning is cheap and shares connections and credential.
#[derive(Clone, Debug)]
pub struct Client(saltant_http::Client);

impl Client {
    /// The environment variable with the address of the API, such as `https://example.org/api/`.
    pub const URL_VARIABLE: &'static str = "SALTANT_API_URL";
    /// The environment variable with the user's static token.
    pub const TOKEN_VARIABLE: &'static str = "SALTANT_AUTH_TOKEN";

    /// A client from the address of the API and a user's static token. Nothing is sent yet.
    ///
    /// The address may end with a slash or not, and may have a path before `/api`.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the text is not an address, or if the credential would go to
    /// another machine in clear text.
    pub fn new(base_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(base_url).credential(StaticToken::new(token)).build()
    }

    /// Starts a client with other settings: credential, time limits, user agent, transport.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use saltant::saltant::StaticToken;
    /// use saltant::Client;
    ///
    /// # fn run() -> Result<(), saltant::Error> {
    /// let client = Client::builder("https://example.org/api")
    ///     .credential(StaticToken::new("a-token"))
    ///     .user_agent("nightly-report/2")
    ///     .timeout(Duration::from_secs(20))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(base_url)
    }

    /// A client from the environment: `SALTANT_API_URL` and `SALTANT_AUTH_TOKEN`.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if a variable is missing or empty, or the address in it is
    /// refused.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder_from_env()?.build()
    }

    /// Does what [`from_env`](Self::from_env) does, with a function that gives the variables.
    ///
    /// # Errors
    ///
    /// Those of [`from_env`](Self::from_env).
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::builder_from_vars(variable)?.build()
    }

    /// Starts a client from the environment, with other settings such as a time limit.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if a variable is missing or empty. The address is looked at by
    /// [`build`](ClientBuilder::build).
    pub fn builder_from_env() -> Result<ClientBuilder<Self>, Error> {
        Self::builder_from_vars(env::process)
    }

    /// Does what [`builder_from_env`](Self::builder_from_env) does, with a function that gives the variables.
    ///
    /// # Errors
    ///
    /// Those of [`builder_from_env`](Self::builder_from_env).
    pub fn builder_from_vars(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<ClientBuilder<Self>, Error> {
        let read = |name| env::required(&variable, name);
        let builder = Self::builder(read(Self::URL_VARIABLE)?);
        Ok(builder.credential(StaticToken::new(read(Self::TOKEN_VARIABLE)?)))
    }

    /// A client that logs in with name and password, and renews its JSON web token when it expires.
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
        let base_url = base_url.into();
        let anonymous: Self = Self::builder(&*base_url).build()?;
        let pair = anonymous.call(ObtainToken::new(username, password)).await?;
        Self::builder(base_url).credential(JsonWebToken::new(pair)).build()
    }

    /// Lists and gets users.
    pub fn users(&self) -> Users<'_> {
        Users(&self.0)
    }

    /// Lists, gets, creates and changes task queues.
    pub fn task_queues(&self) -> TaskQueues<'_> {
        TaskQueues(&self.0)
    }

    /// Lists, gets, creates and changes task whitelists.
    pub fn task_whitelists(&self) -> TaskWhitelists<'_> {
        TaskWhitelists(&self.0)
    }

    /// Lists, gets, creates and changes executable task types.
    pub fn executable_task_types(&self) -> TaskTypes<'_, Executable> {
        TaskTypes::new(&self.0)
    }

    /// Lists, gets, creates and changes container task types.
    pub fn container_task_types(&self) -> TaskTypes<'_, Container> {
        TaskTypes::new(&self.0)
    }

    /// Runs executable task types: creates, watches, clones and terminates their instances.
    pub fn executable_task_instances(&self) -> TaskInstances<'_, Executable> {
        TaskInstances::new(&self.0)
    }

    /// Runs container task types: creates, watches, clones and terminates their instances.
    pub fn container_task_instances(&self) -> TaskInstances<'_, Container> {
        TaskInstances::new(&self.0)
    }

    /// Obtains and refreshes JSON web tokens.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.0)
    }

    /// Calls any operation, also one that the program describes itself.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.0.call(operation)
    }

    /// Calls a method and path below the address of the API. The answer is returned as it comes.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<Saltant>> {
        self.0.request(method, path)
    }

    /// The executor that sends the calls.
    pub fn http(&self) -> &saltant_http::Client {
        &self.0
    }

    /// Checks the client: lists users, and tells apart a bad token, a wrong address and a server in trouble.
    ///
    /// # Errors
    ///
    /// The variant says what is wrong, and has the error of the call in it.
    pub async fn test_authentication(&self) -> Result<(), AuthenticationError> {
        match self.call(ListUsers::new()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(AuthenticationError::from_error(error)),
        }
    }
}

impl From<saltant_http::Client> for Client {
    fn from(client: saltant_http::Client) -> Self {
        Self(client)
    }
}

/// Why a check of the client failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The server is a saltant server and refuses the token.
    BadToken(Error),
    /// Something answers at the address, but it is not the API.
    WrongUrl(Error),
    /// The server was not reached, or refuses the call for another reason than the token.
    Trouble(Error),
}

impl AuthenticationError {
    fn from_error(error: Error) -> Self {
        use ErrorKind::{Api, Auth, Decode, NotThisApi, Redirect};
        match error.kind() {
            Auth => Self::BadToken(error),
            _ if error.is_server_error() => Self::Trouble(error),
            NotThisApi | Decode | Redirect => Self::WrongUrl(error),
            // The list of users is always there, and every user may read it.
            Api if matches!(error.status().map(|status| status.as_u16()), Some(404 | 405)) => {
                Self::WrongUrl(error)
            }
            _ => Self::Trouble(error),
        }
    }

    /// The error of the call that was tried.
    pub fn into_error(self) -> Error {
        match self {
            Self::BadToken(error) | Self::WrongUrl(error) | Self::Trouble(error) => error,
        }
    }
}

impl fmt::Display for AuthenticationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadToken(_) => "the server refuses the token",
            Self::WrongUrl(_) => "there is no saltant API at the address; it usually ends with /api/",
            Self::Trouble(_) => {
                "the server was not reached, or refuses the call for another reason than the token"
            }
        })
    }
}

impl std::error::Error for AuthenticationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::BadToken(error) | Self::WrongUrl(error) | Self::Trouble(error) => Some(error),
        }
    }
}

impl From<AuthenticationError> for Error {
    fn from(error: AuthenticationError) -> Self {
        error.into_error()
    }
}
