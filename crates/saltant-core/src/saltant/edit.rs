//! From a resource as it is to the operation that makes the server's copy the same.

use saltant_types::Settable;
use saltant_types::saltant::{ContainerTaskType, ExecutableTaskType, TaskQueue, TaskWhitelist};

use super::{
    PatchTaskQueue, PatchTaskWhitelist, PutContainerTaskType, PutExecutableTaskType, PutTaskQueue,
    PutTaskWhitelist,
};

/// The value if it is another than before.
fn changed<T: Clone + PartialEq>(before: &T, after: &T) -> Option<T> {
    (before != after).then(|| after.clone())
}

impl PatchTaskQueue {
    /// What has changed from one copy of a queue to another. Its id and owner cannot be changed.
    pub fn between(before: &TaskQueue, after: &TaskQueue) -> Self {
        let TaskQueue { id, user: _, name, description, private, active, whitelists, .. } = after;
        Self {
            id: *id,
            name: changed(&before.name, name),
            description: changed(&before.description, description),
            private: changed(&before.private, private),
            runs_executable_tasks: changed(&before.runs_executable_tasks, &after.runs_executable_tasks),
            runs_docker_container_tasks: changed(
                &before.runs_docker_container_tasks,
                &after.runs_docker_container_tasks,
            ),
            runs_singularity_container_tasks: changed(
                &before.runs_singularity_container_tasks,
                &after.runs_singularity_container_tasks,
            ),
            active: changed(&before.active, active),
            whitelists: changed(&before.whitelists, whitelists),
        }
    }
}

impl From<&TaskQueue> for PutTaskQueue {
    /// Everything that can be changed, as the copy has it.
    fn from(queue: &TaskQueue) -> Self {
        Self::new(queue.id, &*queue.name)
            .description(&*queue.description)
            .private(queue.private)
            .runs_executable_tasks(queue.runs_executable_tasks)
            .runs_docker_container_tasks(queue.runs_docker_container_tasks)
            .runs_singularity_container_tasks(queue.runs_singularity_container_tasks)
            .active(queue.active)
            .whitelists(queue.whitelists.iter().copied())
    }
}

impl PatchTaskWhitelist {
    /// What has changed from one copy of a whitelist to another. Its id and owner cannot be changed.
    pub fn between(before: &TaskWhitelist, after: &TaskWhitelist) -> Self {
        Self {
            id: after.id,
            name: changed(&before.name, &after.name),
            description: changed(&before.description, &after.description),
            whitelisted_container_task_types: changed(
                &before.whitelisted_container_task_types,
                &after.whitelisted_container_task_types,
            ),
            whitelisted_executable_task_types: changed(
                &before.whitelisted_executable_task_types,
                &after.whitelisted_executable_task_types,
            ),
        }
    }
}

impl From<&TaskWhitelist> for PutTaskWhitelist {
    /// Everything that can be changed, as the copy has it.
    fn from(whitelist: &TaskWhitelist) -> Self {
        Self::new(whitelist.id, &*whitelist.name)
            .description(&*whitelist.description)
            .whitelisted_container_task_types(whitelist.whitelisted_container_task_types.iter().copied())
            .whitelisted_executable_task_types(whitelist.whitelisted_executable_task_types.iter().copied())
    }
}

impl From<&ExecutableTaskType> for PutExecutableTaskType {
    /// Everything that can be changed, as the copy has it.
    fn from(task_type: &ExecutableTaskType) -> Self {
        Self::new(task_type.id, &*task_type.name, &*task_type.command_to_run)
            .description(&*task_type.description)
            .environment_variables(task_type.environment_variables.iter().cloned())
            .required_arguments(task_type.required_arguments.iter().cloned())
            .required_arguments_default_values(task_type.required_arguments_default_values.clone())
            .json_file_option(Settable::from(task_type.json_file_option.clone()))
    }
}

impl From<&ContainerTaskType> for PutContainerTaskType {
    /// Everything that can be changed, as the copy has it.
    fn from(task_type: &ContainerTaskType) -> Self {
        let (image, kind) = (&*task_type.container_image, task_type.container_type.clone());
        Self::new(task_type.id, &*task_type.name, &*task_type.command_to_run, image, kind)
            .description(&*task_type.description)
            .logs_path(Settable::from(task_type.logs_path.clone()))
            .results_path(Settable::from(task_type.results_path.clone()))
            .environment_variables(task_type.environment_variables.iter().cloned())
            .required_arguments(task_type.required_arguments.iter().cloned())
            .required_arguments_default_values(task_type.required_arguments_default_values.clone())
    }
}
