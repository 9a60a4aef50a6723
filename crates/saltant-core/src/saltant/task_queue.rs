use saltant_types::Page;
use saltant_types::saltant::{TaskQueue, TaskQueueId, TaskWhitelistId};

use super::TaskQueueFilter;
use super::paging::numbered_pages;
use crate::operations::Operation;

/// Lists task queues, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.list", GET "taskqueues/", output = Page<TaskQueue>)]
pub struct ListTaskQueues {
    /// Keeps the queues that match.
    #[query(flatten)]
    pub filters: TaskQueueFilter,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Queues on a page; the server's default is 100.
    #[query]
    pub page_size: Option<u64>,
}

numbered_pages!(ListTaskQueues, TaskQueue);

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
    /// What the queue is for; empty by default.
    #[json]
    pub description: Option<String>,
    /// Whether only the owner may use the queue; false by default.
    #[json]
    pub private: Option<bool>,
    /// Whether executable tasks are taken; true by default.
    #[json]
    pub runs_executable_tasks: Option<bool>,
    /// Whether Docker tasks are taken; true by default.
    #[json]
    pub runs_docker_container_tasks: Option<bool>,
    /// Whether Singularity tasks are taken; true by default.
    #[json]
    pub runs_singularity_container_tasks: Option<bool>,
    /// Whether the queue takes anything at all; true by default.
    #[json]
    pub active: Option<bool>,
    /// The whitelists; without one the queue takes nothing.
    #[json]
    pub whitelists: Option<Vec<TaskWhitelistId>>,
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
    /// What the queue is for.
    #[json]
    pub description: Option<String>,
    /// Whether only the owner may use the queue.
    #[json]
    pub private: Option<bool>,
    /// Whether executable tasks are taken.
    #[json]
    pub runs_executable_tasks: Option<bool>,
    /// Whether Docker tasks are taken.
    #[json]
    pub runs_docker_container_tasks: Option<bool>,
    /// Whether Singularity tasks are taken.
    #[json]
    pub runs_singularity_container_tasks: Option<bool>,
    /// Whether the queue takes anything at all.
    #[json]
    pub active: Option<bool>,
    /// The whitelists; an empty list clears them.
    #[json]
    pub whitelists: Option<Vec<TaskWhitelistId>>,
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
    /// What the queue is for.
    #[json]
    pub description: Option<String>,
    /// Whether only the owner may use the queue.
    #[json]
    pub private: Option<bool>,
    /// Whether executable tasks are taken.
    #[json]
    pub runs_executable_tasks: Option<bool>,
    /// Whether Docker tasks are taken.
    #[json]
    pub runs_docker_container_tasks: Option<bool>,
    /// Whether Singularity tasks are taken.
    #[json]
    pub runs_singularity_container_tasks: Option<bool>,
    /// Whether the queue takes anything at all.
    #[json]
    pub active: Option<bool>,
    /// The whitelists; an empty list clears them.
    #[json]
    pub whitelists: Option<Vec<TaskWhitelistId>>,
}
