use std::fmt::Debug;
use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ContainerTaskType, ExecutableTaskType, TaskQueue, TaskWhitelist};
use super::{TaskTypeId, TaskWhitelistId};

mod sealed {
    pub trait Sealed {}
}

/// The two classes of task: [`Executable`] and [`Container`].
///
/// Instances of both have the same fields and calls, but different addresses and ids. Terminating an
/// executable instance through the container address stops the job *and* answers 500. So the class is part of
/// the id's type, and such a call does not compile.
pub trait TaskClass:
    sealed::Sealed + Copy + Debug + Default + Eq + Ord + Hash + Send + Sync + 'static
{
    /// The class's task type.
    type TaskType: Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The class's word in addresses and operation names.
    const WORD: &'static str;

    /// The id of a task type.
    fn task_type_id(task_type: &Self::TaskType) -> TaskTypeId<Self>;

    /// The types of this class that a whitelist allows.
    fn whitelisted(whitelist: &TaskWhitelist) -> &[TaskTypeId<Self>];

    /// Whether a queue takes any tasks of this class.
    fn accepted_by(queue: &TaskQueue) -> bool;
}

/// Tasks that run a command directly on a worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Executable;

/// Tasks that run a command in a Docker or Singularity container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Container;

impl sealed::Sealed for Executable {}

impl TaskClass for Executable {
    type TaskType = ExecutableTaskType;

    const WORD: &'static str = "executable";

    fn task_type_id(task_type: &ExecutableTaskType) -> TaskTypeId<Self> {
        task_type.id
    }

    fn whitelisted(whitelist: &TaskWhitelist) -> &[TaskTypeId<Self>] {
        &whitelist.whitelisted_executable_task_types
    }

    fn accepted_by(queue: &TaskQueue) -> bool {
        queue.runs_executable_tasks
    }
}

impl sealed::Sealed for Container {}

impl TaskClass for Container {
    type TaskType = ContainerTaskType;

    const WORD: &'static str = "container";

    fn task_type_id(task_type: &ContainerTaskType) -> TaskTypeId<Self> {
        task_type.id
    }

    fn whitelisted(whitelist: &TaskWhitelist) -> &[TaskTypeId<Self>] {
        &whitelist.whitelisted_container_task_types
    }

    fn accepted_by(queue: &TaskQueue) -> bool {
        queue.runs_docker_container_tasks || queue.runs_singularity_container_tasks
    }
}

impl TaskWhitelist {
    /// Whether a task type is on this whitelist.
    pub fn allows<K: TaskClass>(&self, task_type: TaskTypeId<K>) -> bool {
        K::whitelisted(self).contains(&task_type)
    }
}

impl TaskQueue {
    /// Whether a task type may run here, given the whitelists. A queue without a whitelist takes nothing.
    pub fn takes<K: TaskClass>(&self, task_type: TaskTypeId<K>, whitelists: &[TaskWhitelist]) -> bool {
        let allowed_by = |id: &TaskWhitelistId| {
            whitelists.iter().any(|whitelist| whitelist.id == *id && whitelist.allows(task_type))
        };
        self.active && K::accepted_by(self) && self.whitelists.iter().any(allowed_by)
    }
}
