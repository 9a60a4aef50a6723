use saltant_types::Page;
use saltant_types::saltant::{Container, Executable, TaskTypeId, TaskWhitelist, TaskWhitelistId};

use super::TaskWhitelistFilter;
use super::paging::numbered_pages;
use crate::operations::Operation;

/// Lists task whitelists, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_whitelists.list", GET "taskwhitelists/", output = Page<TaskWhitelist>)]
pub struct ListTaskWhitelists {
    /// Keeps the whitelists that match.
    #[query(flatten)]
    pub filters: TaskWhitelistFilter,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Whitelists on a page; the server's default is 100.
    #[query]
    pub page_size: Option<u64>,
}

numbered_pages!(ListTaskWhitelists, TaskWhitelist);

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
    /// What the whitelist is for; empty by default.
    #[json]
    pub description: Option<String>,
    /// The container task types that may run.
    #[json]
    pub whitelisted_container_task_types: Option<Vec<TaskTypeId<Container>>>,
    /// The executable task types that may run.
    #[json]
    pub whitelisted_executable_task_types: Option<Vec<TaskTypeId<Executable>>>,
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
    /// What the whitelist is for.
    #[json]
    pub description: Option<String>,
    /// The container task types that may run; an empty list clears them.
    #[json]
    pub whitelisted_container_task_types: Option<Vec<TaskTypeId<Container>>>,
    /// The executable task types that may run; an empty list clears them.
    #[json]
    pub whitelisted_executable_task_types: Option<Vec<TaskTypeId<Executable>>>,
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
    /// What the whitelist is for.
    #[json]
    pub description: Option<String>,
    /// The container task types that may run; an empty list clears them.
    #[json]
    pub whitelisted_container_task_types: Option<Vec<TaskTypeId<Container>>>,
    /// The executable task types that may run; an empty list clears them.
    #[json]
    pub whitelisted_executable_task_types: Option<Vec<TaskTypeId<Executable>>>,
}
