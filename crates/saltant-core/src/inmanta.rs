//! Inmanta's operations.
//!
//! Names and arguments are those of the documentation of Inmanta's Python client; the behaviour of the server
//! was measured on inmanta-core 17. Version 2 of the API puts its answers into an envelope, which is removed.
//! Version 1 is in [`v1`].
//!
//! Most operations work in an environment. A header, `x-inmanta-tid`, names it: usually the client sets it.
//! Without it the server answers 400.

mod agent;
mod auth;
mod compile;
mod discovered_resource;
mod dry_run;
mod environment;
mod errors;
mod fact;
mod filter;
mod notification;
mod paging;
mod parameter;
mod project;
mod resource;
mod resource_action;
mod role;
mod scheduler;
mod server;
mod setting;
mod sort;
mod user;
mod version;

pub mod v1;

pub use auth::{BearerToken, UserLogin, UserSession};
pub use environment::{ENVIRONMENT_HEADER, ModelSource, Presentation};
pub use filter::{
    AgentFilter, Bound, CompileReportFilter, DesiredStateVersionFilter, DiscoveredResourceFilter, FactFilter,
    Filterable, ListFilter, Not, NotificationFilter, ParameterFilter, ResourceFilter, ResourceLogFilter,
    StateCondition, VersionedResourceFilter,
};
pub use paging::{ActionWindow, Keyset, Window};
pub use sort::{InvalidSort, Sort};
pub use version::VersionContent;

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, ApiError, ErrorKind, ReadError, decode};
use crate::metadata::Namespace;
use crate::operation::Service;
use crate::operations::operations;

operations! {
    project { CreateProject, ListProjects, GetProject, UpdateProject, DeleteProject }
    environment {
        CreateEnvironment, ListEnvironments, GetEnvironment, UpdateEnvironment, DeleteEnvironment,
        ClearEnvironment, CreateToken, HaltEnvironment, ResumeEnvironment, GetEnvironmentMetrics,
    }
    setting { SetSetting, ListSettings, GetSetting, DeleteSetting, ProtectSettings }
    parameter { SetParameter, ListParameters }
    fact { SetFact, GetFact, ListResourceFacts, ListFacts }
    version {
        ReserveVersion, PutPartialVersion, ListVersions, PromoteVersion, GetVersionDiff, GetPipConfig,
    }
    compile { GetCompile, ListCompiles, GetCompileData }
    resource {
        ListResources, GetResource, ListResourceHistory, ListResourceLogs, ListVersionedResources,
        GetVersionedResource,
    }
    resource_action { ListResourceActions, GetResourceEvents, CheckDependencyChange }
    agent { ListAgents, DoAgentAction, DoAllAgentsAction, GetAgentProcess }
    dry_run { CreateDryRun, ListDryRuns, GetDryRun }
    user { Login, ListUsers, GetCurrentUser, CreateUser, DeleteUser, SetPassword, SetIsAdmin }
    role { ListRoles, CreateRole, DeleteRole, ListRolesForUser, AssignRole, UnassignRole }
    notification { ListNotifications, GetNotification, UpdateNotification }
    discovered_resource {
        CreateDiscoveredResource, CreateDiscoveredResources, GetDiscoveredResource,
        ListDiscoveredResources,
    }
    scheduler { GetSchedulerStatus, GetSchedulerState, GetDatabaseStatus }
    server { CheckHealth, GetApiDocs, QueryGraphql, GetGraphqlSchema }
    + v1::CATALOG
}

/// Inmanta: an orchestrator's API behind `/api/v2/`.
#[derive(Clone, Copy, Debug)]
pub struct Inmanta;

impl Service for Inmanta {
    const NAME: &'static str = "inmanta";

    const NAMESPACE: Option<&'static Namespace> = Some(&environment::NAMESPACE);

    /// The server reads queries as Latin-1: `inmanta/protocol/rest/server.py` of 17.0.0.
    const ASCII_QUERIES: bool = true;

    /// Removes the envelope that version 2 puts around every answer.
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

    fn read_warnings(answer: &Answer) -> Vec<String> {
        warnings(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::kind(status, api)
    }
}

/// The texts under `metadata.warnings`, which both versions of the API have in answers of any kind.
fn warnings(answer: &Answer) -> Vec<String> {
    #[derive(Deserialize)]
    struct Envelope {
        metadata: Metadata,
    }

    #[derive(Deserialize)]
    struct Metadata {
        warnings: Vec<String>,
    }

    serde_json::from_slice(answer.body())
        .map_or_else(|_| Vec::new(), |Envelope { metadata }| metadata.warnings)
}
