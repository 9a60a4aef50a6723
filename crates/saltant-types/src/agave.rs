//! Agave / Tapis v2: apps, jobs, files and actors.
//!
//! There was no live server to measure: the requests are those of the Python client agavepy, the answers
//! follow the service's schemas. These require almost no field of an answer, so every field may be absent or
//! null and is an `Option` here. Fields beyond the schema, such as `_links`, are kept in `extra`.

mod actor;
mod api_client;
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
mod tenant;
mod token;

pub use actor::{
    Actor, ActorId, ActorLevel, ActorMessageResponse, ActorMessages, ActorNonce, ActorState, ActorStatus,
    ActorWorker, Execution, ExecutionId, ExecutionLogs, ExecutionStatus, ExecutionSummary, ExecutionsSummary,
    WorkerId,
};
pub use api_client::{ApiClient, ApiClientName, ApiClientRequest, ApiSubscription, ApiSubscriptionRequest};
pub use app::{
    AppAction, AppId, Application, ApplicationArgument, ApplicationDetails, ApplicationRequest,
    ApplicationSemantics, ApplicationSummary, ApplicationValue, ExecutionType, Parallelism, ParameterType,
};
pub use credential::{
    CredentialParent, CredentialServer, CredentialServerProtocol, CredentialType, StoredCredential,
    UserCredential,
};
pub use file::{FileAction, FileHistory, FilePermission, RemoteFile, RemoteFileType};
pub use job::{Job, JobAction, JobHistory, JobId, JobRequest, JobState, JobStatus, JobSummary};
pub use meta::{AgaveUuid, Metadata, MetadataRequest, MetadataSchema};
pub use notification::{EventNotification, Notification};
pub use number::NumberOrText;
pub use permission::{Acl, Permission, PermissionRequest, PermissionType};
pub use profile::Profile;
pub use system::{
    BatchQueue, LoginConfig, LoginProtocol, Scheduler, StorageConfig, StorageProtocol, System, SystemAction,
    SystemId, SystemRequest, SystemRole, SystemRoleType, SystemStatus, SystemSummary, SystemType,
};
pub use tenant::{Tenant, TenantContact};
pub use token::{Token, TokenScope, Username};
