//! Inmanta's operations.
//!
//! Names and arguments are those of the documentation of Inmanta's Python client; what the server really
//! does was measured on inmanta-core 17. A name with `v1` belongs to version 1 of the API, whose answers
//! have no common form; those of version 2 come in an envelope, which is taken off.
//!
//! Most operations belong to an environment. It goes in a header, `tid`: given in the operation, or once for
//! all in the client. The server answers 400 where it is missing.

mod auth;
mod errors;
mod filter;
mod keyed;
mod paging;
mod sort;

pub use auth::{BearerToken, UserLogin, UserSession};
pub use file::FileContent;
pub use filter::{
    AgentFilter, Bound, CompileReportFilter, DesiredStateVersionFilter, DiscoveredResourceFilter, FactFilter,
    Filter, Filterable, Kind, Not, NotificationFilter, ParameterFilter, ResourceFilter, ResourceLogFilter,
    StateIs, VersionedResourceFilter,
};
pub use sort::{InvalidSort, Sort};

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, ApiError, ErrorKind, ReadError, decode};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    project {
        ProjectCreate, ProjectList, ProjectGet, ProjectModify, ProjectDelete, CreateProject, ListProjects,
        GetProject, ModifyProject, DeleteProject,
    }
    environment {
        EnvironmentCreate, EnvironmentList, EnvironmentGet, EnvironmentModify, EnvironmentDelete,
        EnvironmentClear, EnvironmentCreateToken, HaltEnvironment, ResumeEnvironment,
        GetEnvironmentMetrics,
    }
    environment_v1 {
        CreateEnvironment, ListEnvironments, ModifyEnvironment, DeleteEnvironment, ClearEnvironment,
        CreateToken,
    }
    setting {
        EnvironmentSettingsSet, EnvironmentSettingsList, EnvironmentSettingGet, EnvironmentSettingDelete,
        ProtectedEnvironmentSettingsSetBatch, ListSettings, GetSetting, SetSetting, DeleteSetting,
    }
    parameter { GetParam, SetParam, DeleteParam, ListParams, SetParameters, SetParameter, GetParameters }
    fact { SetFact, GetFact, GetFacts, GetAllFacts }
    version {
        ReserveVersion, PutPartial, ListDesiredStateVersions, PromoteDesiredStateVersion,
        GetDiffOfVersions, GetPipConfig,
    }
    version_v1 { PutVersion, ListVersions, GetVersion, DeleteVersion, ReleaseVersion }
    compile { GetCompileDetails, GetCompileReports, GetCompileData }
    compile_v1 { NotifyChange, NotifyChangeGet, IsCompiling, GetCompileQueue, GetReport, GetReports }
    resource {
        ResourceList, GetResourceDetails, GetResourceHistory, GetResourceLogs, GetResourcesInVersion,
        GetVersionedResourceDetails,
    }
    resource_action { GetResourceActions, GetResourceEvents, ResourceDidDependencyChange, GetResource }
    agent {
        GetAgents, DoAgentAction, DoAllAgentsAction, GetAgentProcessDetails, Deploy, ListAgents,
        ListAgentProcesses, GetAgentProcess, GetState,
    }
    dry_run {
        DryrunTrigger, ListDryruns, GetDryrunDiff, DryrunRequest, DryrunList, GetDryrunReport,
        DryrunUpdate,
    }
    file { StatFile, StatFiles, GetFile, Diff }
    user { Login, ListUsers, GetCurrentUser, AddUser, DeleteUser, SetPassword, SetIsAdmin }
    role { ListRoles, CreateRole, DeleteRole, ListRolesForUser, AssignRole, UnassignRole }
    notification { ListNotifications, GetNotification, UpdateNotification }
    discovered_resource {
        DiscoveredResourceCreate, DiscoveredResourceCreateBatch, DiscoveredResourcesGet,
        DiscoveredResourcesGetBatch,
    }
    session { SendHeartbeat, HeartbeatReply }
    scheduler { GetSchedulerStatus }
    server { Health, GetApiDocs, Graphql, GraphqlSchema }
    agent_call {
        GetStatus, SetState, Trigger, DoDryrun, GetParameter, NotifyTimerUpdate, TriggerGetStatus,
        GetDbStatus, RemoveExecutorVenvs,
    }
}

/// The name of the header that says which environment a request is about.
pub const ENVIRONMENT_HEADER: &str = "x-inmanta-tid";

/// Inmanta: an orchestrator's API behind `/api/v1/` and `/api/v2/`.
#[derive(Clone, Copy, Debug)]
pub struct Inmanta;

impl Service for Inmanta {
    const NAME: &'static str = "inmanta";

    /// Takes the envelope off that version 2 puts around every answer.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        #[derive(Deserialize)]
        struct Envelope<T> {
            data: T,
        }

        decode::json::<Envelope<T>>(answer).map(|envelope| envelope.data)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        (status == StatusCode::FORBIDDEN && errors::is_about_the_credential(api)).then_some(ErrorKind::Auth)
    }
}

/// Version 1 of the API, whose answers have no common form.
pub mod v1 {
    use super::{Answer, ApiError, ErrorKind, Inmanta, Service, StatusCode};

    /// Version 1 of Inmanta's API.
    #[derive(Clone, Copy, Debug)]
    pub struct InmantaV1;

    impl Service for InmantaV1 {
        const NAME: &'static str = "inmanta";

        fn read_error(answer: &Answer) -> ApiError {
            Inmanta::read_error(answer)
        }

        fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
            Inmanta::error_kind(status, api)
        }
    }
}
