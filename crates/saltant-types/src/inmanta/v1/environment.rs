use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::ids::{EnvironmentId, ProjectId};

/// An environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Environment {
    /// The environment's id.
    pub id: EnvironmentId,
    /// The name, unique in its project.
    pub name: String,
    /// The project it belongs to.
    pub project: ProjectId,
    /// The Git address of the model's repository; empty for none.
    #[serde(default)]
    pub repo_url: String,
    /// The branch in that repository; empty for none.
    #[serde(default)]
    pub repo_branch: String,
    /// The settings that are set, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Whether it is halted: nothing is compiled or deployed.
    #[serde(default)]
    pub halted: bool,
    /// Whether it is about to be deleted.
    #[serde(default)]
    pub is_marked_for_deletion: bool,
    /// The empty text, whatever is stored.
    #[serde(default)]
    pub description: Option<String>,
    /// The empty text, whatever is stored.
    #[serde(default)]
    pub icon: Option<String>,
}
