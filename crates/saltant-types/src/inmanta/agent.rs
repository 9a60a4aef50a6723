use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{EnvironmentId, SessionId, Warnings};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The name of an agent.
    AgentName(String)
}

id! {
    /// The id of a process that runs agents: its session's id.
    AgentProcessId(Uuid)
}

open_enum! {
    /// Whether an agent works.
    pub enum AgentStatus {
        /// It was told not to.
        Paused = "paused",
        /// It does.
        Up = "up",
        /// It is not there.
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
        /// When the halted environment goes on, it stays paused.
        KeepPausedOnResume = "keep_paused_on_resume",
        /// When the halted environment goes on, it deploys again.
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
        /// When the halted environment goes on, they stay paused.
        KeepPausedOnResume = "keep_paused_on_resume",
        /// When the halted environment goes on, they deploy again.
        UnpauseOnResume = "unpause_on_resume",
        /// Their Python environments are removed and made anew.
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
        /// Whether it works.
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
    /// Whether it was told not to deploy.
    #[serde(default)]
    pub paused: bool,
    /// The process that runs it.
    #[serde(default)]
    pub process_id: Option<AgentProcessId>,
    /// The name of that process.
    #[serde(default)]
    pub process_name: Option<String>,
    /// Whether it deploys again when the halted environment goes on.
    #[serde(default)]
    pub unpause_on_resume: Option<bool>,
    /// Whether it works.
    pub status: AgentStatus,
}

/// An agent, as version 1 of the API has it: what is not known is the empty text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentV1 {
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The name.
    pub name: AgentName,
    /// When another process took it over; empty for never.
    #[serde(default)]
    pub last_failover: String,
    /// Whether it was told not to deploy.
    #[serde(default)]
    pub paused: bool,
    /// The process that runs it.
    #[serde(default)]
    pub process_id: Option<AgentProcessId>,
    /// The name of that process.
    #[serde(default)]
    pub process_name: Option<String>,
    /// Whether it deploys again when the halted environment goes on.
    #[serde(default)]
    pub unpause_on_resume: Option<bool>,
    /// Whether it works.
    pub status: AgentStatus,
    /// The endpoint that runs it; empty for none.
    #[serde(default)]
    pub primary: String,
    /// The same as `status`.
    pub state: AgentStatus,
}

/// The answer of version 1 of the API to a list of agents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentList {
    /// The agents.
    #[serde(default)]
    pub agents: Vec<AgentV1>,
    /// The server's time.
    pub servertime: Timestamp,
}

/// A process that runs agents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentProcess {
    /// The id: its session's.
    pub sid: AgentProcessId,
    /// The machine it runs on.
    pub hostname: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// When it was first heard of.
    #[serde(default)]
    pub first_seen: Option<Timestamp>,
    /// When it was last heard of.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// When it was given up.
    #[serde(default)]
    pub expired: Option<Timestamp>,
    /// What it says about itself, where that was asked for.
    #[serde(default)]
    pub state: Option<Map<String, Value>>,
}

/// A process that runs agents, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentProcessV1 {
    /// The id: its session's.
    pub id: AgentProcessId,
    /// The same.
    pub sid: SessionId,
    /// The machine it runs on.
    pub hostname: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// When it was first heard of.
    #[serde(default)]
    pub first_seen: Option<Timestamp>,
    /// When it was last heard of.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// When it was given up.
    #[serde(default)]
    pub expired: Option<Timestamp>,
    /// The agents it runs.
    #[serde(default)]
    pub endpoints: Vec<AgentEndpoint>,
}

/// An agent in a process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentEndpoint {
    /// The id.
    pub id: Uuid,
    /// The agent's name.
    pub name: AgentName,
    /// The process.
    pub process: AgentProcessId,
    /// The environment.
    pub tid: EnvironmentId,
    /// When it was given up.
    #[serde(default)]
    pub expired: Option<Timestamp>,
}

/// Which agents were told to deploy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeployedAgents {
    /// The agents.
    #[serde(default)]
    pub agents: Vec<AgentName>,
    /// What the server warns of: agents that the version does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Warnings>,
}
