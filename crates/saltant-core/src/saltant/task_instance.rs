use saltant_types::saltant::{
    TaskClass, TaskInstance, TaskInstanceId, TaskInstanceStatus, TaskQueueId, TaskState, TaskTypeId,
};
use saltant_types::schema::{HasSchema, Schema};
use saltant_types::{Map, Uuid, Value};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Paging, TaskInstanceFilter};
use crate::answer::{Error, ErrorKind};
use crate::operations::Operation;
use crate::request::EncodeError;

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

/// The arguments to run a task type with: a JSON object.
///
/// ```
/// use saltant_core::saltant::TaskArguments;
/// use serde_json::json;
///
/// #[derive(serde::Serialize)]
/// struct Run {
///     seed: u32,
/// }
///
/// assert_eq!(TaskArguments::of(&Run { seed: 7 })?, TaskArguments::from(json!({"seed": 7})));
/// # Ok::<(), saltant_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct TaskArguments(Value);

impl TaskArguments {
    /// The fields of a value as arguments. A value that cannot be written as JSON is an error of kind `Encode`.
    pub fn of(value: &impl Serialize) -> Result<Self, Error> {
        let value = serde_json::to_value(value);
        value.map(Self).map_err(|error| Error::new(ErrorKind::Encode, error.to_string()))
    }
}

/// A value that is not an object is refused when the request is made.
impl From<Value> for TaskArguments {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl From<Map<String, Value>> for TaskArguments {
    fn from(arguments: Map<String, Value>) -> Self {
        Self(Value::Object(arguments))
    }
}

impl<'de> Deserialize<'de> for TaskArguments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::from)
    }
}

impl HasSchema for TaskArguments {
    const SCHEMA: Schema = Schema::Object;
}

/// Creates a task instance: a run of a task type on a queue.
///
/// The answer always says `created`, whatever has happened to the instance since.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_instances.create", POST "{K}taskinstances/", output = TaskInstance<K>)]
#[operation(check = check_arguments)]
pub struct CreateTaskInstance<K: TaskClass> {
    /// The task type to run.
    #[json]
    pub task_type: TaskTypeId<K>,
    /// The queue to run it on.
    #[json]
    pub task_queue: TaskQueueId,
    /// The arguments to run it with; missing ones are filled in from the task type's default values.
    #[json]
    pub arguments: Option<TaskArguments>,
    /// A name, not unique: at most 200 characters; empty by default.
    #[json]
    pub name: Option<String>,
}

fn check_arguments<K: TaskClass>(operation: &CreateTaskInstance<K>) -> Result<(), EncodeError> {
    match &operation.arguments {
        Some(TaskArguments(value)) if !value.is_object() => {
            let reason = "the arguments of a task have to be a JSON object".to_owned();
            Err(EncodeError::Refused { name: "arguments", reason })
        }
        _ => Ok(()),
    }
}

/// Clones a task instance: same type, queue, arguments and name, owned by the caller.
///
/// A UUID that does not exist, and a clone that the queue would refuse, are answered with a 500 page.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "clone")]
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

#[cfg(test)]
mod tests {
    use saltant_types::saltant::Executable;
    use serde_json::json;

    use super::*;

    #[test]
    fn arguments_are_any_json_object_and_nothing_else() {
        let body = |arguments: TaskArguments| {
            let create = CreateTaskInstance::<Executable>::new(1, 2).arguments(arguments);
            let request = create.to_request(&"http://localhost".parse().unwrap())?;
            Ok::<_, Error>(String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap())
        };
        let wire = r#"{"task_type":1,"task_queue":2,"arguments":{"seed":7}}"#;
        assert_eq!(body(json!({"seed": 7}).into()).unwrap(), wire);
        assert_eq!(body(json!({"seed": 7}).as_object().unwrap().clone().into()).unwrap(), wire);
        for wrong in [json!(null), json!([1]), json!("seed"), json!(7)] {
            let error = body(wrong.into()).unwrap_err();
            assert!(error.to_string().contains("JSON object"), "{error}");
        }
    }
}
