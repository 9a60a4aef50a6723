use saltant_types::saltant::{Container, Executable, TaskTypeId, TaskWhitelist, TaskWhitelistId};

use super::{Paging, TaskWhitelistFilter};
use crate::Fields;
use crate::operations::Operation;

/// Lists task whitelists, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_whitelists.list", GET "taskwhitelists/", page of TaskWhitelist by id)]
pub struct ListTaskWhitelists {
    /// Only whitelists that match.
    #[query(flatten)]
    pub filters: TaskWhitelistFilter,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Gets the task whitelist with an id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_whitelists.get", GET "taskwhitelists/{id}/", output = TaskWhitelist)]
pub struct GetTaskWhitelist {
    /// The whitelist's id.
    #[segment]
    pub id: TaskWhitelistId,
}

/// Creates a task whitelist, owned by the caller.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_whitelists.create", POST "taskwhitelists/", output = TaskWhitelist)]
pub struct CreateTaskWhitelist {
    /// The name, unique among whitelists: at most 50 characters.
    #[json]
    pub name: String,
    /// The fields that may be left out.
    #[fields]
    pub fields: TaskWhitelistFields,
}

/// Updates a task whitelist; what is not given is kept.
///
/// Only the owner and superusers may.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_whitelists.put", PUT "taskwhitelists/{id}/", output = TaskWhitelist)]
pub struct PutTaskWhitelist {
    /// The whitelist's id.
    #[segment]
    pub id: TaskWhitelistId,
    /// The name, unique among whitelists: at most 50 characters.
    #[json]
    pub name: String,
    /// The fields that may be left out.
    #[fields]
    pub fields: TaskWhitelistFields,
}

/// Updates a part of a task whitelist; what is not given is kept.
///
/// Only the owner and superusers may.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_whitelists.patch", PATCH "taskwhitelists/{id}/", output = TaskWhitelist)]
pub struct PatchTaskWhitelist {
    /// The whitelist's id.
    #[segment]
    pub id: TaskWhitelistId,
    /// The name, unique among whitelists: at most 50 characters.
    #[json]
    pub name: Option<String>,
    /// The fields that may be left out.
    #[fields]
    pub fields: TaskWhitelistFields,
}

/// What a task whitelist has besides its name and owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct TaskWhitelistFields {
    /// What the whitelist is for. A new whitelist has an empty one by default.
    #[json]
    pub description: Option<String>,
    /// The container task types that may run; an empty list removes all of them.
    #[json]
    pub whitelisted_container_task_types: Option<Vec<TaskTypeId<Container>>>,
    /// The executable task types that may run; an empty list removes all of them.
    #[json]
    pub whitelisted_executable_task_types: Option<Vec<TaskTypeId<Executable>>>,
}
