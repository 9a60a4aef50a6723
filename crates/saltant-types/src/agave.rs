//! Agave / Tapis v2: apps, jobs, files and actors.
//!
//! No live server could be asked: the requests are those of the Python client, the answers follow the
//! service's schemas. The schemas require next to nothing of an answer, so every field may be absent or null
//! and is an `Option` here; what an answer holds beyond its schema (`_links`, for one) is kept in `extra`.

mod actor;
mod app;
mod file;
mod job;
mod number;
mod record;
mod token;

pub use actor::{ActorId, ActorMessageResponse, ExecutionId};
pub use app::{AppId, ApplicationSummary};
pub use file::{PermissionWord, RemoteFile, RemoteFileType, SystemId};
pub use job::{Job, JobId, JobState, JobStatus};
pub use number::NumberOrText;
pub use record::EventNotification;
pub use token::{Token, TokenScope, Username};
