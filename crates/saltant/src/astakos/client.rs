use http::Method;
use saltant_core::{Error, Operation, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;

use super::{
    Applications, Astakos, AuthTokens, Catalogue, Commissions, EndpointCatalogue, Feedback, Memberships,
    Projects, Quotas, Resources, Services, Tokens, Users,
};
use crate::env;

/// A client of an Astakos service, for a user, for a service of the cloud, or for both.
///
/// Cloning is cheap and shares connections, tokens and the catalogue.
#[derive(Clone, Debug)]
pub struct Client(saltant_http::Client);

impl Client {
    /// The environment variable with the address of the identity service.
    pub const AUTH_URL_VARIABLE: &'static str = "ASTAKOS_AUTH_URL";
    /// The environment variable with the user's token.
    pub const TOKEN_VARIABLE: &'static str = "ASTAKOS_TOKEN";
    /// The environment variable with the service's token.
    pub const SERVICE_TOKEN_VARIABLE: &'static str = "ASTAKOS_SERVICE_TOKEN";

    /// A client from the address of the identity service and a user's token. Nothing is sent yet.
    ///
    /// The address is one like `https://example.org/astakos/identity/v2.0`, with a slash at its end or without.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the text is not an address, or if the credential would go to
    /// another machine in clear text.
    pub fn new(auth_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(auth_url).credential(AuthTokens::new().user(token)).build()
    }

    /// Starts a client with other settings: tokens, time limits, user agent, transport, trust.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use saltant::astakos::{AuthTokens, Client};
    ///
    /// # fn run() -> Result<(), saltant::Error> {
    /// let client = Client::builder("https://id.example.org/identity/v2.0")
    ///     .credential(AuthTokens::new().user("a-token").service("the-token-of-a-service"))
    ///     .trust("https://accounts.example.org")
    ///     .timeout(Duration::from_secs(20))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(auth_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(auth_url).directory(Catalogue::new())
    }

    /// A client from the environment: `ASTAKOS_AUTH_URL`, and `ASTAKOS_TOKEN` and `ASTAKOS_SERVICE_TOKEN` where
    /// they are set.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the address is missing, empty or refused. A token may be
    /// missing.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// Does what [`from_env`](Self::from_env) does, with a function that gives the variables.
    ///
    /// # Errors
    ///
    /// Those of [`from_env`](Self::from_env).
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let mut tokens = AuthTokens::new();
        if let Some(token) = env::optional(&variable, Self::TOKEN_VARIABLE) {
            tokens = tokens.user(token);
        }
        if let Some(token) = env::optional(&variable, Self::SERVICE_TOKEN_VARIABLE) {
            tokens = tokens.service(token);
        }
        Self::builder(env::required(&variable, Self::AUTH_URL_VARIABLE)?).credential(tokens).build()
    }

    /// Gets names and ids of users.
    pub fn users(&self) -> Users<'_> {
        Users(&self.0)
    }

    /// Gets quotas.
    pub fn quotas(&self) -> Quotas<'_> {
        Quotas(&self.0)
    }

    /// Issues, accepts and rejects commissions, with a service's token.
    pub fn commissions(&self) -> Commissions<'_> {
        Commissions(&self.0)
    }

    /// Lists, gets, creates and changes projects.
    pub fn projects(&self) -> Projects<'_> {
        Projects(&self.0)
    }

    /// Lists, gets and decides on applications for projects.
    pub fn applications(&self) -> Applications<'_> {
        Applications(&self.0)
    }

    /// Lists, gets and changes memberships in projects.
    pub fn memberships(&self) -> Memberships<'_> {
        Memberships(&self.0)
    }

    /// Lists resources.
    pub fn resources(&self) -> Resources<'_> {
        Resources(&self.0)
    }

    /// Lists the services of the cloud.
    pub fn services(&self) -> Services<'_> {
        Services(&self.0)
    }

    /// Gets the addresses of the services of the cloud.
    pub fn endpoints(&self) -> EndpointCatalogue<'_> {
        EndpointCatalogue(&self.0)
    }

    /// Obtains and validates temporary tokens.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.0)
    }

    /// Sends feedback.
    pub fn feedback(&self) -> Feedback<'_> {
        Feedback(&self.0)
    }

    /// Calls any operation, also one that the program describes itself.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.0.call(operation)
    }

    /// Calls a method and path below the address of the identity service. The answer is returned as it comes.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<Astakos>> {
        self.0.request(method, path)
    }

    /// The executor that sends the calls.
    pub fn http(&self) -> &saltant_http::Client {
        &self.0
    }
}

impl From<saltant_http::Client> for Client {
    fn from(client: saltant_http::Client) -> Self {
        Self(client)
    }
}
