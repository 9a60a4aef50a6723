use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::ids::ProjectId;

/// A project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// The project's id.
    pub id: ProjectId,
    /// The name, unique on the server.
    pub name: String,
    /// The environments in it; only empty lists were seen.
    #[serde(default)]
    pub environments: Vec<Value>,
}
