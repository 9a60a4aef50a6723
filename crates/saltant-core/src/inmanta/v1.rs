//! Version 1 of Inmanta's API: its answers have no common form.
//!
//! What version 2 does too is better done there. Some things only version 1 can do: files, heartbeats,
//! requests for a compile, looking up a parameter.

mod agent;
mod agent_call;
mod compile;
mod dry_run;
mod environment;
mod file;
mod parameter;
mod project;
mod resource;
mod server;
mod session;
mod setting;
mod version;

pub use file::FileContent;

use http::StatusCode;

use super::errors;
use crate::answer::{Answer, ApiError, ErrorKind};
use crate::metadata::Namespace;
use crate::operation::Service;
use crate::operations::operations;

operations! {
    project { CreateProject, ListProjects, GetProject, UpdateProject, DeleteProject }
    environment {
        CreateEnvironment, ListEnvironments, UpdateEnvironment, DeleteEnvironment, ClearEnvironment,
        CreateToken,
    }
    setting { ListSettings, GetSetting, SetSetting, DeleteSetting }
    parameter { GetParameter, SetParameter, DeleteParameter, ListParameters, SetParameters }
    version { PutVersion, ListVersions, GetVersion, DeleteVersion, ReleaseVersion }
    compile { NotifyChange, NotifyChangeByGet, CheckCompiling, GetCompileQueue, GetCompile, ListCompiles }
    resource { GetResource }
    agent { TriggerDeploy, ListAgents, ListAgentProcesses, GetAgentProcess, GetAgentState }
    dry_run { CreateDryRun, ListDryRuns, GetDryRun, UpdateDryRun }
    server { GetServerStatus }
    file { UploadFile, StatFile, StatFiles, GetFile, DiffFiles }
    session { SendHeartbeat, SendReply }
    agent_call {
        GetAgentStatus, SetAgentState, TriggerAgent, RunDryRun, ReadFacts, NotifyTimerUpdate,
        RemoveExecutorVenvs, ReadReleasedVersion,
    }
}

/// Version 1 of Inmanta's API, behind `/api/v1/`.
#[derive(Clone, Copy, Debug)]
pub struct InmantaV1;

impl Service for InmantaV1 {
    const NAME: &'static str = "inmanta";

    const NAMESPACE: Option<&'static Namespace> = Some(&super::environment::NAMESPACE);

    const ASCII_QUERIES: bool = true;

    fn read_warnings(answer: &Answer) -> Vec<String> {
        super::warnings(answer)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::kind(status, api)
    }
}
