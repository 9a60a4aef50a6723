use saltant_types::saltant::{
    TaskClass, TaskInstance, TaskInstanceId, TaskInstanceStatus, TaskQueueId, TaskState, TaskTypeId,
};
use saltant_types::{Map, Uuid, Value};

use super::{Paging, TaskInstanceFilter};
use crate::operations::Operation;

/// Lists task instances of a class, newest first.
///
/// Instances that were created in the same microsecond have no fixed order: where a page ends, one of them may
/// be on both pages or on none. The item stream gives each item once.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_instances.list", GET "{K}taskinstances/", page of TaskInstance<K> by uuid)]
pub struct ListTaskInstances<K: TaskClass> {
    /// Only instances that match.
    #[query(flatten)]
    pub filters: TaskInstanceFilter<K>,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Gets the task instance with a UUID.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_instances.get", GET "{K}taskinstances/{uuid}/", output = TaskInstance<K>)]
pub struct GetTaskInstance<K: TaskClass> {
    /// The instance's UUID.
    #[segment]
    pub uuid: TaskInstanceId<K>,
}

/// Creates a task instance: a run of a task type on a queue.
///
/// The answer always says `created`, whatever has happened to the instance since.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_instances.create", POST "{K}taskinstances/", output = TaskInstance<K>)]
pub struct CreateTaskInstance<K: TaskClass> {
    /// The task type to run.
    #[json]
    pub task_type: TaskTypeId<K>,
    /// The queue to run it on.
    #[json]
    pub task_queue: TaskQueueId,
    /// The arguments to run it with; missing ones are filled in from the task type's default values.
    #[json]
    pub arguments: Option<Map<String, Value>>,
    /// A name, not unique: at most 200 characters; empty by default.
    #[json]
    pub name: Option<String>,
}

/// Clones a task instance: same type, queue, arguments and name, owned by the caller.
///
/// A UUID that does not exist, and a clone that the queue would refuse, are answered with a 500 page.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_instances.clone", POST "{K}taskinstances/{uuid}/clone/", output = TaskInstance<K>)]
pub struct CloneTaskInstance<K: TaskClass> {
    /// The UUID of the instance to clone.
    #[segment]
    pub uuid: TaskInstanceId<K>,
}

/// Asks for a task instance to be terminated.
///
/// The answer is the instance as it was before: wait for the state `terminated`. A finished instance stays
/// as it is. A second request changes nothing, so the request may be repeated. A UUID that does not exist is
/// answered with a 500 page.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_instances.terminate", POST "{K}taskinstances/{uuid}/terminate/", output = TaskInstance<K>)]
#[operation(effect = Idempotent)]
pub struct TerminateTaskInstance<K: TaskClass> {
    /// The UUID of the instance to terminate.
    #[segment]
    pub uuid: TaskInstanceId<K>,
}

/// Stores the state of a task instance of either class, as a worker does.
///
/// The server checks neither who asks nor whether the state makes sense; a text of more than ten characters
/// is answered with a 500 page. A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_instances.update_status", PATCH "updatetaskinstancestatus/{uuid}/")]
#[operation(output = TaskInstanceStatus, effect = Idempotent)]
pub struct UpdateTaskInstanceStatus {
    /// The instance's UUID.
    #[segment]
    pub uuid: Uuid,
    /// The state.
    #[json]
    pub state: TaskState,
}
