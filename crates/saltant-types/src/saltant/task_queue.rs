use serde::{Deserialize, Serialize};

use super::{TaskWhitelistId, Username};
use crate::id::id;

id! {
    /// The id of a task queue.
    TaskQueueId(u64)
}

/// A queue that workers take task instances from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskQueue {
    /// The queue's id.
    pub id: TaskQueueId,
    /// The owner: only the owner and superusers may change the queue.
    pub user: Username,
    /// The name, unique among queues: at most 50 letters, digits, `_`, `@`, `+` and `-`.
    pub name: String,
    /// What the queue is for.
    #[serde(default)]
    pub description: String,
    /// Whether only the owner may use the queue. All users can see it even so.
    #[serde(default)]
    pub private: bool,
    /// Whether executable tasks are taken.
    #[serde(default)]
    pub runs_executable_tasks: bool,
    /// Whether Docker tasks are taken.
    #[serde(default)]
    pub runs_docker_container_tasks: bool,
    /// Whether Singularity tasks are taken.
    #[serde(default)]
    pub runs_singularity_container_tasks: bool,
    /// Whether the queue takes anything at all.
    #[serde(default)]
    pub active: bool,
    /// The whitelists: a task type on one of them may run here. Without a whitelist nothing may run.
    #[serde(default)]
    pub whitelists: Vec<TaskWhitelistId>,
}
