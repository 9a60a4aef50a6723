use serde::{Deserialize, Serialize};

use super::ids::{CompileId, EnvironmentId, NotificationId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The severity of a notification.
    pub enum NotificationSeverity {
        /// A plain message.
        Message = "message",
        /// An event.
        Info = "info",
        /// A success.
        Success = "success",
        /// A problem that stops nothing.
        Warning = "warning",
        /// A failure.
        Error = "error",
    }
}

open_enum! {
    /// A column that a list of notifications can be sorted by.
    pub enum NotificationColumn {
        /// When it was created.
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
    /// When it was created.
    pub created: Timestamp,
    /// The title.
    pub title: String,
    /// The text.
    pub message: String,
    /// The severity.
    pub severity: NotificationSeverity,
    /// The address of the thing it is about.
    #[serde(default)]
    pub uri: Option<String>,
    /// The compile it is about.
    #[serde(default)]
    pub compile_id: Option<CompileId>,
    /// Whether a user has read it.
    #[serde(default)]
    pub read: bool,
    /// Whether a user has cleared it.
    #[serde(default)]
    pub cleared: bool,
}
