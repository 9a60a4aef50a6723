use http::{HeaderName, HeaderValue};
use saltant_core::Operation;
use saltant_http::Call;

use super::{
    Agents, Compiles, DiscoveredResources, DryRuns, ENVIRONMENT_HEADER, EnvironmentId, Facts, Notifications,
    Parameters, Resources, Scheduler, Sessions, Settings, Versions,
};

/// One environment of an Inmanta server. Its id goes with every call, in a header.
///
/// Cloning is cheap and shares connections and credential.
#[derive(Clone, Debug)]
pub struct EnvironmentClient {
    id: EnvironmentId,
    http: saltant_http::Client,
    server: saltant_http::Client,
}

impl EnvironmentClient {
    pub(super) fn new(server: &saltant_http::Client, id: EnvironmentId) -> Self {
        // A UUID has only characters that a header can carry.
        let value = HeaderValue::try_from(id.to_string()).unwrap_or(HeaderValue::from_static(""));
        let http = server.with_header(HeaderName::from_static(ENVIRONMENT_HEADER), value);
        Self { id, http, server: server.clone() }
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

    /// Resources that were found in an environment.
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

    /// A call of any operation in this environment. An operation that names another one goes there.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.http.call(operation)
    }

    /// The executor below.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }

    /// The executor for the few calls that name an environment otherwise, or none.
    pub(super) fn server(&self) -> &saltant_http::Client {
        &self.server
    }
}
