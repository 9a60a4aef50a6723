//! Inmanta's operations.
//!
//! Names and arguments are those of the documentation of Inmanta's Python client; what the server really
//! does was measured on inmanta-core 17. A name with `v1` belongs to version 1 of the API, whose answers
//! have no common form; those of version 2 come in an envelope, which is taken off.
//!
//! Most operations belong to an environment. It goes in a header, `tid`: given in the operation, or once for
//! all in the client. The server answers 400 where it is missing.

mod agent;
mod agent_call;
mod auth;
mod compile;
mod compile_v1;
mod discovered_resource;
mod dry_run;
mod environment;
mod environment_v1;
mod errors;
mod fact;
mod file;
mod filter;
mod keyed;
mod notification;
mod paging;
mod parameter;
mod project;
mod resource;
mod resource_action;
mod role;
mod scheduler;
mod server;
mod session;
mod setting;
mod sort;
mod user;
mod version;
mod version_v1;

pub use agent::{
    Deploy, DoAgentAction, DoAllAgentsAction, GetAgentProcess, GetAgentProcessDetails, GetAgents, GetState,
    ListAgentProcesses, ListAgents,
};
pub use agent_call::{
    DoDryrun, GetDbStatus, GetParameter, GetStatus, NotifyTimerUpdate, RemoveExecutorVenvs, SetState,
    Trigger, TriggerGetStatus,
};
pub use auth::{BearerToken, UserLogin};
pub use compile::{GetCompileData, GetCompileDetails, GetCompileReports};
pub use compile_v1::{GetCompileQueue, GetReport, GetReports, IsCompiling, NotifyChange, NotifyChangeGet};
pub use discovered_resource::{
    DiscoveredResourceCreate, DiscoveredResourceCreateBatch, DiscoveredResourcesGet,
    DiscoveredResourcesGetBatch,
};
pub use dry_run::{
    DryrunList, DryrunRequest, DryrunTrigger, DryrunUpdate, GetDryrunDiff, GetDryrunReport, ListDryruns,
};
pub use environment::{
    EnvironmentClear, EnvironmentCreate, EnvironmentCreateToken, EnvironmentDelete, EnvironmentGet,
    EnvironmentList, EnvironmentModify, GetEnvironmentMetrics, HaltEnvironment, ResumeEnvironment,
};
pub use environment_v1::{
    ClearEnvironment, CreateEnvironment, CreateToken, DeleteEnvironment, ListEnvironments, ModifyEnvironment,
};
pub use fact::{GetAllFacts, GetFact, GetFacts, SetFact};
pub use file::{Diff, FileContent, GetFile, StatFile, StatFiles};
pub use filter::{
    AgentFilter, Bound, CompileReportFilter, DesiredStateVersionFilter, DiscoveredResourceFilter, FactFilter,
    Filter, Filterable, Kind, Not, NotificationFilter, ParameterFilter, ResourceFilter, ResourceLogFilter,
    StateIs, VersionedResourceFilter,
};
pub use notification::{GetNotification, ListNotifications, UpdateNotification};
pub use parameter::{
    DeleteParam, GetParam, GetParameters, ListParams, SetParam, SetParameter, SetParameters,
};
pub use project::{
    CreateProject, DeleteProject, GetProject, ListProjects, ModifyProject, ProjectCreate, ProjectDelete,
    ProjectGet, ProjectList, ProjectModify,
};
pub use resource::{
    GetResourceDetails, GetResourceHistory, GetResourceLogs, GetResourcesInVersion,
    GetVersionedResourceDetails, ResourceList,
};
pub use resource_action::{GetResource, GetResourceActions, GetResourceEvents, ResourceDidDependencyChange};
pub use role::{AssignRole, CreateRole, DeleteRole, ListRoles, ListRolesForUser, UnassignRole};
pub use scheduler::GetSchedulerStatus;
pub use server::{GetApiDocs, Graphql, GraphqlSchema, Health};
pub use session::{HeartbeatReply, SendHeartbeat};
pub use setting::{
    DeleteSetting, EnvironmentSettingDelete, EnvironmentSettingGet, EnvironmentSettingsList,
    EnvironmentSettingsSet, GetSetting, ListSettings, ProtectedEnvironmentSettingsSetBatch, SetSetting,
};
pub use sort::{InvalidSort, Sort};
pub use user::{AddUser, DeleteUser, GetCurrentUser, ListUsers, Login, SetIsAdmin, SetPassword};
pub use version::{
    GetDiffOfVersions, GetPipConfig, ListDesiredStateVersions, PromoteDesiredStateVersion, PutPartial,
    ReserveVersion,
};
pub use version_v1::{DeleteVersion, GetVersion, ListVersions, PutVersion, ReleaseVersion};

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Answer, ApiError, ErrorKind, ReadError, Service, decode};

/// The name of the header that says which environment a request is about.
pub const ENVIRONMENT_HEADER: &str = "x-inmanta-tid";

/// Inmanta: an orchestrator's API behind `/api/v1/` and `/api/v2/`.
#[derive(Clone, Copy, Debug)]
pub struct Inmanta;

impl Service for Inmanta {
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

/// Every operation of Inmanta.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<ProjectCreate>(),
        Entry::of::<ProjectList>(),
        Entry::of::<ProjectGet>(),
        Entry::of::<ProjectModify>(),
        Entry::of::<ProjectDelete>(),
        Entry::of::<CreateProject>(),
        Entry::of::<ListProjects>(),
        Entry::of::<GetProject>(),
        Entry::of::<ModifyProject>(),
        Entry::of::<DeleteProject>(),
        Entry::of::<EnvironmentCreate>(),
        Entry::of::<EnvironmentList>(),
        Entry::of::<EnvironmentGet>(),
        Entry::of::<EnvironmentModify>(),
        Entry::of::<EnvironmentDelete>(),
        Entry::of::<EnvironmentClear>(),
        Entry::of::<EnvironmentCreateToken>(),
        Entry::of::<HaltEnvironment>(),
        Entry::of::<ResumeEnvironment>(),
        Entry::of::<GetEnvironmentMetrics>(),
        Entry::of::<CreateEnvironment>(),
        Entry::of::<ListEnvironments>(),
        Entry::of::<ModifyEnvironment>(),
        Entry::of::<DeleteEnvironment>(),
        Entry::of::<ClearEnvironment>(),
        Entry::of::<CreateToken>(),
        Entry::of::<EnvironmentSettingsSet>(),
        Entry::of::<EnvironmentSettingsList>(),
        Entry::of::<EnvironmentSettingGet>(),
        Entry::of::<EnvironmentSettingDelete>(),
        Entry::of::<ProtectedEnvironmentSettingsSetBatch>(),
        Entry::of::<ListSettings>(),
        Entry::of::<GetSetting>(),
        Entry::of::<SetSetting>(),
        Entry::of::<DeleteSetting>(),
        Entry::of::<GetParam>(),
        Entry::of::<SetParam>(),
        Entry::of::<DeleteParam>(),
        Entry::of::<ListParams>(),
        Entry::of::<SetParameters>(),
        Entry::of::<SetParameter>(),
        Entry::paged::<GetParameters>(),
        Entry::of::<SetFact>(),
        Entry::of::<GetFact>(),
        Entry::of::<GetFacts>(),
        Entry::paged::<GetAllFacts>(),
        Entry::of::<ReserveVersion>(),
        Entry::of::<PutPartial>(),
        Entry::paged::<ListDesiredStateVersions>(),
        Entry::of::<PromoteDesiredStateVersion>(),
        Entry::of::<GetDiffOfVersions>(),
        Entry::of::<GetPipConfig>(),
        Entry::of::<PutVersion>(),
        Entry::of::<ListVersions>(),
        Entry::of::<GetVersion>(),
        Entry::of::<DeleteVersion>(),
        Entry::of::<ReleaseVersion>(),
        Entry::of::<GetCompileDetails>(),
        Entry::paged::<GetCompileReports>(),
        Entry::of::<GetCompileData>(),
        Entry::of::<NotifyChange>(),
        Entry::of::<NotifyChangeGet>(),
        Entry::of::<IsCompiling>(),
        Entry::of::<GetCompileQueue>(),
        Entry::of::<GetReport>(),
        Entry::of::<GetReports>(),
        Entry::paged::<ResourceList>(),
        Entry::of::<GetResourceDetails>(),
        Entry::paged::<GetResourceHistory>(),
        Entry::paged::<GetResourceLogs>(),
        Entry::paged::<GetResourcesInVersion>(),
        Entry::of::<GetVersionedResourceDetails>(),
        Entry::paged::<GetResourceActions>(),
        Entry::of::<GetResourceEvents>(),
        Entry::of::<ResourceDidDependencyChange>(),
        Entry::of::<GetResource>(),
        Entry::paged::<GetAgents>(),
        Entry::of::<DoAgentAction>(),
        Entry::of::<DoAllAgentsAction>(),
        Entry::of::<GetAgentProcessDetails>(),
        Entry::of::<Deploy>(),
        Entry::of::<ListAgents>(),
        Entry::of::<ListAgentProcesses>(),
        Entry::of::<GetAgentProcess>(),
        Entry::of::<GetState>(),
        Entry::of::<DryrunTrigger>(),
        Entry::of::<ListDryruns>(),
        Entry::of::<GetDryrunDiff>(),
        Entry::of::<DryrunRequest>(),
        Entry::of::<DryrunList>(),
        Entry::of::<GetDryrunReport>(),
        Entry::of::<DryrunUpdate>(),
        Entry::of::<StatFile>(),
        Entry::of::<StatFiles>(),
        Entry::of::<GetFile>(),
        Entry::of::<Diff>(),
        Entry::of::<Login>(),
        Entry::of::<ListUsers>(),
        Entry::of::<GetCurrentUser>(),
        Entry::of::<AddUser>(),
        Entry::of::<DeleteUser>(),
        Entry::of::<SetPassword>(),
        Entry::of::<SetIsAdmin>(),
        Entry::of::<ListRoles>(),
        Entry::of::<CreateRole>(),
        Entry::of::<DeleteRole>(),
        Entry::of::<ListRolesForUser>(),
        Entry::of::<AssignRole>(),
        Entry::of::<UnassignRole>(),
        Entry::paged::<ListNotifications>(),
        Entry::of::<GetNotification>(),
        Entry::of::<UpdateNotification>(),
        Entry::of::<DiscoveredResourceCreate>(),
        Entry::of::<DiscoveredResourceCreateBatch>(),
        Entry::of::<DiscoveredResourcesGet>(),
        Entry::paged::<DiscoveredResourcesGetBatch>(),
        Entry::of::<SendHeartbeat>(),
        Entry::of::<HeartbeatReply>(),
        Entry::of::<GetSchedulerStatus>(),
        Entry::of::<Health>(),
        Entry::of::<GetApiDocs>(),
        Entry::of::<Graphql>(),
        Entry::of::<GraphqlSchema>(),
        Entry::of::<GetStatus>(),
        Entry::of::<SetState>(),
        Entry::of::<Trigger>(),
        Entry::of::<DoDryrun>(),
        Entry::of::<GetParameter>(),
        Entry::of::<NotifyTimerUpdate>(),
        Entry::of::<TriggerGetStatus>(),
        Entry::of::<GetDbStatus>(),
        Entry::of::<RemoveExecutorVenvs>(),
    ]
};
