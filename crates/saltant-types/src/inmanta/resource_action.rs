use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{ActionId, EnvironmentId, ModelVersion, PageLink, ResourceVersionId};
use super::resource::ResourceState;
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The kind of an action on a resource.
    pub enum ResourceActionKind {
        /// It was stored, as a part of a version.
        Store = "store",
        /// It was sent to an agent.
        Push = "push",
        /// An agent fetched it.
        Pull = "pull",
        /// It was deployed.
        Deploy = "deploy",
        /// A dry run examined it.
        Dryrun = "dryrun",
        /// Facts were read from it.
        Getfact = "getfact",
        /// Anything else.
        SomethingElse = "other",
    }
}

open_enum! {
    /// What a deployment changed.
    pub enum Change {
        /// Nothing.
        Nochange = "nochange",
        /// The resource was created.
        Created = "created",
        /// The resource was removed.
        Purged = "purged",
        /// Attributes were changed.
        Updated = "updated",
    }
}

open_enum! {
    /// The level of a log line.
    pub enum LogLevel {
        /// The program cannot go on.
        Critical = "CRITICAL",
        /// A failure.
        Error = "ERROR",
        /// A problem that stops nothing.
        Warning = "WARNING",
        /// An event.
        Info = "INFO",
        /// Details for debugging.
        Debug = "DEBUG",
        /// All details.
        Trace = "TRACE",
    }
}

/// An action on resources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceAction {
    /// The environment.
    pub environment: EnvironmentId,
    /// The version of the desired state.
    pub version: ModelVersion,
    /// The resources.
    #[serde(default)]
    pub resource_version_ids: Vec<ResourceVersionId>,
    /// The id.
    pub action_id: ActionId,
    /// The kind of action.
    pub action: ResourceActionKind,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` until then.
    #[serde(default)]
    pub finished: Option<Timestamp>,
    /// Its log: objects with `level`, `msg`, `args`, `kwargs` and `timestamp`.
    #[serde(default)]
    pub messages: Option<Vec<Map<String, Value>>>,
    /// The state of the resources after it.
    #[serde(default)]
    pub status: Option<ResourceState>,
    /// The changes: by resource, by attribute, `current` and `desired`.
    #[serde(default)]
    pub changes: Option<Map<String, Value>>,
    /// The kind of change.
    #[serde(default)]
    pub change: Option<Change>,
    /// No longer used.
    #[serde(default)]
    pub send_event: Option<bool>,
}

/// One page of the list of actions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceActionPage<T> {
    /// The actions, the newest first.
    #[serde(default = "Vec::new")]
    pub data: Vec<T>,
    /// Where older and newer actions are; `None` without a limit.
    #[serde(default)]
    pub links: Option<ResourceActionLinks>,
}

/// Where older and newer actions are. Every page has both links, so that the last page is an empty one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceActionLinks {
    /// Older actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PageLink>,
    /// Newer actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<PageLink>,
}

/// A line of the log of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceLog {
    /// Its level.
    pub level: LogLevel,
    /// What happened.
    pub msg: String,
    /// Values that belong to it.
    #[serde(default)]
    pub args: Vec<Value>,
    /// Values that belong to it, by name.
    #[serde(default)]
    pub kwargs: Map<String, Value>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The action.
    pub action_id: ActionId,
    /// The kind of action.
    pub action: ResourceActionKind,
}

open_enum! {
    /// A column that the log of a resource can be sorted by.
    pub enum LogColumn {
        /// When it happened.
        Timestamp = "timestamp",
    }
}

open_enum! {
    /// A column that the history of a resource can be sorted by.
    pub enum HistoryColumn {
        /// The time from which it had these attributes.
        Date = "date",
    }
}
