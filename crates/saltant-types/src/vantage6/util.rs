use serde::{Deserialize, Serialize};

/// The server's version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// Such as `4.15.2`.
    pub version: String,
}

/// The server's health. The status is 200 whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Health {
    /// Whether the server reaches its database.
    pub database: bool,
}

/// What the server says about something that it has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// A sentence.
    #[serde(default)]
    pub msg: String,
}

/// Whether the server keeps inputs and results as blobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlobStoreStatus {
    /// Whether it does.
    pub blob_store_enabled: bool,
}
