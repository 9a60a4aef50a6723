use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{EnvironmentId, ModelVersion, PageLink, ResourceState, ResourceVersionId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of something that was done with resources.
    ActionId(Uuid)
}

open_enum! {
    /// What was done with a resource.
    pub enum ResourceActionKind {
        /// It was stored, as a part of a version.
        Store = "store",
        /// It was sent to an agent.
        Push = "push",
        /// An agent fetched it.
        Pull = "pull",
        /// It was deployed.
        Deploy = "deploy",
        /// It was looked at without a change.
        Dryrun = "dryrun",
        /// Facts were read from it.
        Getfact = "getfact",
        /// Something else.
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
    /// How grave a line of a log is.
    pub enum LogLevel {
        /// Nothing works.
        Critical = "CRITICAL",
        /// Something failed.
        Error = "ERROR",
        /// Something is not as it should be.
        Warning = "WARNING",
        /// Something happened.
        Info = "INFO",
        /// For who looks closely.
        Debug = "DEBUG",
        /// For who looks very closely.
        Trace = "TRACE",
    }
}

/// Something that was done with resources.
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
    /// What was done.
    pub action: ResourceActionKind,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` until then.
    #[serde(default)]
    pub finished: Option<Timestamp>,
    /// What was logged: objects with `level`, `msg`, `args`, `kwargs` and `timestamp`.
    #[serde(default)]
    pub messages: Option<Vec<Map<String, Value>>>,
    /// Where the resources stand after it.
    #[serde(default)]
    pub status: Option<ResourceState>,
    /// What was changed: by resource, by attribute, `current` and `desired`.
    #[serde(default)]
    pub changes: Option<Map<String, Value>>,
    /// What kind of change it was.
    #[serde(default)]
    pub change: Option<Change>,
    /// Whether others were told; no longer used.
    #[serde(default)]
    pub send_event: Option<bool>,
}

/// Things that were done with resources, and where older and newer ones are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceActions {
    /// The newest first.
    #[serde(default)]
    pub data: Vec<ResourceAction>,
    /// Where older and newer ones are; `None` without a limit.
    #[serde(default)]
    pub links: Option<ResourceActionLinks>,
}

/// Where older and newer actions are. Both links are always there, so the last page is an empty one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceActionLinks {
    /// Older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PageLink>,
    /// Newer ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<PageLink>,
}

/// A line of the log of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceLog {
    /// How grave it is.
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
    /// What was being done.
    pub action_id: ActionId,
    /// What kind of thing was being done.
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
        /// When it began to be so.
        Date = "date",
    }
}
