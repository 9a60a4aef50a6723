//! saltant: distributed, containerised task instances.
//!
//! The shapes are those of saltant's REST API as a real server answers it. Names are the API's own.

mod class;
mod once_mark;
mod page;
mod task_instance;
mod task_queue;
mod task_type;
mod task_whitelist;
mod token;
mod user;

pub use class::{Container, Executable, TaskClass};
pub use once_mark::OnceMark;
pub use page::Page;
pub use task_instance::{TaskInstance, TaskInstanceId, TaskInstanceStatus, TaskState};
pub use task_queue::{TaskQueue, TaskQueueId};
pub use task_type::{ContainerTaskType, ContainerType, ExecutableTaskType, TaskTypeId};
pub use task_whitelist::{TaskWhitelist, TaskWhitelistId};
pub use token::{AccessToken, TokenPair};
pub use user::{User, Username};
