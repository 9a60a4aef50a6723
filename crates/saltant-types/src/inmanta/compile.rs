use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::ids::{CompileId, CompileRunReportId, EnvironmentId, ModelVersion};
use crate::Timestamp;
use crate::open_enum::open_enum;

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
            /// An id that the request for the compile gave.
            #[serde(default)]
            pub remote_id: Option<Uuid>,
            /// The environment it belongs to.
            pub environment: EnvironmentId,
            /// When it was requested.
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
            /// What the request said about its reason.
            #[serde(default)]
            pub metadata: Map<String, Value>,
            /// Environment variables that are merged when waiting compiles become one.
            #[serde(default)]
            pub mergeable_environment_variables: BTreeMap<String, String>,
            /// The environment variables of the request.
            #[serde(default)]
            pub requested_environment_variables: BTreeMap<String, String>,
            /// The environment variables it runs with.
            #[serde(default)]
            pub environment_variables: BTreeMap<String, String>,
            /// Whether only a part of the model is compiled.
            #[serde(default)]
            pub partial: bool,
            /// The resource sets that a partial compile removes.
            #[serde(default)]
            pub removed_resource_sets: Vec<String>,
            /// The plugin that exports the result, if it is not the default one.
            #[serde(default)]
            pub exporter_plugin: Option<String>,
            /// Whether a failure creates a notification.
            #[serde(default)]
            pub notify_failed_compile: Option<bool>,
            /// What that notification says.
            #[serde(default)]
            pub failed_compile_message: Option<String>,
            /// Related addresses by kind. They are not links to pages of a list.
            #[serde(default)]
            pub links: BTreeMap<String, Vec<String>>,
            $( $(#[$field_meta])* pub $field: $ty, )*
        }
    };
}

pub(super) use compile;

open_enum! {
    /// A column that a list of compiles can be sorted by.
    pub enum CompileColumn {
        /// When the compile was requested.
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
    /// A compile of an environment's model, with its steps and its errors.
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
        /// The errors that the compiler reported; `None` if it did not get that far.
        #[serde(default)]
        pub compile_data: Option<CompileData>,
        /// The steps of the compile, with what each wrote.
        #[serde(default)]
        pub reports: Option<Vec<CompileRunReport>>,
    }
}

impl CompileDetails {
    /// Why the compile failed, on one line: the errors in the model, else what the failed step wrote last.
    ///
    /// `None` if it has not failed.
    pub fn failure(&self) -> Option<String> {
        if self.success != Some(false) {
            return None;
        }
        let errors = self.compile_data.iter().flat_map(|data| &data.errors);
        let errors: Vec<_> = errors.map(|error| first_line(&error.message)).collect();
        let step = self.reports.iter().flatten().find(|step| step.returncode.is_some_and(|code| code != 0));
        let name = step.map_or_else(String::new, |step| format!(" in the step “{}”", step.name));
        let why = match (&errors[..], step) {
            ([], Some(step)) => step.last_line().unwrap_or_default().to_owned(),
            _ => errors.join("; "),
        };
        Some(if why.is_empty() { format!("failed{name}") } else { format!("failed{name}: {why}") })
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim()
}

/// What a compiler reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileData {
    /// The errors in the model.
    #[serde(default)]
    pub errors: Vec<CompileError>,
}

open_enum! {
    /// The kind of an error in a model.
    pub enum ErrorCategory {
        /// A plugin raised an error.
        Plugin = "plugin_exception",
        /// The text of the model cannot be parsed.
        Parser = "parse_error",
        /// Anything else.
        Runtime = "runtime_error",
    }
}

/// An error in a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompileError {
    /// The kind of error.
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
    /// The part of the file.
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
    /// What the command wrote to standard error.
    #[serde(default)]
    pub errstream: String,
    /// What the command wrote to standard output.
    #[serde(default)]
    pub outstream: String,
    /// The command's exit status: 0 is success; `None` until it has ended.
    #[serde(default)]
    pub returncode: Option<i64>,
    /// The compile; only version 1 of the API has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compile: Option<CompileId>,
}

impl CompileRunReport {
    /// The last line that the step wrote to standard error, else to standard output.
    pub fn last_line(&self) -> Option<&str> {
        [&self.errstream, &self.outstream]
            .into_iter()
            .find_map(|text| text.lines().rev().map(str::trim).find(|line| !line.is_empty()))
    }
}
