use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::open_enum::open_enum;

/// The version of a server and the state of its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerStatus {
    /// The product's name.
    #[serde(default)]
    pub product: String,
    /// The product's edition.
    #[serde(default)]
    pub edition: String,
    /// The product's version.
    #[serde(default)]
    pub version: String,
    /// The license: its name, or an object about it.
    #[serde(default)]
    pub license: Value,
    /// The installed extensions, with `name` and `version`.
    #[serde(default)]
    pub extensions: Vec<Map<String, Value>>,
    /// The parts of the server.
    #[serde(default)]
    pub slices: Vec<ServerSlice>,
    /// The features, with the slice, the name and the value of each.
    #[serde(default)]
    pub features: Vec<Map<String, Value>>,
    /// The worst state of a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ReportedStatus>,
    /// The version of the server's Python.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub python_version: Option<String>,
    /// The version of `PostgreSQL`; `None` while the database is away.
    #[serde(default)]
    pub postgresql_version: Option<String>,
}

/// A part of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerSlice {
    /// The name, such as `core.compiler`.
    pub name: String,
    /// Figures of the part.
    #[serde(default)]
    pub status: Map<String, Value>,
    /// The state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_status: Option<ReportedStatus>,
    /// Why the state is not good.
    #[serde(default)]
    pub message: Option<String>,
}

open_enum! {
    /// The state of a server or of a part of it.
    pub enum ReportedStatus {
        /// It works.
        Ok = "OK",
        /// It works in part.
        Warning = "Warning",
        /// It does not work.
        Error = "Error",
    }
}
