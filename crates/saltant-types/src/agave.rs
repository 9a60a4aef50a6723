//! Agave / Tapis v2: apps, jobs, files and actors.
//!
//! No live server could be asked: the requests are those of the Python client, the answers follow the
//! service's schemas. The schemas require next to nothing of an answer, so every field may be absent or null
//! and is an `Option` here; what an answer holds beyond its schema (`_links`, for one) is kept in `extra`.

mod actor;
mod app;
mod credential;
mod file;
mod job;
mod meta;
mod notification;
mod number;
mod permission;
mod profile;
mod record;
mod system;
mod token;

pub use actor::{
    Actor, ActorId, ActorLevel, ActorMessageResponse, ActorMessages, ActorNonce, ActorState, ActorStatus,
    ActorWorker, Execution, ExecutionId, ExecutionLogs, ExecutionStatus, ExecutionsSummary, NonceId,
    WorkerId,
};
pub use app::{
    AppAction, AppId, Application, ApplicationArgument, ApplicationDetails, ApplicationInput,
    ApplicationOutput, ApplicationParameter, ApplicationRequest, ApplicationSemantics, ApplicationSummary,
    ApplicationValue, ExecutionType, Parallelism, ParameterType,
};
pub use credential::{
    CredentialParent, CredentialServer, CredentialServerProtocol, CredentialType, StoredCredential,
    UserCredential,
};
pub use file::{FileAction, FileHistory, FilePermission, RemoteFile, RemoteFileType};
pub use job::{Job, JobAction, JobHistory, JobId, JobState, JobStatus, JobSummary};
pub use meta::{AgaveUuid, Metadata, MetadataRequest, MetadataSchema};
pub use notification::Notification;
pub use number::NumberOrText;
pub use permission::{Acl, Permission, PermissionRequest, PermissionWord};
pub use profile::Profile;
pub use record::EventNotification;
pub use system::{
    BatchQueue, LoginConfig, LoginProtocol, Scheduler, StorageConfig, StorageProtocol, System, SystemAction,
    SystemId, SystemRequest, SystemRole, SystemRoleWord, SystemStatus, SystemSummary, SystemType,
};
pub use token::{Token, TokenScope, Username};
