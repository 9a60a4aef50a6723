//! Agave's operations.
//!
//! Names and arguments are those of the documentation of agavepy, the service's Python client; the requests
//! were recorded from it. What agavepy does wrong is right here: it joins lists with commas, drops form fields
//! and does not encode path values.

mod actor;
mod api_client;
mod app;
mod auth;
mod cache;
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
mod tenant;
mod token;

pub use actor::{ActorMessage, Environment};
pub use app::AppVisibility;
pub use auth::{BearerToken, JwtAssertion, Nonce, OAuthClient, OAuthSession, OAuthToken, UserPassword};
pub use cache::CachedSession;
pub use file::{FileActionDetails, FileImport, NamedUpload};
pub use paging::Offset;
pub use search::{Search, Selection};

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, ApiError, ErrorKind, ReadError};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    token { CreateToken, RefreshToken }
    api_client {
        ListApiClients, CreateApiClient, GetApiClient, DeleteApiClient, ListApiSubscriptions,
        AddApiSubscription, DeleteApiSubscriptions,
    }
    tenant { ListTenants }
    actor {
        SendBinaryMessage, SendMessage, CreateActor, ListActors, GetActor, UpdateActor, DeleteActor,
        GetActorMessages, GetActorState, UpdateActorState, GetActorPermissions, UpdateActorPermissions,
        AddWorkers, ListWorkers, GetWorker, DeleteWorker, CreateNonce, ListNonces, GetNonce, DeleteNonce,
        GetExecutionsSummary, GetExecution, TakeExecutionResult, GetExecutionLogs,
    }
    app {
        ListApps, CreateApp, GetApp, UpdateApp, DeleteApp, ManageApp, ListAppsByName, ListAppsBySystemId,
        ListAppPermissions, UpdateAppPermissions, DeleteAppPermissions, ListAppPermissionsForUser,
        UpdateAppPermissionsForUser, DeleteAppPermissionsForUser,
    }
    file {
        DownloadFile, ImportFile, ImportFileToDefaultSystem, ListFiles, ListFilesOnDefaultSystem,
        DownloadFileFromDefaultSystem, DeleteFile, DeleteFileFromDefaultSystem, ManageFile,
        ManageFileOnDefaultSystem, ListFileHistory, ListFileHistoryOnDefaultSystem, UpdateFilePermissions,
        UpdateFilePermissionsOnDefaultSystem, DeleteFilePermissions,
    }
    job {
        SubmitJob, GetJobStatus, ListJobOutputs, DownloadJobOutput, ListJobs, GetJob, DeleteJob, ManageJob,
        ListJobHistory, SearchJobs, ListJobPermissions, UpdateJobPermissions, DeleteJobPermissions,
        ListJobPermissionsForUser, UpdateJobPermissionsForUser, DeleteJobPermissionsForUser,
    }
    meta {
        CreateMetadata, ListMetadata, GetMetadata, UpdateMetadata, DeleteMetadata, ListMetadataPermissions,
        UpdateMetadataPermissions, DeleteMetadataPermissions, GetMetadataPermissionsForUser,
        UpdateMetadataPermissionsForUser, DeleteMetadataPermissionsForUser, CreateSchema, ListSchemas,
        GetSchema, UpdateSchema, DeleteSchema, ListSchemaPermissions, UpdateSchemaPermissions,
        DeleteSchemaPermissions, GetSchemaPermissionsForUser, UpdateSchemaPermissionsForUser,
        DeleteSchemaPermissionsForUser,
    }
    notification {
        CreateNotification, ListNotifications, GetNotification, UpdateNotification, DeleteNotification,
    }
    profile { ListProfiles, GetOwnProfile, GetProfile }
    system {
        CreateSystem, ListSystems, GetSystem, UpdateSystem, DeleteSystem, ManageSystem, ListSystemRoles,
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

    /// Reads the `result` of the envelope `{status, message, version, result}`.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        envelope::result(answer)
    }

    fn read_list<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, ReadError> {
        envelope::list(answer)
    }

    fn read_nothing(answer: &Answer) -> Result<(), ReadError> {
        envelope::nothing(answer)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::refuses_the_credential(status, api).then_some(ErrorKind::Auth)
    }
}
