use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CompileId, EnvironmentId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a notification.
    NotificationId(Uuid)
}

open_enum! {
    /// How grave a notification is.
    pub enum NotificationSeverity {
        /// Just so.
        Message = "message",
        /// Something happened.
        Info = "info",
        /// Something succeeded.
        Success = "success",
        /// Something is not as it should be.
        Warning = "warning",
        /// Something failed.
        Error = "error",
    }
}

open_enum! {
    /// A column that a list of notifications can be sorted by.
    pub enum NotificationColumn {
        /// When it was made.
        Created = "created",
    }
}

/// A notification for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Notification {
    /// The id.
    pub id: NotificationId,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// When it was made.
    pub created: Timestamp,
    /// What it is about.
    pub title: String,
    /// What it says.
    pub message: String,
    /// How grave it is.
    pub severity: NotificationSeverity,
    /// The address of what it is about.
    #[serde(default)]
    pub uri: Option<String>,
    /// The compile it is about.
    #[serde(default)]
    pub compile_id: Option<CompileId>,
    /// Whether somebody has read it.
    #[serde(default)]
    pub read: bool,
    /// Whether somebody has put it away.
    #[serde(default)]
    pub cleared: bool,
}
