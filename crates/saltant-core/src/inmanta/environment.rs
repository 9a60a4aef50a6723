use saltant_types::Value;
use saltant_types::inmanta::{Environment, EnvironmentId, ProjectId, SettingName};

use crate::{Operation, decode};

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

/// Sets a setting of an environment.
///
/// A setting that does not exist is a 404, a value that it cannot have a 500. Setting the same value twice is
/// the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_settings_set", POST "api/v2/environment_settings/{id}", output = ())]
#[operation(read = decode::nothing, effect = Idempotent)]
pub struct EnvironmentSettingsSet {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
    /// The value: a flag, a number, a text, or an object of these.
    #[json]
    pub value: Value,
}
