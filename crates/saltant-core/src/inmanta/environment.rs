use saltant_types::inmanta::{ClientType, Environment, EnvironmentId, EnvironmentMetricsResult, ProjectId};
use saltant_types::{Secret, Timestamp};

use crate::operations::Operation;

/// Creates an environment.
///
/// A name that is taken in the project is a 400, a project that does not exist a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_create", PUT "api/v2/environment", output = Environment, effect = Once)]
pub struct EnvironmentCreate {
    /// The project it belongs to.
    #[json]
    pub project_id: ProjectId,
    /// The name, unique in the project.
    #[json]
    pub name: String,
    /// The Git address of the model's repository.
    #[json]
    pub repository: Option<String>,
    /// The branch in that repository.
    #[json]
    pub branch: Option<String>,
    /// The id; the server makes one by default.
    #[json]
    pub environment_id: Option<EnvironmentId>,
    /// What it is for: at most 255 characters.
    #[json]
    pub description: Option<String>,
    /// Its icon, as `image/png;base64,…` without `data:` before it: at most 64 kB.
    #[json]
    pub icon: Option<String>,
}

/// Lists the environments of all projects. The list has no pages.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_list", GET "api/v2/environment", output = Vec<Environment>)]
pub struct EnvironmentList {
    /// Whether description and icon are given; without, they are the empty text.
    #[query]
    pub details: Option<bool>,
}

/// Gets an environment.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_get", GET "api/v2/environment/{id}", output = Environment)]
pub struct EnvironmentGet {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
    /// Whether description and icon are given; without, they are the empty text.
    #[query]
    pub details: Option<bool>,
}

/// Changes an environment; what is not given is kept.
///
/// A project that does not exist is a 400 here. Doing it twice is the same as once, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_modify", POST "api/v2/environment/{id}", output = Environment)]
#[operation(effect = Idempotent)]
pub struct EnvironmentModify {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
    /// The name, unique in the project. It has to be given, changed or not.
    #[json]
    pub name: String,
    /// The Git address of the model's repository.
    #[json]
    pub repository: Option<String>,
    /// The branch in that repository.
    #[json]
    pub branch: Option<String>,
    /// The project to move it to.
    #[json]
    pub project_id: Option<ProjectId>,
    /// What it is for: at most 255 characters.
    #[json]
    pub description: Option<String>,
    /// Its icon, as `image/png;base64,…`: at most 64 kB. The empty text takes it away.
    #[json]
    pub icon: Option<String>,
}

/// Deletes an environment and everything in it.
///
/// An environment with the setting `protected_environment` is not deleted: that is a 403.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_delete", DELETE "api/v2/environment/{id}", output = ())]
pub struct EnvironmentDelete {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Deletes everything in an environment, which is halted meanwhile.
///
/// An environment with the setting `protected_environment` is left as it is: that is a 403.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_clear", DELETE "api/v2/decommission/{id}", output = ())]
pub struct EnvironmentClear {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Makes a token for certain types of client in one environment.
///
/// On a server without authentication it is a 400; an unknown type of client is a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_create_token", POST "api/v2/environment_auth", output = Secret)]
pub struct EnvironmentCreateToken {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The types of client that it is for.
    #[json]
    pub client_types: Vec<ClientType>,
    /// Whether the token is the same each time and never expires; the server's default is true.
    #[json]
    pub idempotent: Option<bool>,
}

/// Stops all that happens in an environment. Halting one that is halted changes nothing, so the request may
/// be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.halt_environment", POST "api/v2/actions/environment/halt", output = (), body)]
#[operation(effect = Idempotent)]
pub struct HaltEnvironment {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Lets an environment that was halted go on. Doing it again changes nothing, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.resume_environment", POST "api/v2/actions/environment/resume", output = (), body)]
#[operation(effect = Idempotent)]
pub struct ResumeEnvironment {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Gets figures about an environment over time.
///
/// A server knows `resource.resource_count`, `resource.agent_count`, `orchestrator.compile_time` and
/// `orchestrator.compile_waiting_time`. No figures at all is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_environment_metrics", GET "api/v2/metrics", output = EnvironmentMetricsResult)]
pub struct GetEnvironmentMetrics {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The figures' names.
    #[query]
    pub metrics: Vec<String>,
    /// Where the first window begins.
    #[query]
    pub start_interval: Timestamp,
    /// Where the last window ends.
    #[query]
    pub end_interval: Timestamp,
    /// How many windows there are.
    #[query]
    pub nb_datapoints: u32,
    /// Whether the windows begin at full hours, which may make the whole longer.
    #[query]
    pub round_timestamps: Option<bool>,
}
