use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::Environment;
use crate::id::id;

id! {
    /// The id of a project.
    ProjectId(Uuid)
}

/// A project: a name over environments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// The project's id.
    pub id: ProjectId,
    /// The name, unique on the server.
    pub name: String,
    /// The environments in it.
    #[serde(default)]
    pub environments: Vec<Environment>,
}

/// A project, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProjectV1 {
    /// The project's id.
    pub id: ProjectId,
    /// The name, unique on the server.
    pub name: String,
    /// The environments in it; only empty lists were seen.
    #[serde(default)]
    pub environments: Vec<Value>,
}
