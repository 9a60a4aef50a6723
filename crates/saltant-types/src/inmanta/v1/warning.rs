use serde::{Deserialize, Serialize};

/// Warnings of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warnings {
    /// The warnings, a sentence each.
    #[serde(default)]
    pub warnings: Vec<String>,
}
