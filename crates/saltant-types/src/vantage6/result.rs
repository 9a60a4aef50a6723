use serde::{Deserialize, Serialize};

use super::{Link, RunId, TaskId};
use crate::Timestamp;

/// What a run has brought. It has the id of its run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunResult {
    /// The id of the run.
    pub id: RunId,
    /// The result: base64 text, or encrypted for the organization that started the task. `None` if there is
    /// none (yet).
    #[serde(default)]
    pub result: Option<String>,
    /// When the result was removed from the server.
    #[serde(default)]
    pub cleanup_at: Option<Timestamp>,
    /// Whether `result` is only the name of a blob that holds it.
    #[serde(default)]
    pub blob_storage_used: Option<bool>,
    /// The run.
    pub run: Link<RunId>,
    /// The task.
    pub task: Link<TaskId>,
}
