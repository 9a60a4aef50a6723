use saltant_types::Secret;
use saltant_types::inmanta::{ClientType, EnvironmentId, EnvironmentV1, ProjectId};

use super::keyed;
use crate::operations::Operation;

/// Creates an environment, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.create_environment", PUT "api/v1/environment", output = EnvironmentV1)]
#[operation(read = keyed::environment, effect = Once)]
pub struct CreateEnvironment {
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
}

/// Lists the environments of all projects, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_environments", GET "api/v1/environment", output = Vec<EnvironmentV1>)]
#[operation(read = keyed::environments)]
pub struct ListEnvironments {}

/// Changes an environment, by version 1 of the API; what is not given is kept. Doing it twice is the same as
/// once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.modify_environment", POST "api/v1/environment/{id}", output = EnvironmentV1)]
#[operation(read = keyed::environment, effect = Idempotent)]
pub struct ModifyEnvironment {
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
}

/// Deletes an environment and everything in it, by version 1 of the API.
///
/// An environment with the setting `protected_environment` is not deleted: that is a 403.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.delete_environment", DELETE "api/v1/environment/{id}", output = ())]
pub struct DeleteEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Deletes everything in an environment, by version 1 of the API.
///
/// An environment with the setting `protected_environment` is left as it is: that is a 403.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.clear_environment", DELETE "api/v1/decommission/{id}", output = ())]
pub struct ClearEnvironment {
    /// The environment's id.
    #[segment]
    pub id: EnvironmentId,
}

/// Makes a token for certain types of client in one environment, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.create_token", POST "api/v1/environment_auth", output = Secret, read = keyed::token)]
pub struct CreateToken {
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
