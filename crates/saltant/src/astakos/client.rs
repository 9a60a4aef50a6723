use std::fmt;
use std::marker::PhantomData;

use http::Method;
use saltant_core::{Declared, Error, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;

use super::{
    Applications, Astakos, Catalogue, Commissions, EndpointCatalogue, Feedback, Memberships, NoToken,
    OwnedToken, Projects, Quotas, QuotasAsService, Resources, ServiceToken, Services, Tokens, UserToken,
    Users, UsersAsService,
};
use crate::env;

/// A client of an Astakos service, with a token of the kind `T`.
///
/// Cloning is cheap and shares connections, token and the catalogue.
pub struct Client<T> {
    http: saltant_http::Client,
    token: PhantomData<fn() -> T>,
}

/// A client of an Astakos service, for a user.
pub type User = Client<UserToken>;

/// A client of an Astakos service, for a service of the cloud.
pub type Service = Client<ServiceToken>;

/// A client of an Astakos service, without a token.
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

    /// Starts a client with other settings: time limits, user agent, transport, trust.
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

    /// Does what [`from_env`](Self::from_env) does, with a function that gives the variables.
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::new(
            env::required(&variable, Self::AUTH_URL_VARIABLE)?,
            env::required(&variable, Self::TOKEN_VARIABLE)?,
        )
    }

    /// Gets names and ids of users.
    pub fn users(&self) -> Users<'_> {
        Users(&self.http)
    }

    /// Gets the user's quotas.
    pub fn quotas(&self) -> Quotas<'_> {
        Quotas(&self.http)
    }

    /// Lists, gets, creates and changes projects.
    pub fn projects(&self) -> Projects<'_> {
        Projects(&self.http)
    }

    /// Lists, gets and decides on applications for projects.
    pub fn applications(&self) -> Applications<'_> {
        Applications(&self.http)
    }

    /// Lists, gets and changes memberships in projects.
    pub fn memberships(&self) -> Memberships<'_> {
        Memberships(&self.http)
    }

    /// Sends feedback.
    pub fn feedback(&self) -> Feedback<'_> {
        Feedback(&self.http)
    }
}

impl Service {
    /// The environment variable with the service's token.
    pub const TOKEN_VARIABLE: &'static str = "ASTAKOS_SERVICE_TOKEN";

    /// A client from the address of the identity service and a service's token. Nothing is sent yet.
    pub fn new(auth_url: impl Into<String>, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(auth_url, token).build()
    }

    /// Starts a client with other settings: time limits, user agent, transport, trust.
    pub fn builder(auth_url: impl Into<String>, token: impl Into<Secret>) -> ClientBuilder<Self> {
        begin(auth_url, ServiceToken::new(token))
    }

    /// A client from the environment: `ASTAKOS_AUTH_URL` and `ASTAKOS_SERVICE_TOKEN`.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// Does what [`from_env`](Self::from_env) does, with a function that gives the variables.
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::new(
            env::required(&variable, Self::AUTH_URL_VARIABLE)?,
            env::required(&variable, Self::TOKEN_VARIABLE)?,
        )
    }

    /// Gets names and ids of users.
    pub fn users(&self) -> UsersAsService<'_> {
        UsersAsService(&self.http)
    }

    /// Gets the quotas of users and projects.
    pub fn quotas(&self) -> QuotasAsService<'_> {
        QuotasAsService(&self.http)
    }

    /// Issues, accepts and rejects commissions.
    pub fn commissions(&self) -> Commissions<'_> {
        Commissions(&self.http)
    }
}

impl Public {
    /// A client from the address of the identity service. Nothing is sent yet.
    pub fn new(auth_url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(auth_url).build()
    }

    /// Starts a client with other settings: time limits, user agent, transport.
    pub fn builder(auth_url: impl Into<String>) -> ClientBuilder<Self> {
        begin(auth_url, NoToken)
    }

    /// A client from the environment: `ASTAKOS_AUTH_URL`.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// Does what [`from_env`](Self::from_env) does, with a function that gives the variables.
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::new(env::required(&variable, Self::AUTH_URL_VARIABLE)?)
    }
}

impl<T: OwnedToken> Client<T> {
    /// The environment variable with the address of the identity service.
    pub const AUTH_URL_VARIABLE: &'static str = "ASTAKOS_AUTH_URL";

    /// Lists resources.
    pub fn resources(&self) -> Resources<'_> {
        Resources(&self.http)
    }

    /// Lists the services of the cloud.
    pub fn services(&self) -> Services<'_> {
        Services(&self.http)
    }

    /// Gets the addresses of the services of the cloud.
    pub fn endpoints(&self) -> EndpointCatalogue<'_> {
        EndpointCatalogue(&self.http)
    }

    /// Obtains and validates temporary tokens.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.http)
    }

    /// Calls an operation that takes this kind of token, also one that the program describes itself.
    ///
    /// One that takes another kind does not compile:
    ///
    /// ```compile_fail,E0080
    /// # let user = saltant::astakos::User::new("https://astakos.example.org", "a-token").unwrap();
    /// let pending = user.call(saltant::astakos::ListPendingCommissions::new());
    /// ```
    pub fn call<O: Declared>(&self, operation: O) -> Call<'_, O> {
        const {
            assert!(T::OWNER.can_send(O::METADATA), "this operation takes another token than the client has");
        }
        self.http.call(operation)
    }

    /// Calls a method and path below the address of the identity service. The answer is returned as it comes.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<Astakos>> {
        self.http.request(method, path)
    }

    /// The executor that sends the calls. It sends any operation.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }
}

fn begin<T: OwnedToken>(auth_url: impl Into<String>, token: T) -> ClientBuilder<Client<T>> {
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
