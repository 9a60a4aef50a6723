use serde::{Deserialize, Serialize};
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
