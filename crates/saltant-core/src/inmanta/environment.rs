use saltant_types::inmanta::{
    ClientType, Environment, EnvironmentId, EnvironmentMetricsResult, MetricName, ProjectId,
};
use saltant_types::schema::HasSchema as _;
use saltant_types::{Secret, Timestamp};

use crate::Fields;
use crate::metadata::Namespace;
use crate::operations::Operation;
use crate::request::EncodeError;

/// The name of the header that says which environment a request is about.
pub const ENVIRONMENT_HEADER: &str = "x-inmanta-tid";

/// The environment that most operations work in.
pub(super) const NAMESPACE: Namespace = Namespace::new(
    "tid",
    ENVIRONMENT_HEADER,
    EnvironmentId::SCHEMA,
    "The environment; the client's by default.",
    "no environment is given: name one with the argument `tid`, or set the client's",
);

/// Where the model of an environment is.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct ModelSource {
    /// The Git address of the model's repository.
    #[json]
    pub repository: Option<String>,
    /// The branch in that repository.
    #[json]
    pub branch: Option<String>,
}

/// How people see an environment.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct Presentation {
    /// The description: at most 255 characters.
    #[json]
    pub description: Option<String>,
    /// The icon, as `image/png;base64,…` without `data:` in front: at most 64 kB. The empty text removes
    /// it.
    #[json]
    pub icon: Option<String>,
}

/// Creates an environment in a project, with the place of its model's source.
///
/// The server answers 400 to a name that is taken in the project, and 404 if the project does not exist.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_create")]
#[operation("inmanta.environment_create", PUT "api/v2/environment", output = Environment, effect = Once)]
pub struct CreateEnvironment {
    /// The project.
    #[json]
    pub project_id: ProjectId,
    /// The name, unique in the project.
    #[json]
    pub name: String,
    /// Where the model is.
    #[fields]
    pub source: ModelSource,
    /// The id; the server generates one by default.
    #[json]
    pub environment_id: Option<EnvironmentId>,
    /// How people see it.
    #[fields]
    pub presentation: Presentation,
}

/// Lists the environments of all projects. The list has no pages.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_list")]
#[operation("inmanta.environment_list", GET "api/v2/environment", list of Environment)]
pub struct ListEnvironments {
    /// Whether description and icon are in the answer. Otherwise they are the empty text.
    #[query]
    pub details: Option<bool>,
}

/// Gets an environment by its id.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_get")]
#[operation("inmanta.environment_get", GET "api/v2/environment/{id}", output = Environment)]
pub struct GetEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
    /// Whether description and icon are in the answer. Otherwise they are the empty text.
    #[query]
    pub details: Option<bool>,
}

/// Changes an environment; arguments that are not given keep their values.
///
/// The server answers 400 if the project does not exist. A second request changes nothing, so the request may
/// be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_modify")]
#[operation("inmanta.environment_modify", POST "api/v2/environment/{id}", output = Environment)]
#[operation(effect = Idempotent)]
pub struct UpdateEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
    /// The name, unique in the project. It has to be given even if it stays.
    #[json]
    pub name: String,
    /// Where the model is.
    #[fields]
    pub source: ModelSource,
    /// The project to move it to.
    #[json]
    pub project_id: Option<ProjectId>,
    /// How people see it.
    #[fields]
    pub presentation: Presentation,
}

/// Deletes an environment and everything in it.
///
/// The server answers 403 if the setting `protected_environment` is on.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_delete")]
#[operation("inmanta.environment_delete", DELETE "api/v2/environment/{id}")]
pub struct DeleteEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Deletes everything in an environment, which is halted during that time.
///
/// The server answers 403 if the setting `protected_environment` is on.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_clear")]
#[operation("inmanta.environment_clear", DELETE "api/v2/decommission/{id}")]
pub struct ClearEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Creates a token for certain types of client in one environment.
///
/// A server without authentication answers 400. The server answers 500 to an unknown type of client.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_create_token")]
#[operation("inmanta.environment_create_token", POST "api/v2/environment_auth", output = Secret, namespaced)]
pub struct CreateToken {
    /// The types of client that may use it.
    #[json]
    pub client_types: Vec<ClientType>,
    /// Whether the token is the same each time and never expires; the server's default is true.
    #[json]
    pub idempotent: Option<bool>,
}

/// Halts an environment: nothing is compiled or deployed. A second request changes nothing, so the request
/// may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "halt_environment")]
#[operation("inmanta.halt_environment", POST "api/v2/actions/environment/halt", namespaced, body)]
#[operation(effect = Idempotent)]
pub struct HaltEnvironment {}

/// Resumes a halted environment. A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resume_environment")]
#[operation("inmanta.resume_environment", POST "api/v2/actions/environment/resume", namespaced, body)]
#[operation(effect = Idempotent)]
pub struct ResumeEnvironment {}

/// Gets metrics of an environment over time.
///
/// An empty list of metrics is refused: the server would answer 400.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_environment_metrics")]
#[operation("inmanta.get_environment_metrics", GET "api/v2/metrics", output = EnvironmentMetricsResult)]
#[operation(namespaced, check = Self::check)]
pub struct GetEnvironmentMetrics {
    /// The names of the metrics, such as `resource.resource_count`.
    #[query(required)]
    pub metrics: Vec<MetricName>,
    /// The start of the first window.
    #[query]
    pub start_interval: Timestamp,
    /// The end of the last window.
    #[query]
    pub end_interval: Timestamp,
    /// The number of windows.
    #[query]
    pub nb_datapoints: u32,
    /// Whether the windows begin at full hours, which may make the whole time longer.
    #[query]
    pub round_timestamps: Option<bool>,
}

impl GetEnvironmentMetrics {
    fn check(&self) -> Result<(), EncodeError> {
        if !self.metrics.is_empty() {
            return Ok(());
        }
        Err(EncodeError::Refused { name: "metrics", reason: "give at least one".to_owned() })
    }
}
