use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method};
use saltant_core::inmanta::{
    ClearEnvironment, CreateToken, DeleteEnvironment, ENVIRONMENT_HEADER, GetEnvironment,
    GetEnvironmentMetrics, HaltEnvironment, Inmanta, ResumeEnvironment, UpdateEnvironment, v1,
};
use saltant_core::{Credential, Operation, RawRequest};
use saltant_http::Call;
use saltant_macros::calls;
use saltant_types::inmanta::EnvironmentId;

use super::{
    AgentCalls, Agents, Compiles, DiscoveredResources, DryRuns, Facts, Notifications, Parameters, Resources,
    Scheduler, Sessions, Settings, Versions,
};

/// One environment of an Inmanta server.
///
/// A header with its id is sent with each operation that works in an environment. Cloning is cheap and shares
/// connections and credential.
///
/// ```no_run
/// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
/// environment.halt().await?;
/// environment.update("production").arguments(|update| update.branch("main")).await?;
/// environment.resume().await?;
/// environment.notify_change().arguments(|change| change.update(true)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct EnvironmentClient {
    id: EnvironmentId,
    http: saltant_http::Client,
}

calls! { inmanta, impl EnvironmentClient via self {
    get() -> GetEnvironment(self.id);
    update(name: String) -> UpdateEnvironment(self.id, name);
    delete() -> DeleteEnvironment(self.id);
    clear() -> ClearEnvironment(self.id);
    halt() -> HaltEnvironment;
    resume() -> ResumeEnvironment;
    metrics(GetEnvironmentMetrics);
    create_token(CreateToken);
    /// [`wait_until_idle`](Compiles::wait_until_idle) waits for the end of all compiles.
    notify_change() -> v1::NotifyChange(self.id);
    notify_change_by_get() -> v1::NotifyChangeByGet(self.id);
} }

impl EnvironmentClient {
    pub(super) fn new(server: &saltant_http::Client, id: EnvironmentId) -> Self {
        // A UUID has only characters that a header can carry.
        let value = HeaderValue::try_from(id.to_string()).unwrap_or(HeaderValue::from_static(""));
        let http = server.with_header(HeaderName::from_static(ENVIRONMENT_HEADER), value);
        Self { id, http }
    }

    /// The same environment with another credential.
    #[must_use]
    pub fn with_credential(&self, credential: impl Credential) -> Self {
        Self { id: self.id, http: self.http.with_credential(Arc::new(credential)) }
    }

    /// The environment's id.
    pub fn id(&self) -> EnvironmentId {
        self.id
    }

    /// Parameters of an environment.
    pub fn parameters(&self) -> Parameters<'_> {
        Parameters(self)
    }

    /// Settings of an environment.
    pub fn settings(&self) -> Settings<'_> {
        Settings(self)
    }

    /// Versions of an environment's desired state.
    pub fn versions(&self) -> Versions<'_> {
        Versions(self)
    }

    /// Agents of an environment.
    pub fn agents(&self) -> Agents<'_> {
        Agents(self)
    }

    /// Dry runs of an environment.
    pub fn dry_runs(&self) -> DryRuns<'_> {
        DryRuns(self)
    }

    /// Compiles of an environment's model.
    pub fn compiles(&self) -> Compiles<'_> {
        Compiles(self)
    }

    /// Resources of an environment.
    pub fn resources(&self) -> Resources<'_> {
        Resources(self)
    }

    /// Sessions of an agent's process with the server.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// Discovered resources of an environment.
    pub fn discovered_resources(&self) -> DiscoveredResources<'_> {
        DiscoveredResources(self)
    }

    /// Facts of the resources of an environment.
    pub fn facts(&self) -> Facts<'_> {
        Facts(self)
    }

    /// The scheduler of an environment.
    pub fn scheduler(&self) -> Scheduler<'_> {
        Scheduler(self)
    }

    /// Notifications of an environment.
    pub fn notifications(&self) -> Notifications<'_> {
        Notifications(self)
    }

    /// Calls of the server to an agent.
    pub fn agent_calls(&self) -> AgentCalls<'_> {
        AgentCalls(self)
    }

    /// The same environment by version 1 of the API.
    pub fn v1(&self) -> super::v1::EnvironmentClient<'_> {
        super::v1::EnvironmentClient(self)
    }

    /// A call of any operation in this environment. A header of the call goes before the client's. The few
    /// operations outside of environments are sent without the header.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.http.call(operation)
    }

    /// A request of any method to any path of the server, with the header of this environment.
    ///
    /// The path is the one after the server's address: `api/v2/resource`.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<Inmanta>> {
        self.http.request(method, path)
    }

    /// The executor below, which sends the header of this environment.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }
}
