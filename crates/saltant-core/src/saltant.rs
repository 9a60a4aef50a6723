//! saltant's operations.
//!
//! Names and arguments are those of the saltant-py documentation; what the server really does was measured
//! on saltant's own server (Django 3.1, DRF 3.14). Bodies are JSON: forms, which saltant-py sends, cannot
//! say null or an empty list.

mod auth;
mod batch;
mod edit;
mod errors;
mod filter;
mod paging;
mod task_instance;
mod task_queue;
mod task_type;
mod task_whitelist;
mod token;
mod user;

pub use auth::{JsonWebToken, StaticToken};
pub use batch::{Ask, Batch};
pub use filter::{
    Class, ContainerTaskTypeFilter, ExecutableTaskTypeFilter, Filter, Filterable, Flag, OneOf,
    TaskInstanceFilter, TaskQueueFilter, TaskWhitelistFilter, Text, UserFilter, When,
};
pub use task_instance::{
    CloneTaskInstance, CreateTaskInstance, GetTaskInstance, ListTaskInstances, TerminateTaskInstance,
    UpdateTaskInstanceStatus,
};
pub use task_queue::{CreateTaskQueue, GetTaskQueue, ListTaskQueues, PatchTaskQueue, PutTaskQueue};
pub use task_type::{
    CreateContainerTaskType, CreateExecutableTaskType, GetTaskType, ListTaskTypes, PutContainerTaskType,
    PutExecutableTaskType,
};
pub use task_whitelist::{
    CreateTaskWhitelist, GetTaskWhitelist, ListTaskWhitelists, PatchTaskWhitelist, PutTaskWhitelist,
};
pub use token::{ObtainToken, RefreshToken};
pub use user::{GetUser, ListUsers};

use http::StatusCode;

use crate::{Answer, ApiError, ErrorKind, Service};

/// The saltant service: Django REST framework behind `…/api/`.
#[derive(Clone, Copy, Debug)]
pub struct Saltant;

impl Service for Saltant {
    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        (status == StatusCode::FORBIDDEN && errors::is_about_the_credential(api)).then_some(ErrorKind::Auth)
    }
}

/// Every operation of saltant.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use saltant_types::saltant::{Container, Executable};

    use crate::catalog::Entry;
    &[
        Entry::paged::<ListUsers>(),
        Entry::of::<GetUser>(),
        Entry::paged::<ListTaskQueues>(),
        Entry::of::<GetTaskQueue>(),
        Entry::of::<CreateTaskQueue>(),
        Entry::of::<PutTaskQueue>(),
        Entry::of::<PatchTaskQueue>(),
        Entry::paged::<ListTaskWhitelists>(),
        Entry::of::<GetTaskWhitelist>(),
        Entry::of::<CreateTaskWhitelist>(),
        Entry::of::<PutTaskWhitelist>(),
        Entry::of::<PatchTaskWhitelist>(),
        Entry::paged::<ListTaskTypes<Executable>>(),
        Entry::of::<GetTaskType<Executable>>(),
        Entry::of::<CreateExecutableTaskType>(),
        Entry::of::<PutExecutableTaskType>(),
        Entry::paged::<ListTaskTypes<Container>>(),
        Entry::of::<GetTaskType<Container>>(),
        Entry::of::<CreateContainerTaskType>(),
        Entry::of::<PutContainerTaskType>(),
        Entry::paged::<ListTaskInstances<Executable>>(),
        Entry::of::<GetTaskInstance<Executable>>(),
        Entry::of::<CreateTaskInstance<Executable>>(),
        Entry::of::<CloneTaskInstance<Executable>>(),
        Entry::of::<TerminateTaskInstance<Executable>>(),
        Entry::paged::<ListTaskInstances<Container>>(),
        Entry::of::<GetTaskInstance<Container>>(),
        Entry::of::<CreateTaskInstance<Container>>(),
        Entry::of::<CloneTaskInstance<Container>>(),
        Entry::of::<TerminateTaskInstance<Container>>(),
        Entry::of::<UpdateTaskInstanceStatus>(),
        Entry::of::<ObtainToken>(),
        Entry::of::<RefreshToken>(),
    ]
};
