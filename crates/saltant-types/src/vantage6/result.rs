use serde::{Deserialize, Serialize};

use super::{Link, RunId, TaskId};
use crate::Timestamp;

/// The result of a run. It has the id of its run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunResult {
    /// The id of the run.
    pub id: RunId,
    /// The result: in base64, or encrypted for the organization that created the task. `None` if the run has
    /// not ended or has no result.
    #[serde(default)]
    pub result: Option<String>,
    /// When the result was removed from the server.
    #[serde(default)]
    pub cleanup_at: Option<Timestamp>,
    /// Whether `result` is only the name of a blob that has the result.
    #[serde(default)]
    pub blob_storage_used: Option<bool>,
    /// The run that it comes from.
    pub run: Link<RunId>,
    /// The task of the run.
    pub task: Link<TaskId>,
}
