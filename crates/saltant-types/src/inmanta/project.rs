use serde::{Deserialize, Serialize};

use super::environment::Environment;
use super::ids::ProjectId;

/// A project: a group of environments.
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
