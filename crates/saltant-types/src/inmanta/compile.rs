use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{EnvironmentId, ModelVersion, Warnings};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a compile.
    CompileId(Uuid)
}

id! {
    /// The id of one step of a compile.
    CompileRunReportId(Uuid)
}

/// Declares a view of a compile: the fields that all views have, and its own.
macro_rules! compile {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $ty:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            /// The compile's id.
            pub id: CompileId,
            /// The id that whoever asked for the compile gave it.
            #[serde(default)]
            pub remote_id: Option<Uuid>,
            /// The environment it belongs to.
            pub environment: EnvironmentId,
            /// When it was asked for.
            #[serde(default)]
            pub requested: Option<Timestamp>,
            /// When it began; `None` while it waits.
            #[serde(default)]
            pub started: Option<Timestamp>,
            /// Whether its result becomes a version of the desired state.
            #[serde(default)]
            pub do_export: bool,
            /// Whether the model's sources are updated first.
            #[serde(default)]
            pub force_update: bool,
            /// What was said when it was asked for.
            #[serde(default)]
            pub metadata: Map<String, Value>,
            /// Environment variables that are joined when compiles that wait are made one.
            #[serde(default)]
            pub mergeable_environment_variables: BTreeMap<String, String>,
            /// The environment variables that were asked for.
            #[serde(default)]
            pub requested_environment_variables: BTreeMap<String, String>,
            /// The environment variables it runs with.
            #[serde(default)]
            pub environment_variables: BTreeMap<String, String>,
            /// Whether only a part of the model is compiled.
            #[serde(default)]
            pub partial: bool,
            /// The resource sets that a partial compile takes out.
            #[serde(default)]
            pub removed_resource_sets: Vec<String>,
            /// The plugin that exports the result, where another than usual does.
            #[serde(default)]
            pub exporter_plugin: Option<String>,
            /// Whether a failure is told by a notification.
            #[serde(default)]
            pub notify_failed_compile: Option<bool>,
            /// What that notification says.
            #[serde(default)]
            pub failed_compile_message: Option<String>,
            /// Addresses of what the compile has to do with, by kind. They are not links of pages.
            #[serde(default)]
            pub links: BTreeMap<String, Vec<String>>,
            $( $(#[$field_meta])* pub $field: $ty, )*
        }
    };
}

open_enum! {
    /// A column that a list of compiles can be sorted by.
    pub enum CompileColumn {
        /// When the compile was asked for.
        Requested = "requested",
    }
}

compile! {
    /// A compile of an environment's model, as lists show it.
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
    }
}

compile! {
    /// A compile of an environment's model, with everything that is known about it.
    pub struct CompileDetails {
        /// When it ended; `None` until then.
        #[serde(default)]
        pub completed: Option<Timestamp>,
        /// Whether it succeeded; `None` until it has ended.
        #[serde(default)]
        pub success: Option<bool>,
        /// The version of the desired state that it made.
        #[serde(default)]
        pub version: Option<ModelVersion>,
        /// What the compiler told; `None` where it did not get as far as that.
        #[serde(default)]
        pub compile_data: Option<CompileData>,
        /// The steps of the compile, with what each wrote.
        #[serde(default)]
        pub reports: Option<Vec<CompileRunReport>>,
    }
}

/// What a compiler told about its run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileData {
    /// What is wrong with the model.
    #[serde(default)]
    pub errors: Vec<CompileError>,
}

open_enum! {
    /// What kind of thing is wrong with a model.
    pub enum ErrorCategory {
        /// A plugin raised an error.
        Plugin = "plugin_exception",
        /// The text of the model is not well formed.
        Parser = "parse_error",
        /// Anything else.
        Runtime = "runtime_error",
    }
}

/// Something that is wrong with a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileError {
    /// What kind of thing is wrong.
    pub category: ErrorCategory,
    /// The name of the compiler's exception.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong.
    pub message: String,
    /// Where in the model.
    #[serde(default)]
    pub location: Option<Location>,
}

/// A place in the sources of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Location {
    /// The file.
    pub uri: String,
    /// From where to where in it.
    pub range: Range,
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Range {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The character in the line.
    pub character: u64,
}

/// One step of a compile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileRunReport {
    /// The step's id.
    pub id: CompileRunReportId,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` until then.
    #[serde(default)]
    pub completed: Option<Timestamp>,
    /// The command that it ran; empty for none.
    #[serde(default)]
    pub command: String,
    /// What the step is called.
    pub name: String,
    /// What the command wrote as errors.
    #[serde(default)]
    pub errstream: String,
    /// What the command wrote.
    #[serde(default)]
    pub outstream: String,
    /// How the command ended: 0 is success; `None` until then.
    #[serde(default)]
    pub returncode: Option<i64>,
    /// The compile; only version 1 of the API says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compile: Option<CompileId>,
}

compile! {
    /// A compile that waits or runs.
    pub struct CompileRun {
        /// What the compiler told.
        #[serde(default)]
        pub compile_data: Option<CompileData>,
    }
}

compile! {
    /// A compile, as version 1 of the API has it.
    pub struct CompileReportV1 {
        /// When it ended; `None` until then.
        #[serde(default)]
        pub completed: Option<Timestamp>,
        /// Whether it succeeded; `None` until it has ended.
        #[serde(default)]
        pub success: Option<bool>,
        /// The version of the desired state that it made.
        #[serde(default)]
        pub version: Option<ModelVersion>,
        /// What the compiler told; `None` where it did not get as far as that.
        #[serde(default)]
        pub compile_data: Option<CompileData>,
        /// The environment variables it ran with.
        #[serde(default)]
        pub used_environment_variables: Option<BTreeMap<String, String>>,
        /// Whether what follows from it has been done.
        #[serde(default)]
        pub handled: bool,
        /// The compile that was made in its place, where several that waited were made one.
        #[serde(default)]
        pub substitute_compile_id: Option<CompileId>,
        /// Whether it only deletes what nothing else needs.
        #[serde(default)]
        pub soft_delete: bool,
        /// The steps of the compile, where one compile was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reports: Option<Vec<CompileRunReport>>,
    }
}

/// The answer to the wish for a compile. It does not say which compile it will be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileRequested {
    /// What the server warns of: for one, that the environment compiles nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Warnings>,
}
