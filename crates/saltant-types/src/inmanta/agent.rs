use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{AgentName, AgentProcessId, EnvironmentId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The status of an agent.
    pub enum AgentStatus {
        /// It is paused: it deploys nothing.
        Paused = "paused",
        /// It works.
        Up = "up",
        /// No process runs it.
        Down = "down",
    }
}

open_enum! {
    /// What can be done with an agent.
    pub enum AgentAction {
        /// It stops deploying.
        Pause = "pause",
        /// It deploys again.
        Unpause = "unpause",
        /// It stays paused when the halted environment resumes.
        KeepPausedOnResume = "keep_paused_on_resume",
        /// It deploys again when the halted environment resumes.
        UnpauseOnResume = "unpause_on_resume",
    }
}

open_enum! {
    /// What can be done with all agents of an environment.
    pub enum AllAgentAction {
        /// They stop deploying.
        Pause = "pause",
        /// They deploy again.
        Unpause = "unpause",
        /// They stay paused when the halted environment resumes.
        KeepPausedOnResume = "keep_paused_on_resume",
        /// They deploy again when the halted environment resumes.
        UnpauseOnResume = "unpause_on_resume",
        /// Their Python environments are removed and created again.
        RemoveAllAgentVenvs = "remove_all_agent_venvs",
    }
}

open_enum! {
    /// A column that a list of agents can be sorted by.
    pub enum AgentColumn {
        /// The name.
        Name = "name",
        /// The name of the process.
        ProcessName = "process_name",
        /// Whether it is paused.
        Paused = "paused",
        /// When another process took it over.
        LastFailover = "last_failover",
        /// Its status.
        Status = "status",
    }
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Agent {
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The name.
    pub name: AgentName,
    /// When another process took it over.
    #[serde(default)]
    pub last_failover: Option<Timestamp>,
    /// Whether it is paused.
    #[serde(default)]
    pub paused: bool,
    /// The process that runs it.
    #[serde(default)]
    pub process_id: Option<AgentProcessId>,
    /// The name of that process.
    #[serde(default)]
    pub process_name: Option<String>,
    /// Whether it deploys again when the halted environment resumes.
    #[serde(default)]
    pub unpause_on_resume: Option<bool>,
    /// Its status.
    pub status: AgentStatus,
}

/// A process that runs agents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentProcess {
    /// The id: its session's.
    pub sid: AgentProcessId,
    /// The host name of its machine.
    pub hostname: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// When it sent its first heartbeat.
    #[serde(default)]
    pub first_seen: Option<Timestamp>,
    /// When it sent its last heartbeat.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// When it expired.
    #[serde(default)]
    pub expired: Option<Timestamp>,
    /// Its own report of its status; only if the request asks for it.
    #[serde(default)]
    pub state: Option<Map<String, Value>>,
}
