//! saltant's operations.
//!
//! Names and arguments are those of the saltant-py documentation; what the server really does was measured
//! on saltant's own server (Django 3.1, DRF 3.14). Bodies are JSON: forms, which saltant-py sends, cannot
//! say null or an empty list.

//!
//! Operations on instances are generic over the class of task: it is part of the ids' types, so that the id
//! of one class cannot be sent to the address of the other. `{K}` in their names and paths is its word.

mod auth;
mod edit;
mod errors;
mod filter;
mod paging;
mod pending;
mod task_instance;
mod task_queue;
mod task_type;
mod task_whitelist;
mod token;
mod user;

pub use auth::{JsonWebToken, StaticToken};
pub use filter::{
    ContainerTaskTypeFilter, ExecutableTaskTypeFilter, Filterable, IdLookup, ListFilter, TaskInstanceFilter,
    TaskQueueFilter, TaskWhitelistFilter, TextLookup, TimeLookup, UserFilter,
};
pub use paging::Paging;
pub use pending::{PendingInstances, PendingRequest};
pub use task_queue::TaskQueueFields;
pub use task_type::{ContainerTaskTypeFields, ExecutableTaskTypeFields};
pub use task_whitelist::TaskWhitelistFields;

use http::StatusCode;

use crate::answer::{Answer, ApiError, ErrorKind};
use crate::operation::Service;
use crate::operations::operations;

#[cfg(feature = "catalog")]
use saltant_types::saltant::{Container, Executable};

operations! {
    user { ListUsers, GetUser }
    task_queue { ListTaskQueues, GetTaskQueue, CreateTaskQueue, PutTaskQueue, PatchTaskQueue }
    task_whitelist {
        ListTaskWhitelists, GetTaskWhitelist, CreateTaskWhitelist, PutTaskWhitelist, PatchTaskWhitelist,
    }
    task_type {
        ListExecutableTaskTypes, ListContainerTaskTypes, GetTaskType [Executable, Container],
        CreateExecutableTaskType, PutExecutableTaskType, CreateContainerTaskType, PutContainerTaskType,
    }
    task_instance {
        ListTaskInstances [Executable, Container], GetTaskInstance [Executable, Container],
        CreateTaskInstance [Executable, Container], CloneTaskInstance [Executable, Container],
        TerminateTaskInstance [Executable, Container], UpdateTaskInstanceStatus,
    }
    token { ObtainToken, RefreshToken }
}

/// The saltant service: Django REST framework behind `…/api/`.
#[derive(Clone, Copy, Debug)]
pub struct Saltant;

impl Service for Saltant {
    const NAME: &'static str = "saltant";

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        (status == StatusCode::FORBIDDEN && errors::is_about_the_credential(api)).then_some(ErrorKind::Auth)
    }
}
