use serde::{Deserialize, Serialize};

use super::{Container, Executable, TaskTypeId, Username};
use crate::id::id;

id! {
    /// The id of a task whitelist.
    TaskWhitelistId(u64)
}

/// A set of task types, for the queues that have this whitelist to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskWhitelist {
    /// The whitelist's id.
    pub id: TaskWhitelistId,
    /// The owner: only the owner and superusers may change the whitelist.
    pub user: Username,
    /// The name, unique among whitelists: at most 50 characters.
    pub name: String,
    /// What the whitelist is for.
    #[serde(default)]
    pub description: String,
    /// The container task types that may run.
    #[serde(default)]
    pub whitelisted_container_task_types: Vec<TaskTypeId<Container>>,
    /// The executable task types that may run.
    #[serde(default)]
    pub whitelisted_executable_task_types: Vec<TaskTypeId<Executable>>,
}
