use std::fmt;
use std::marker::PhantomData;

use saltant_core::Error;
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;

use super::{Catalogue, GetEndpoints, Kind, NoToken, ServiceToken, Takes, UserToken};
use crate::env;

/// An Astakos service, as the owner of a token of the kind `T` sees it.
///
/// Cloning is cheap and shares connections, token and what is known of the catalogue.
pub struct Client<T> {
    http: saltant_http::Client,
    token: PhantomData<fn() -> T>,
}

/// An Astakos service, as a user sees it.
pub type User = Client<UserToken>;

/// An Astakos service, as a service of the cloud sees it.
pub type Service = Client<ServiceToken>;

/// An Astakos service, as everybody sees it.
pub type Public = Client<NoToken>;

impl User {
    /// The environment variable with the user's token.
    pub const TOKEN_VARIABLE: &'static str = "ASTAKOS_TOKEN";

    /// A client from the address of the identity service and a user's token. Nothing is sent yet.
    ///
    /// The address is one like `https://example.org/astakos/identity/v2.0`, with a slash at its end or without.
    pub fn new(auth_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(auth_url, token).build()
    }

    /// Begins a client with settings of the program's own: time limits, user agent, transport, trust.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use saltant::astakos::User;
    ///
    /// # fn run() -> Result<(), saltant::Error> {
    /// let user = User::builder("https://id.example.org/identity/v2.0", "a-token")
    ///     .trust("https://accounts.example.org")
    ///     .timeout(Duration::from_secs(20))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(auth_url: impl Into<String>, token: impl Into<Secret>) -> ClientBuilder<Self> {
        begin(auth_url, UserToken::new(token))
    }

    /// A client from the environment: `ASTAKOS_AUTH_URL` and `ASTAKOS_TOKEN`.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// What [`from_env`](Self::from_env) does, with variables from wherever the program keeps them.
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::new(
            env::required(&variable, Self::AUTH_URL_VARIABLE)?,
            env::required(&variable, Self::TOKEN_VARIABLE)?,
        )
    }
}

impl Service {
    /// The environment variable with the service's token.
    pub const TOKEN_VARIABLE: &'static str = "ASTAKOS_SERVICE_TOKEN";

    /// A client from the address of the identity service and a service's token. Nothing is sent yet.
    pub fn new(auth_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(auth_url, token).build()
    }

    /// Begins a client with settings of the program's own: time limits, user agent, transport, trust.
    pub fn builder(auth_url: impl Into<String>, token: impl Into<Secret>) -> ClientBuilder<Self> {
        begin(auth_url, ServiceToken::new(token))
    }

    /// A client from the environment: `ASTAKOS_AUTH_URL` and `ASTAKOS_SERVICE_TOKEN`.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// What [`from_env`](Self::from_env) does, with variables from wherever the program keeps them.
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::new(
            env::required(&variable, Self::AUTH_URL_VARIABLE)?,
            env::required(&variable, Self::TOKEN_VARIABLE)?,
        )
    }
}

impl Public {
    /// A client from the address of the identity service. Nothing is sent yet.
    pub fn new(auth_url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(auth_url).build()
    }

    /// Begins a client with settings of the program's own: time limits, user agent, transport.
    pub fn builder(auth_url: impl Into<String>) -> ClientBuilder<Self> {
        begin(auth_url, NoToken)
    }

    /// A client from the environment: `ASTAKOS_AUTH_URL`.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// What [`from_env`](Self::from_env) does, with variables from wherever the program keeps them.
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::new(env::required(&variable, Self::AUTH_URL_VARIABLE)?)
    }
}

impl<T: Kind> Client<T> {
    /// The environment variable with the address of the identity service.
    pub const AUTH_URL_VARIABLE: &'static str = "ASTAKOS_AUTH_URL";

    /// A call of an operation that takes this kind of token, also of one that the program describes itself.
    pub fn call<O: Takes<T>>(&self, operation: O) -> Call<'_, O> {
        self.http.call(operation)
    }

    /// The executor below, which sends any operation.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }

    /// Gets the services that the cloud has, and where each is.
    ///
    /// ```no_run
    /// # async fn run(user: saltant::astakos::User) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::astakos::EndpointFilter;
    ///
    /// let endpoints = user.get_endpoints().await?;
    /// let compute = endpoints.parse_endpoints(&EndpointFilter::new().kind("compute"))?;
    /// println!("{}", compute.entries()[0].endpoints[0].public_url);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_endpoints(&self) -> Call<'_, GetEndpoints> {
        self.call(GetEndpoints::new())
    }
}

fn begin<T: Kind>(auth_url: impl Into<String>, token: T) -> ClientBuilder<Client<T>> {
    ClientBuilder::new(auth_url).credential(token).directory(Catalogue::new())
}

impl<T> From<saltant_http::Client> for Client<T> {
    fn from(http: saltant_http::Client) -> Self {
        Self { http, token: PhantomData }
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        self.http.clone().into()
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.http).finish()
    }
}
