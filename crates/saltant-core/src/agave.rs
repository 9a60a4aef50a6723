//! Agave's operations.
//!
//! Names and arguments are those of the agavepy documentation; requests were recorded from that client, and
//! what it does wrong (lists joined with commas, form fields dropped, path values not encoded) is mended
//! here.

mod auth;
mod envelope;
mod errors;
mod paging;
mod search;

pub use actor::{ActorMessage, Environment};
pub use auth::{BearerToken, JwtAssertion, Nonce, OAuthClient, OAuthSession, OAuthToken};
pub use file::NamedUpload;
pub use search::Search;

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, ApiError, ErrorKind, ReadError};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    token { CreateToken, RefreshToken }
    actor {
        SendBinaryMessage, SendMessage, AddActor, ListActors, GetActor, UpdateActor, DeleteActor,
        GetActorMessages, GetActorState, UpdateActorState, GetActorPermissions, UpdateActorPermissions,
        AddWorker, ListWorkers, GetWorker, DeleteWorker, AddNonce, ListNonces, GetNonce, DeleteNonce,
        ListExecutions, GetExecution, GetOneExecutionResult, GetExecutionLogs,
    }
    app {
        ListApps, AddApp, GetApp, UpdateApp, DeleteApp, ManageApp, ListAppsByName, ListAppsBySystemId,
        ListAppPermissions, UpdateApplicationPermissions, DeleteAppPermissions, ListAppPermissionsForUser,
        UpdateAppPermissionsForUser, DeleteAppPermissionsForUser,
    }
    file {
        DownloadFile, ImportData, ImportToDefaultSystem, ListFiles, ListFilesOnDefaultSystem,
        DownloadFileFromDefaultSystem, DeleteFile, DeleteFileFromDefaultSystem, ManageFile,
        ManageFileOnDefaultSystem, GetFileHistory, GetFileHistoryOnDefaultSystem, UpdateFilePermissions,
        UpdateFilePermissionsOnDefaultSystem, DeleteFilePermissions,
    }
    job {
        SubmitJob, GetJobStatus, ListJobOutputs, DownloadJobOutput, ListJobs, GetJob, DeleteJob, ManageJob,
        GetJobHistory, SearchJobs, ListJobPermissions, UpdateJobPermissions, DeleteJobPermissions,
        ListJobPermissionsForUser, UpdateJobPermissionsForUser, DeleteJobPermissionsForUser,
    }
    meta {
        AddMetadata, ListMetadata, GetMetadata, UpdateMetadata, DeleteMetadata, ListMetadataPermissions,
        UpdateMetadataPermissions, DeleteMetadataPermission, ListMetadataPermissionsForUser,
        UpdateMetadataPermissionsForUser, DeleteMetadataPermissionsForUser, AddSchema, SearchSchema,
        GetSchema, UpdateSchema, DeleteSchema, ListSchemaPermissions, UpdateSchemaPermissions,
        DeleteSchemaPermissions, ListSchemaPermissionsForUser, UpdateSchemaPermissionsForUser,
        DeleteSchemaPermissionsForUser,
    }
    notification {
        AddNotification, ListNotifications, GetNotification, UpdateNotification, DeleteNotification,
    }
    profile { ListProfiles, GetProfile, ListProfileByUsername }
    system {
        AddSystem, ListSystems, GetSystem, UpdateSystem, DeleteSystem, ManageSystem, ListSystemRoles,
        UpdateSystemRole, DeleteSystemRoles, GetSystemRoleForUser, UpdateSystemRoleForUser,
        DeleteSystemRoleForUser,
    }
    credential {
        ListCredentials, UpdateCredentials, DeleteCredentials, ListCredentialsForInternalUser,
        UpdateCredentialsForInternalUser, DeleteCredentialsForInternalUser,
        ListCredentialsForInternalUserByType, UpdateCredentialsForInternalUserByType,
        DeleteCredentialsForInternalUserByType,
    }
}

/// Agave / Tapis v2: apps, jobs, files and actors, behind one gateway per tenant.
#[derive(Clone, Copy, Debug)]
pub struct Agave;

impl Service for Agave {
    const NAME: &'static str = "agave";

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
