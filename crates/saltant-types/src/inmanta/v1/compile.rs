use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::compile::{CompileData, CompileRunReport, compile};
use super::super::ids::{CompileId, EnvironmentId, ModelVersion};
use super::warning::Warnings;
use crate::Timestamp;

compile! {
    /// A compile that waits or runs.
    pub struct CompileRun {
        /// The errors that the compiler reported.
        #[serde(default)]
        pub compile_data: Option<CompileData>,
    }
}

compile! {
    /// A compile.
    pub struct CompileReport {
        /// When it ended; `None` until then.
        #[serde(default)]
        pub completed: Option<Timestamp>,
        /// Whether it succeeded; `None` until it has ended.
        #[serde(default)]
        pub success: Option<bool>,
        /// The version of the desired state that it made.
        #[serde(default)]
        pub version: Option<ModelVersion>,
        /// The errors that the compiler reported; `None` if it did not get that far.
        #[serde(default)]
        pub compile_data: Option<CompileData>,
        /// The environment variables it ran with.
        #[serde(default)]
        pub used_environment_variables: Option<BTreeMap<String, String>>,
        /// Whether the server has processed its result.
        #[serde(default)]
        pub handled: bool,
        /// The compile that replaced it when waiting compiles became one.
        #[serde(default)]
        pub substitute_compile_id: Option<CompileId>,
        /// Whether it deletes only what nothing else needs.
        #[serde(default)]
        pub soft_delete: bool,
        /// The steps of the compile; lists of compiles lack them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reports: Option<Vec<CompileRunReport>>,
    }
}

/// The answer to a request for a compile. It does not name the compile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileRequested {
    /// Warnings: for example that the environment compiles nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Warnings>,
}
