use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::ProjectId;
use crate::id::id;

id! {
    /// The id of an environment.
    EnvironmentId(Uuid)
}

id! {
    /// The name of an environment's setting, such as `auto_deploy`.
    SettingName(String)
}

/// An environment: one desired state and everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Environment {
    /// The environment's id.
    pub id: EnvironmentId,
    /// The name, unique in its project.
    pub name: String,
    /// The project it belongs to.
    pub project_id: ProjectId,
    /// The Git address of the model's repository; empty for none.
    #[serde(default)]
    pub repo_url: String,
    /// The branch in that repository; empty for none.
    #[serde(default)]
    pub repo_branch: String,
    /// The settings that are set, by name: flags, numbers, texts or objects of these.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Whether everything in it has been stopped.
    #[serde(default)]
    pub halted: bool,
    /// Whether it is about to be deleted.
    #[serde(default)]
    pub is_marked_for_deletion: bool,
    /// What it is for. Without `details` a list says the empty text, whatever is stored.
    #[serde(default)]
    pub description: Option<String>,
    /// Its icon, as `image/png;base64,…`. Without `details` a list says the empty text, whatever is stored.
    #[serde(default)]
    pub icon: Option<String>,
}
