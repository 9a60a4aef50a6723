use serde::{Deserialize, Serialize};

use super::{ListLink, Organization, Rows};
use crate::id::id;

id! {
    /// The id of a collaboration.
    CollaborationId(u64)
}

/// A collaboration: organizations that run each other's tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Collaboration {
    /// The collaboration's id.
    pub id: CollaborationId,
    /// The name, unique on the server: 1 to 128 characters, not only digits.
    #[serde(default)]
    pub name: String,
    /// Whether inputs and results are encrypted. The server refuses inputs of the other kind.
    pub encrypted: bool,
    /// The organizations that take part.
    #[serde(default)]
    pub organizations: Rows<Organization>,
    /// The nodes that run its tasks.
    #[serde(default)]
    pub nodes: ListLink,
    /// Its tasks.
    #[serde(default)]
    pub tasks: ListLink,
    /// The algorithm stores that its tasks may use.
    #[serde(default)]
    pub algorithm_stores: ListLink,
    /// Its studies, each with some of the organizations.
    #[serde(default)]
    pub studies: ListLink,
}

impl From<&Collaboration> for CollaborationId {
    fn from(collaboration: &Collaboration) -> Self {
        collaboration.id
    }
}
