use saltant_types::saltant::{TaskQueue, TaskQueueId, TaskWhitelistId};

use super::{Paging, TaskQueueFilter};
use crate::Fields;
use crate::operations::Operation;

/// Lists task queues, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.list", GET "taskqueues/", page of TaskQueue by id)]
pub struct ListTaskQueues {
    /// Only queues that match.
    #[query(flatten)]
    pub filters: TaskQueueFilter,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Gets the task queue with an id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.get", GET "taskqueues/{id}/", output = TaskQueue)]
pub struct GetTaskQueue {
    /// The queue's id.
    #[segment]
    pub id: TaskQueueId,
}

/// Creates a task queue, owned by the caller.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.create", POST "taskqueues/", output = TaskQueue)]
pub struct CreateTaskQueue {
    /// The name, unique among queues: at most 50 letters, digits, `_`, `@`, `+` and `-`.
    #[json]
    pub name: String,
    /// The fields that may be left out.
    #[fields]
    pub fields: TaskQueueFields,
}

/// Updates a task queue; what is not given is kept.
///
/// Only the owner and superusers may.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.put", PUT "taskqueues/{id}/", output = TaskQueue)]
pub struct PutTaskQueue {
    /// The queue's id.
    #[segment]
    pub id: TaskQueueId,
    /// The name, unique among queues: at most 50 letters, digits, `_`, `@`, `+` and `-`.
    #[json]
    pub name: String,
    /// The fields that may be left out.
    #[fields]
    pub fields: TaskQueueFields,
}

/// Updates a part of a task queue; what is not given is kept.
///
/// Only the owner and superusers may.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.patch", PATCH "taskqueues/{id}/", output = TaskQueue)]
pub struct PatchTaskQueue {
    /// The queue's id.
    #[segment]
    pub id: TaskQueueId,
    /// The name, unique among queues: at most 50 letters, digits, `_`, `@`, `+` and `-`.
    #[json]
    pub name: Option<String>,
    /// The fields that may be left out.
    #[fields]
    pub fields: TaskQueueFields,
}

/// What a task queue has besides its name and owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct TaskQueueFields {
    /// What the queue is for. A new queue has an empty one by default.
    #[json]
    pub description: Option<String>,
    /// Whether only the owner may use the queue. A new queue is open to all by default.
    #[json]
    pub private: Option<bool>,
    /// Whether executable tasks are taken. A new queue takes them by default.
    #[json]
    pub runs_executable_tasks: Option<bool>,
    /// Whether Docker tasks are taken. A new queue takes them by default.
    #[json]
    pub runs_docker_container_tasks: Option<bool>,
    /// Whether Singularity tasks are taken. A new queue takes them by default.
    #[json]
    pub runs_singularity_container_tasks: Option<bool>,
    /// Whether the queue takes anything at all. A new queue does by default.
    #[json]
    pub active: Option<bool>,
    /// The whitelists; an empty list removes all of them. Without one the queue takes nothing.
    #[json]
    pub whitelists: Option<Vec<TaskWhitelistId>>,
}
