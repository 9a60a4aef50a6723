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
    /// The name, unique on the server: 1 to 128 characters, not all digits.
    #[serde(default)]
    pub name: String,
    /// Whether inputs and results are encrypted. The server takes only what fits.
    pub encrypted: bool,
    /// The organizations that take part.
    #[serde(default)]
    pub organizations: Rows<Organization>,
    /// The nodes.
    #[serde(default)]
    pub nodes: ListLink,
    /// The tasks.
    #[serde(default)]
    pub tasks: ListLink,
    /// The algorithm stores that tasks may come from.
    #[serde(default)]
    pub algorithm_stores: ListLink,
    /// The studies.
    #[serde(default)]
    pub studies: ListLink,
}

impl From<&Collaboration> for CollaborationId {
    fn from(collaboration: &Collaboration) -> Self {
        collaboration.id
    }
}
