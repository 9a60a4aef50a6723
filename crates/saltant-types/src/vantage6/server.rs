use serde::{Deserialize, Serialize};

/// The server's version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// The number, such as `4.15.2`.
    pub version: String,
}

/// The server's health. The status is 200 even if it is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Health {
    /// Whether the server reaches its database.
    pub database: bool,
}

/// The server's message about what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// A sentence in English.
    #[serde(default)]
    pub msg: String,
}
