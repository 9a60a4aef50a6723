//! Agave's operations.
//!
//! Names and arguments are those of the agavepy documentation; requests were recorded from that client, and
//! what it does wrong (lists joined with commas, form fields dropped, path values not encoded) is mended
//! here.

mod actor;
mod app;
mod auth;
mod credential;
mod envelope;
mod errors;
mod file;
mod job;
mod meta;
mod notification;
mod paging;
mod profile;
mod search;
mod system;
mod token;

pub use actor::{
    ActorMessage, AddActor, AddNonce, AddWorker, DeleteActor, DeleteNonce, DeleteWorker, Environment,
    GetActor, GetActorMessages, GetActorPermissions, GetActorState, GetExecution, GetExecutionLogs, GetNonce,
    GetOneExecutionResult, GetWorker, ListActors, ListExecutions, ListNonces, ListWorkers, SendBinaryMessage,
    SendMessage, UpdateActor, UpdateActorPermissions, UpdateActorState,
};
pub use app::{
    AddApp, DeleteApp, DeleteAppPermissions, DeleteAppPermissionsForUser, GetApp, ListAppPermissions,
    ListAppPermissionsForUser, ListApps, ListAppsByName, ListAppsBySystemId, ManageApp, UpdateApp,
    UpdateAppPermissionsForUser, UpdateApplicationPermissions,
};
pub use auth::{BearerToken, JwtAssertion, Nonce, OAuthClient, OAuthToken};
pub use credential::{
    DeleteCredentials, DeleteCredentialsForInternalUser, DeleteCredentialsForInternalUserByType,
    ListCredentials, ListCredentialsForInternalUser, ListCredentialsForInternalUserByType, UpdateCredentials,
    UpdateCredentialsForInternalUser, UpdateCredentialsForInternalUserByType,
};
pub use file::{
    DeleteFile, DeleteFileFromDefaultSystem, DeleteFilePermissions, DownloadFile,
    DownloadFileFromDefaultSystem, GetFileHistory, GetFileHistoryOnDefaultSystem, ImportData,
    ImportToDefaultSystem, ListFiles, ListFilesOnDefaultSystem, ManageFile, ManageFileOnDefaultSystem,
    NamedUpload, UpdateFilePermissions, UpdateFilePermissionsOnDefaultSystem,
};
pub use job::{
    DeleteJob, DeleteJobPermissions, DeleteJobPermissionsForUser, DownloadJobOutput, GetJob, GetJobHistory,
    GetJobStatus, ListJobOutputs, ListJobPermissions, ListJobPermissionsForUser, ListJobs, ManageJob,
    SearchJobs, SubmitJob, UpdateJobPermissions, UpdateJobPermissionsForUser,
};
pub use meta::{
    AddMetadata, AddSchema, DeleteMetadata, DeleteMetadataPermission, DeleteMetadataPermissionsForUser,
    DeleteSchema, DeleteSchemaPermissions, DeleteSchemaPermissionsForUser, GetMetadata, GetSchema,
    ListMetadata, ListMetadataPermissions, ListMetadataPermissionsForUser, ListSchemaPermissions,
    ListSchemaPermissionsForUser, SearchSchema, UpdateMetadata, UpdateMetadataPermissions,
    UpdateMetadataPermissionsForUser, UpdateSchema, UpdateSchemaPermissions, UpdateSchemaPermissionsForUser,
};
pub use notification::{
    AddNotification, DeleteNotification, GetNotification, ListNotifications, UpdateNotification,
};
pub use profile::{GetProfile, ListProfileByUsername, ListProfiles};
pub use search::Search;
pub use system::{
    AddSystem, DeleteSystem, DeleteSystemRoleForUser, DeleteSystemRoles, GetSystem, GetSystemRoleForUser,
    ListSystemRoles, ListSystems, ManageSystem, UpdateSystem, UpdateSystemRole, UpdateSystemRoleForUser,
};
pub use token::{CreateToken, RefreshToken};

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::{Answer, ApiError, ErrorKind, ReadError, Service};

/// Agave / Tapis v2: apps, jobs, files and actors, behind one gateway per tenant.
#[derive(Clone, Copy, Debug)]
pub struct Agave;

impl Service for Agave {
    /// Takes the envelope off.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        envelope::result(answer)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::refuses_the_credential(status, api).then_some(ErrorKind::Auth)
    }
}

/// Every operation of Agave.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<CreateToken>(),
        Entry::of::<RefreshToken>(),
        Entry::of::<SendBinaryMessage>(),
        Entry::of::<SendMessage>(),
        Entry::paged::<ListApps>(),
        Entry::streamed::<DownloadFile>(),
        Entry::of::<ImportData>(),
        Entry::of::<ImportToDefaultSystem>(),
        Entry::of::<SubmitJob>(),
        Entry::of::<GetJobStatus>(),
        Entry::paged::<ListJobOutputs>(),
        Entry::streamed::<DownloadJobOutput>(),
        Entry::paged::<ListJobs>(),
        Entry::of::<GetJob>(),
        Entry::of::<DeleteJob>(),
        Entry::of::<ManageJob>(),
        Entry::paged::<GetJobHistory>(),
        Entry::paged::<SearchJobs>(),
        Entry::paged::<ListJobPermissions>(),
        Entry::of::<UpdateJobPermissions>(),
        Entry::of::<DeleteJobPermissions>(),
        Entry::paged::<ListJobPermissionsForUser>(),
        Entry::of::<UpdateJobPermissionsForUser>(),
        Entry::of::<DeleteJobPermissionsForUser>(),
        Entry::paged::<ListFiles>(),
        Entry::paged::<ListFilesOnDefaultSystem>(),
        Entry::streamed::<DownloadFileFromDefaultSystem>(),
        Entry::of::<DeleteFile>(),
        Entry::of::<DeleteFileFromDefaultSystem>(),
        Entry::of::<ManageFile>(),
        Entry::of::<ManageFileOnDefaultSystem>(),
        Entry::paged::<GetFileHistory>(),
        Entry::paged::<GetFileHistoryOnDefaultSystem>(),
        Entry::of::<UpdateFilePermissions>(),
        Entry::of::<UpdateFilePermissionsOnDefaultSystem>(),
        Entry::of::<DeleteFilePermissions>(),
        Entry::of::<AddApp>(),
        Entry::of::<GetApp>(),
        Entry::of::<UpdateApp>(),
        Entry::of::<DeleteApp>(),
        Entry::of::<ManageApp>(),
        Entry::paged::<ListAppsByName>(),
        Entry::paged::<ListAppsBySystemId>(),
        Entry::paged::<ListAppPermissions>(),
        Entry::of::<UpdateApplicationPermissions>(),
        Entry::of::<DeleteAppPermissions>(),
        Entry::paged::<ListAppPermissionsForUser>(),
        Entry::of::<UpdateAppPermissionsForUser>(),
        Entry::of::<DeleteAppPermissionsForUser>(),
        Entry::of::<AddActor>(),
        Entry::paged::<ListActors>(),
        Entry::of::<GetActor>(),
        Entry::of::<UpdateActor>(),
        Entry::of::<DeleteActor>(),
        Entry::of::<GetActorMessages>(),
        Entry::of::<GetActorState>(),
        Entry::of::<UpdateActorState>(),
        Entry::of::<GetActorPermissions>(),
        Entry::of::<UpdateActorPermissions>(),
        Entry::of::<AddWorker>(),
        Entry::of::<ListWorkers>(),
        Entry::of::<GetWorker>(),
        Entry::of::<DeleteWorker>(),
        Entry::of::<AddNonce>(),
        Entry::of::<ListNonces>(),
        Entry::of::<GetNonce>(),
        Entry::of::<DeleteNonce>(),
        Entry::of::<ListExecutions>(),
        Entry::of::<GetExecution>(),
        Entry::streamed::<GetOneExecutionResult>(),
        Entry::of::<GetExecutionLogs>(),
        Entry::of::<AddMetadata>(),
        Entry::paged::<ListMetadata>(),
        Entry::of::<GetMetadata>(),
        Entry::of::<UpdateMetadata>(),
        Entry::of::<DeleteMetadata>(),
        Entry::paged::<ListMetadataPermissions>(),
        Entry::of::<UpdateMetadataPermissions>(),
        Entry::of::<DeleteMetadataPermission>(),
        Entry::of::<ListMetadataPermissionsForUser>(),
        Entry::of::<UpdateMetadataPermissionsForUser>(),
        Entry::of::<DeleteMetadataPermissionsForUser>(),
        Entry::of::<AddSchema>(),
        Entry::paged::<SearchSchema>(),
        Entry::of::<GetSchema>(),
        Entry::of::<UpdateSchema>(),
        Entry::of::<DeleteSchema>(),
        Entry::paged::<ListSchemaPermissions>(),
        Entry::of::<UpdateSchemaPermissions>(),
        Entry::of::<DeleteSchemaPermissions>(),
        Entry::of::<ListSchemaPermissionsForUser>(),
        Entry::of::<UpdateSchemaPermissionsForUser>(),
        Entry::of::<DeleteSchemaPermissionsForUser>(),
        Entry::of::<AddNotification>(),
        Entry::paged::<ListNotifications>(),
        Entry::of::<GetNotification>(),
        Entry::of::<UpdateNotification>(),
        Entry::of::<DeleteNotification>(),
        Entry::paged::<ListProfiles>(),
        Entry::of::<GetProfile>(),
        Entry::of::<ListProfileByUsername>(),
        Entry::of::<AddSystem>(),
        Entry::paged::<ListSystems>(),
        Entry::of::<GetSystem>(),
        Entry::of::<UpdateSystem>(),
        Entry::of::<DeleteSystem>(),
        Entry::of::<ManageSystem>(),
        Entry::paged::<ListSystemRoles>(),
        Entry::of::<UpdateSystemRole>(),
        Entry::of::<DeleteSystemRoles>(),
        Entry::of::<GetSystemRoleForUser>(),
        Entry::of::<UpdateSystemRoleForUser>(),
        Entry::of::<DeleteSystemRoleForUser>(),
        Entry::paged::<ListCredentials>(),
        Entry::of::<UpdateCredentials>(),
        Entry::of::<DeleteCredentials>(),
        Entry::paged::<ListCredentialsForInternalUser>(),
        Entry::of::<UpdateCredentialsForInternalUser>(),
        Entry::of::<DeleteCredentialsForInternalUser>(),
        Entry::paged::<ListCredentialsForInternalUserByType>(),
        Entry::of::<UpdateCredentialsForInternalUserByType>(),
        Entry::of::<DeleteCredentialsForInternalUserByType>(),
    ]
};
