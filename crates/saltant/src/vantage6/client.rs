use std::sync::Arc;

use http::Method;
use saltant_core::vantage6::{BearerToken, JsonWebToken, Vantage6};
use saltant_core::{BaseUrl, Error, ErrorKind, Operation, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::Secret;
use saltant_types::vantage6::{CollaborationId, Organization, TaskId, TokenSet, User};

use super::{
    AlgorithmStores, Authenticate, CollaborationScope, Collaborations, GetCollaboration, Nodes,
    Organizations, RefreshToken, Results, Roles, Rules, Runs, Studies, Tasks, Tokens, Users, Util,
    WaitForResults,
};
use crate::env;

/// A vantage6 server, as one user sees it, or nobody in particular.
///
/// Cloning is cheap and shares connections and credential.
#[derive(Clone, Debug)]
pub struct Client {
    http: saltant_http::Client,
    session: Option<Arc<JsonWebToken>>,
    me: Option<Arc<Me>>,
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Me {
    /// The user.
    pub user: User,
    /// The user's organization.
    pub organization: Organization,
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

    /// A client for the API at an address, which goes without a credential until somebody
    /// [logs in](Self::authenticate). Nothing is sent yet.
    ///
    /// The address ends with the API's path, which is `/api` unless the server says otherwise.
    pub fn new(base_url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(base_url).build()
    }

    /// Begins a client with settings of the program's own: time limits, user agent, transport.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(base_url)
    }

    /// A client from the environment: `VANTAGE6_API_URL`, `VANTAGE6_ACCESS_TOKEN` and, to renew it with,
    /// `VANTAGE6_REFRESH_TOKEN`. Nothing is sent.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_vars(env::process)
    }

    /// What [`from_env`](Self::from_env) does, with variables from wherever the program keeps them.
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

    /// Logs a user in, and learns who that is.
    ///
    /// This client stays as it is; the one that is logged in comes out. It renews its tokens by itself.
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
    /// println!("{}", client.me().unwrap().organization.name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn authenticate(&self, username: impl Into<String>, password: impl Into<Secret>) -> Authenticate<'_> {
        Authenticate::new(self, username.into(), password.into())
    }

    /// The same client with tokens from a store of the program's own, or of a node.
    #[must_use]
    pub fn with_tokens(&self, tokens: TokenSet) -> Self {
        let session = Arc::new(JsonWebToken::new(tokens));
        Self { http: self.http.with_credential(session.clone()), session: Some(session), me: None }
    }

    /// The same client with a token that cannot be renewed, such as that of an algorithm's container.
    #[must_use]
    pub fn with_bearer(&self, token: impl Into<Secret>) -> Self {
        let token = Arc::new(BearerToken::new(token));
        Self { http: self.http.with_credential(token), session: None, me: None }
    }

    pub(super) fn known_as(mut self, me: Me) -> Self {
        self.me = Some(Arc::new(me));
        self
    }

    /// The tokens as they are now, to be put into a store; `None` without a login.
    pub fn tokens_now(&self) -> Option<TokenSet> {
        self.session.as_ref().map(|session| session.tokens())
    }

    pub(super) fn session(&self) -> Option<&JsonWebToken> {
        self.session.as_deref()
    }

    /// Who is logged in, as it was at the login; `None` for tokens that came from elsewhere.
    pub fn me(&self) -> Option<&Me> {
        self.me.as_deref()
    }

    pub(super) fn logged_in(&self) -> Result<&Me, Error> {
        self.me().ok_or_else(|| Error::new(ErrorKind::Usage, "nobody is logged in: authenticate first"))
    }

    /// Renews the tokens now, which is otherwise done when they expire.
    ///
    /// The new tokens are a client of their own; this one's stay good until they expire.
    pub async fn refresh_token(&self) -> Result<Self, Error> {
        let tokens = self
            .tokens_now()
            .ok_or_else(|| Error::new(ErrorKind::Usage, "there is no refresh token: nobody is logged in"))?;
        let renewed = self.call(RefreshToken::new(tokens.refresh_token)).await?;
        Ok(Self { me: self.me.clone(), ..self.with_tokens(renewed) })
    }

    /// The whole address of an endpoint: `task` and `/task` are the same.
    pub fn generate_path_to(&self, endpoint: &str) -> String {
        format!("{}{}", self.base_url(), endpoint.trim_start_matches('/'))
    }

    /// A request of any method to any endpoint, for what has no method here.
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

    /// Calls within one collaboration. Nothing is sent, and nothing is known of the collaboration yet.
    pub fn collaboration(&self, id: impl Into<CollaborationId>) -> CollaborationScope<'_> {
        CollaborationScope::new(self, id.into())
    }

    /// Calls within one collaboration, of which is learned first whether it is there, and encrypted.
    pub async fn setup_collaboration(
        &self,
        id: impl Into<CollaborationId>,
    ) -> Result<CollaborationScope<'_>, Error> {
        let collaboration = self.call(GetCollaboration::new(id)).await?;
        Ok(CollaborationScope::known(self, collaboration))
    }

    /// Waits until a task is finished, and gives what it has brought, by organization.
    ///
    /// A task that failed ends the wait as well: each organization's outcome says how.
    pub fn wait_for_results(&self, task: impl Into<TaskId>) -> WaitForResults<'_> {
        WaitForResults::new(&self.http, task.into())
    }

    /// Collaborations.
    pub fn collaborations(&self) -> Collaborations<'_> {
        Collaborations(&self.http)
    }

    /// Nodes.
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes(&self.http)
    }

    /// Organizations.
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }

    /// Users.
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// Roles.
    pub fn roles(&self) -> Roles<'_> {
        Roles(&self.http)
    }

    /// Rules.
    pub fn rules(&self) -> Rules<'_> {
        Rules(&self.http)
    }

    /// Tasks.
    pub fn tasks(&self) -> Tasks<'_> {
        Tasks(&self.http)
    }

    /// Runs of tasks.
    pub fn runs(&self) -> Runs<'_> {
        Runs(&self.http)
    }

    /// Results of runs.
    pub fn results(&self) -> Results<'_> {
        Results(&self.http)
    }

    /// Studies.
    pub fn studies(&self) -> Studies<'_> {
        Studies(&self.http)
    }

    /// Algorithm stores.
    pub fn algorithm_stores(&self) -> AlgorithmStores<'_> {
        AlgorithmStores(&self.http)
    }

    /// Tokens of users, nodes and containers.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.http)
    }

    /// The server's version and health, passwords and two-factor authentication.
    pub fn util(&self) -> Util<'_> {
        Util(self)
    }

    /// A call of any operation, also of one that the program describes itself.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.http.call(operation)
    }

    /// Where requests go.
    pub fn base_url(&self) -> &BaseUrl {
        self.http.base_url()
    }

    /// The executor below.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }
}

impl From<saltant_http::Client> for Client {
    fn from(http: saltant_http::Client) -> Self {
        Self { http, session: None, me: None }
    }
}
