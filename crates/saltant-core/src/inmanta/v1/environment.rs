use saltant_types::Secret;
use saltant_types::inmanta::v1::Environment;
use saltant_types::inmanta::{ClientType, EnvironmentId, ProjectId};

use super::super::environment::ModelSource;
use crate::operations::Operation;

/// Creates an environment in a project by the first version of the API.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "create_environment")]
#[operation("inmanta.v1.create_environment", PUT "api/v1/environment", output = Environment)]
#[operation(key = "environment", effect = Once)]
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
}

/// Lists the environments of all projects.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_environments")]
#[operation("inmanta.v1.list_environments", GET "api/v1/environment", list of Environment)]
#[operation(key = "environments")]
pub struct ListEnvironments {}

/// Changes an environment; arguments that are not given keep their values. A second request changes nothing,
/// so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "modify_environment")]
#[operation("inmanta.v1.modify_environment", POST "api/v1/environment/{id}", output = Environment)]
#[operation(key = "environment", effect = Idempotent)]
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
}

/// Deletes an environment and everything in it.
///
/// The server answers 403 if the setting `protected_environment` is on.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_environment")]
#[operation("inmanta.v1.delete_environment", DELETE "api/v1/environment/{id}")]
pub struct DeleteEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Deletes everything in an environment.
///
/// The server answers 403 if the setting `protected_environment` is on.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "clear_environment")]
#[operation("inmanta.v1.clear_environment", DELETE "api/v1/decommission/{id}")]
pub struct ClearEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Creates a token for certain types of client in one environment.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.create_token", POST "api/v1/environment_auth", output = Secret, key = "token")]
#[operation(namespaced)]
pub struct CreateToken {
    /// The types of client that may use it.
    #[json]
    pub client_types: Vec<ClientType>,
    /// Whether the token is the same each time and never expires; the server's default is true.
    #[json]
    pub idempotent: Option<bool>,
}
