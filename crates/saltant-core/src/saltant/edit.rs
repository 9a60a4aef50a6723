//! From a resource as it is to the operation that makes the server's copy the same.

use saltant_types::Map;
use saltant_types::saltant::{ContainerTaskType, ExecutableTaskType, TaskQueue, TaskWhitelist};

use super::{
    ContainerTaskTypeFields, ExecutableTaskTypeFields, PatchTaskQueue, PatchTaskWhitelist,
    PutContainerTaskType, PutExecutableTaskType, PutTaskQueue, PutTaskWhitelist, TaskQueueFields,
    TaskWhitelistFields,
};

/// Takes the shared fields from a resource. A field that is not listed does not compile. A resource has none of
/// the further fields that a program may send.
macro_rules! fields {
    ($fields:ident of $resource:ident { $($field:ident),+ $(,)? } $(without $further:ident)?) => {
        impl From<&$resource> for $fields {
            fn from(resource: &$resource) -> Self {
                Self { $($field: resource.$field.clone().into(),)+ $($further: Map::new())? }
            }
        }
    };
}

/// The same, and the fields that are another than before.
macro_rules! fields_and_changes {
    ($fields:ident of $resource:ident { $($field:ident),+ $(,)? }) => {
        fields!($fields of $resource { $($field),+ });

        impl $fields {
            fn changed(before: &$resource, after: &$resource) -> Self {
                Self { $($field: changed(&before.$field, &after.$field)),+ }
            }
        }
    };
}

fields_and_changes!(TaskQueueFields of TaskQueue {
    description, private, runs_executable_tasks, runs_docker_container_tasks,
    runs_singularity_container_tasks, active, whitelists,
});

fields_and_changes!(TaskWhitelistFields of TaskWhitelist {
    description, whitelisted_container_task_types, whitelisted_executable_task_types,
});

fields!(ExecutableTaskTypeFields of ExecutableTaskType {
    description, environment_variables, required_arguments, required_arguments_default_values,
    json_file_option,
} without extra);

fields!(ContainerTaskTypeFields of ContainerTaskType {
    description, logs_path, results_path, environment_variables, required_arguments,
    required_arguments_default_values,
} without extra);

/// The value if it is another than before.
fn changed<T: Clone + PartialEq>(before: &T, after: &T) -> Option<T> {
    (before != after).then(|| after.clone())
}

impl PatchTaskQueue {
    /// What has changed from one copy of a queue to another. Its id and owner cannot be changed.
    pub fn between(before: &TaskQueue, after: &TaskQueue) -> Self {
        let name = changed(&before.name, &after.name);
        Self { id: after.id, name, fields: TaskQueueFields::changed(before, after) }
    }
}

impl From<&TaskQueue> for PutTaskQueue {
    /// Everything that can be changed, as the copy has it.
    fn from(queue: &TaskQueue) -> Self {
        Self { id: queue.id, name: queue.name.clone(), fields: queue.into() }
    }
}

impl PatchTaskWhitelist {
    /// What has changed from one copy of a whitelist to another. Its id and owner cannot be changed.
    pub fn between(before: &TaskWhitelist, after: &TaskWhitelist) -> Self {
        let name = changed(&before.name, &after.name);
        Self { id: after.id, name, fields: TaskWhitelistFields::changed(before, after) }
    }
}

impl From<&TaskWhitelist> for PutTaskWhitelist {
    /// Everything that can be changed, as the copy has it.
    fn from(whitelist: &TaskWhitelist) -> Self {
        Self { id: whitelist.id, name: whitelist.name.clone(), fields: whitelist.into() }
    }
}

impl From<&ExecutableTaskType> for PutExecutableTaskType {
    /// Everything that can be changed, as the copy has it.
    fn from(task_type: &ExecutableTaskType) -> Self {
        Self {
            id: task_type.id,
            name: task_type.name.clone(),
            command_to_run: task_type.command_to_run.clone(),
            fields: task_type.into(),
        }
    }
}

impl From<&ContainerTaskType> for PutContainerTaskType {
    /// Everything that can be changed, as the copy has it.
    fn from(task_type: &ContainerTaskType) -> Self {
        Self {
            id: task_type.id,
            name: task_type.name.clone(),
            command_to_run: task_type.command_to_run.clone(),
            container_image: task_type.container_image.clone(),
            container_type: task_type.container_type.clone(),
            fields: task_type.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::operation::Operation;

    /// What a resource has and a request to change it does not send.
    const FIXED: [&str; 3] = ["id", "user", "datetime_created"];

    fn body(operation: &impl Operation) -> Value {
        let request = operation.to_request(&"http://localhost".parse().unwrap()).unwrap();
        serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap()
    }

    fn changeable(resource: &Value) -> Value {
        let mut resource = resource.clone();
        resource.as_object_mut().unwrap().retain(|name, _| !FIXED.contains(&name.as_str()));
        resource
    }

    fn resource(own: &Value) -> Value {
        let mut resource = json!({"id": 7, "user": "matt", "name": "n", "description": "d"});
        resource.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        resource
    }

    fn queue() -> Value {
        resource(&json!({
            "private": true, "runs_executable_tasks": false, "runs_docker_container_tasks": true,
            "runs_singularity_container_tasks": false, "active": true, "whitelists": [1]
        }))
    }

    fn whitelist() -> Value {
        resource(&json!({
            "whitelisted_container_task_types": [1], "whitelisted_executable_task_types": [2]
        }))
    }

    fn task_type(own: &Value) -> Value {
        let mut task_type = resource(own);
        let shared = json!({
            "datetime_created": "2026-11-21T00:00:00Z", "command_to_run": "c", "environment_variables": ["E"],
            "required_arguments": ["a"], "required_arguments_default_values": {"a": 1}
        });
        task_type.as_object_mut().unwrap().extend(shared.as_object().unwrap().clone());
        task_type
    }

    fn put_sends_all<T, P>(resource: &Value)
    where
        T: DeserializeOwned + Serialize,
        P: Operation + for<'a> From<&'a T>,
    {
        let read: T = serde_json::from_value(resource.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), *resource, "this test does not know a field");
        assert_eq!(body(&P::from(&read)), changeable(resource));
    }

    #[test]
    fn a_put_sends_every_field_that_can_be_changed() {
        put_sends_all::<TaskQueue, PutTaskQueue>(&queue());
        put_sends_all::<TaskWhitelist, PutTaskWhitelist>(&whitelist());
        let executable = task_type(&json!({"json_file_option": "--file"}));
        put_sends_all::<ExecutableTaskType, PutExecutableTaskType>(&executable);
        let container = task_type(&json!({
            "logs_path": "/l", "results_path": null, "container_image": "i", "container_type": "docker"
        }));
        put_sends_all::<ContainerTaskType, PutContainerTaskType>(&container);
    }

    /// Changes each field of the resource in turn: the patch sends that field alone.
    fn each_change<T: DeserializeOwned>(before: &Value, patch: impl Fn(&T, &T) -> Value) {
        let read = |value: &Value| serde_json::from_value::<T>(value.clone()).unwrap();
        assert_eq!(patch(&read(before), &read(before)), json!({}));
        let names: BTreeSet<_> = changeable(before).as_object().unwrap().keys().cloned().collect();
        for name in names {
            let mut after = before.clone();
            let field = &mut after[&name];
            *field = match field {
                Value::Bool(flag) => json!(!*flag),
                Value::Array(_) => json!([]),
                _ => json!("another"),
            };
            assert_eq!(patch(&read(before), &read(&after)), json!({ &name: after[&name] }), "{name}");
        }
    }

    #[test]
    fn a_patch_sends_what_has_changed_and_nothing_else() {
        each_change::<TaskQueue>(&queue(), |before, after| body(&PatchTaskQueue::between(before, after)));
        each_change::<TaskWhitelist>(&whitelist(), |before, after| {
            body(&PatchTaskWhitelist::between(before, after))
        });
    }
}
