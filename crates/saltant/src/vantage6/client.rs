use std::sync::Arc;

use http::Method;
use saltant_core::vantage6::{
    BearerToken, GetCollaboration, GetUser, JsonWebToken, RefreshToken, Vantage6, user_of,
};
use saltant_core::{BaseUrl, Error, ErrorKind, Operation, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;
use saltant_types::vantage6::{
    CollaborationId, Organization, OrganizationId, TaskId, TokenSet, User, UserId,
};

// The client gives the handles, and some of them borrow it.
use super::{
    AlgorithmStores, Authenticate, Blobs, CollaborationScope, Collaborations, Nodes, Organizations,
    Passwords, Results, ResultsOf, Roles, Rules, Runs, Server, Studies, Tasks, Tokens, TwoFactor, Users,
    WaitForResults,
};
use crate::env;

/// A client of a vantage6 server, with or without a login.
///
/// Cloning is cheap and shares connections and credential.
#[derive(Clone, Debug)]
pub struct Client {
    http: saltant_http::Client,
    session: Option<Arc<JsonWebToken>>,
    me: Option<Arc<Me>>,
}

/// The user who is logged in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Me {
    /// The user.
    pub user: User,
    /// The user's organization; `None` if the user may not view it.
    pub organization: Option<Organization>,
}

impl Client {
    /// The environment variable with the address of the API, such as `https://example.org/api`.
    pub const URL_VARIABLE: &'static str = "VANTAGE6_API_URL";
    /// The environment variable with an access token, for [`from_env`](Self::from_env).
    pub const ACCESS_TOKEN_VARIABLE: &'static str = "VANTAGE6_ACCESS_TOKEN";
    /// The environment variable with a refresh token, which may be left out.
    pub const REFRESH_TOKEN_VARIABLE: &'static str = "VANTAGE6_REFRESH_TOKEN";
    /// The environment variable with the user's name, for [`login_from_env`](Self::login_from_env).
    pub const USERNAME_VARIABLE: &'static str = "VANTAGE6_USERNAME";
    /// The environment variable with the user's password.
    pub const PASSWORD_VARIABLE: &'static str = "VANTAGE6_PASSWORD";
    /// The environment variable with a two-factor code, which may be left out.
    pub const MFA_CODE_VARIABLE: &'static str = "VANTAGE6_MFA_CODE";

    /// A client for the API at an address. It has no credential before a [login](Self::authenticate). Nothing
    /// is sent.
    ///
    /// The address ends with the API's path, which is `/api` unless the server is set otherwise.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the text is not an address, or if the credential would go to
    /// another machine in clear text.
    pub fn new(base_url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(base_url).build()
    }

    /// A builder for a client with other settings, such as time limits, user agent and transport.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(base_url)
    }

    /// A client from the environment: `VANTAGE6_API_URL`, `VANTAGE6_ACCESS_TOKEN` and optionally
    /// `VANTAGE6_REFRESH_TOKEN` for renewals. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if a variable is missing or empty, or the address in it is
    /// refused. The refresh token may be missing.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// Does what [`from_env`](Self::from_env) does, with the variables that a function gives.
    ///
    /// # Errors
    ///
    /// Those of [`from_env`](Self::from_env).
    pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let client = Self::new(env::required(&variable, Self::URL_VARIABLE)?)?;
        let access = env::required(&variable, Self::ACCESS_TOKEN_VARIABLE)?;
        Ok(match env::optional(&variable, Self::REFRESH_TOKEN_VARIABLE) {
            Some(refresh) => client.with_tokens(TokenSet::new(access, refresh)),
            None => client.with_bearer(access),
        })
    }

    /// A client that logs in with `VANTAGE6_USERNAME` and `VANTAGE6_PASSWORD`, and `VANTAGE6_MFA_CODE` if it
    /// is set, at `VANTAGE6_API_URL`.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if a variable is missing or empty, or the address in it is
    /// refused. [`Auth`](saltant_core::ErrorKind::Auth) if the login is refused, or needs a code that is not set.
    pub async fn login_from_env() -> Result<Self, Error> {
        let variable = env::process;
        let client = Self::new(env::required(&variable, Self::URL_VARIABLE)?)?;
        let username = env::required(&variable, Self::USERNAME_VARIABLE)?;
        let mut login = client.authenticate(username, env::required(&variable, Self::PASSWORD_VARIABLE)?);
        if let Some(code) = env::optional(&variable, Self::MFA_CODE_VARIABLE) {
            login = login.mfa_code(code);
        }
        login.await?.into_client()
    }

    /// Logs a user in, and gets the user and, if they may view it, their organization.
    ///
    /// The result has a new client that is logged in and renews its tokens by itself. This client does not
    /// change.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::Login;
    ///
    /// let client = match client.authenticate("alice", "a-password").await? {
    ///     Login::Done(client) => client,
    ///     Login::CodeNeeded { .. } => {
    ///         client.authenticate("alice", "a-password").mfa_code("123456").await?.into_client()?
    ///     }
    ///     Login::SetUpTwoFactor(setup) => panic!("put {:?} into an authenticator", setup.qr_uri.expose()),
    ///     _ => unreachable!(),
    /// };
    /// println!("{}", client.me().unwrap().user.username);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of a call: [`Auth`](saltant_core::ErrorKind::Auth) if name, password or code is wrong. That a code is
    /// needed is an answer.
    pub fn authenticate(&self, username: impl Into<String>, password: impl Into<Secret>) -> Authenticate<'_> {
        Authenticate::new(self, username.into(), password.into())
    }

    /// The same client with other tokens, such as stored ones or those of a node.
    #[must_use]
    pub fn with_tokens(&self, tokens: TokenSet) -> Self {
        let session = Arc::new(JsonWebToken::new(tokens));
        Self { session: Some(session.clone()), ..Self::from(self.http.with_credential(session)) }
    }

    /// The same client with a token that cannot be renewed, such as that of an algorithm's container.
    #[must_use]
    pub fn with_bearer(&self, token: impl Into<Secret>) -> Self {
        self.http.with_credential(Arc::new(BearerToken::new(token))).into()
    }

    pub(super) fn logged_in_as(mut self, me: Me) -> Self {
        self.me = Some(Arc::new(me));
        self
    }

    /// The present tokens, for the program to store; `None` without a login.
    pub fn tokens_now(&self) -> Option<TokenSet> {
        self.session.as_ref().map(|session| session.tokens())
    }

    /// The user whom the client's token names; `None` without a user's token. Nothing is sent.
    pub fn user_id(&self) -> Option<UserId> {
        self.me().map(|me| me.user.id).or_else(|| user_of(&**self.http.credential()))
    }

    /// The user who is logged in, as of the login; `None` if the client was made from tokens.
    pub fn me(&self) -> Option<&Me> {
        self.me.as_deref()
    }

    pub(super) fn own_user_id(&self) -> Result<UserId, Error> {
        self.user_id().ok_or_else(|| {
            let text = "nobody is logged in, and no token names a user: authenticate first";
            Error::new(ErrorKind::Usage, text)
        })
    }

    /// The organization of the user whom the token names. The server is asked unless the login did so.
    pub(super) async fn own_organization_id(&self) -> Result<OrganizationId, Error> {
        match self.me() {
            Some(me) => Ok(me.user.organization.id),
            None => Ok(self.call(GetUser::new(self.own_user_id()?)).await?.organization.id),
        }
    }

    /// Renews the tokens now. Without this, a client renews them when they expire.
    ///
    /// The result is a new client with the new tokens. Those of this client work until they expire.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the client has no refresh token, and the errors of a call:
    /// [`Auth`](saltant_core::ErrorKind::Auth) if the server refuses it.
    pub async fn refresh_token(&self) -> Result<Self, Error> {
        let tokens = self
            .tokens_now()
            .ok_or_else(|| Error::new(ErrorKind::Usage, "there is no refresh token: nobody is logged in"))?;
        let renewed = self.call(RefreshToken::new(tokens.refresh_token)).await?;
        Ok(Self { me: self.me.clone(), ..self.with_tokens(renewed) })
    }

    /// The whole address of an endpoint. `task` and `/task` give the same.
    pub fn generate_path_to(&self, endpoint: &str) -> String {
        format!("{}{}", self.base_url(), endpoint.trim_start_matches('/'))
    }

    /// A request of any method to any endpoint, for what has no operation.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::core::http::Method;
    ///
    /// let answer = client.request(Method::GET, "study").query("collaboration_id", 1).await?;
    /// println!("{}", String::from_utf8_lossy(answer.body()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, endpoint: impl Into<String>) -> Call<'_, RawRequest<Vantage6>> {
        self.http.request(method, endpoint)
    }

    /// Calls within one collaboration. Nothing is sent, not even to see whether it exists.
    pub fn collaboration(&self, id: impl Into<CollaborationId>) -> CollaborationScope<'_> {
        CollaborationScope::new(self, id.into())
    }

    /// Calls within one collaboration, after getting it from the server.
    ///
    /// # Errors
    ///
    /// Those of a call.
    pub async fn setup_collaboration(
        &self,
        id: impl Into<CollaborationId>,
    ) -> Result<CollaborationScope<'_>, Error> {
        let collaboration = self.call(GetCollaboration::new(id)).await?;
        Ok(CollaborationScope::of(self, collaboration))
    }

    /// Waits until a task has ended, and gets the results by organization.
    ///
    /// A task that failed also ends the wait. Each organization's result says how its run ended.
    ///
    /// # Errors
    ///
    /// Those of a wait. A task that failed is not an error: [`checked`](super::OrganizationResult::checked) says how
    /// each run ended.
    pub fn wait_for_results(&self, task: impl Into<TaskId>) -> WaitForResults<'_> {
        WaitForResults::new(&self.http, task.into())
    }

    /// Gets the results of a task as they are now, by organization. Blobs are read too.
    ///
    /// # Errors
    ///
    /// Those of a call, and [`TooLarge`](saltant_core::ErrorKind::TooLarge) if a blob is longer than the limit.
    pub fn results_of(&self, task: impl Into<TaskId>) -> ResultsOf<'_> {
        ResultsOf::new(&self.http, task.into())
    }

    /// Calls about collaborations.
    pub fn collaborations(&self) -> Collaborations<'_> {
        Collaborations(self)
    }

    /// Calls about nodes.
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes(&self.http)
    }

    /// Calls about organizations.
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }

    /// Calls about users.
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// Calls about roles.
    pub fn roles(&self) -> Roles<'_> {
        Roles(&self.http)
    }

    /// Calls about rules.
    pub fn rules(&self) -> Rules<'_> {
        Rules(&self.http)
    }

    /// Calls about tasks.
    pub fn tasks(&self) -> Tasks<'_> {
        Tasks(&self.http)
    }

    /// Calls about the runs of tasks.
    pub fn runs(&self) -> Runs<'_> {
        Runs(&self.http)
    }

    /// Calls about the results of runs.
    pub fn results(&self) -> Results<'_> {
        Results(&self.http)
    }

    /// Calls about blobs.
    pub fn blobs(&self) -> Blobs<'_> {
        Blobs(&self.http)
    }

    /// Calls about studies.
    pub fn studies(&self) -> Studies<'_> {
        Studies(&self.http)
    }

    /// Calls about algorithm stores.
    pub fn algorithm_stores(&self) -> AlgorithmStores<'_> {
        AlgorithmStores(&self.http)
    }

    /// Calls for tokens of users, nodes and containers.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.http)
    }

    /// Calls about the server's version, health and settings.
    pub fn server(&self) -> Server<'_> {
        Server(&self.http)
    }

    /// Calls to change or recover a password.
    pub fn passwords(&self) -> Passwords<'_> {
        Passwords(&self.http)
    }

    /// Calls to recover two-factor authentication.
    pub fn two_factor(&self) -> TwoFactor<'_> {
        TwoFactor(&self.http)
    }

    /// A call of any operation, including one that the program derives.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.http.call(operation)
    }

    /// The address that requests go to.
    pub fn base_url(&self) -> &BaseUrl {
        self.http.base_url()
    }

    /// The executor that sends the requests.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }
}

impl From<saltant_http::Client> for Client {
    fn from(http: saltant_http::Client) -> Self {
        Self { http, session: None, me: None }
    }
}
