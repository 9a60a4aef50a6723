use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::agent::AgentStatus;
use super::super::ids::{AgentName, AgentProcessId, EnvironmentId, SessionId};
use super::warning::Warnings;
use crate::Timestamp;

/// An agent. What is not known is the empty text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Agent {
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The name.
    pub name: AgentName,
    /// When another process took it over; empty for never.
    #[serde(default)]
    pub last_failover: String,
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
    /// The endpoint that runs it; empty for none.
    #[serde(default)]
    pub primary: String,
    /// The same as `status`.
    pub state: AgentStatus,
}

/// The answer to a list of agents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentList {
    /// The agents.
    #[serde(default)]
    pub agents: Vec<Agent>,
    /// The server's time.
    pub servertime: Timestamp,
}

/// A process that runs agents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentProcess {
    /// The id: its session's.
    pub id: AgentProcessId,
    /// The same id.
    pub sid: SessionId,
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
    /// When it expired.
    #[serde(default)]
    pub expired: Option<Timestamp>,
}

/// The agents that start to deploy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeployedAgents {
    /// The agents.
    #[serde(default)]
    pub agents: Vec<AgentName>,
    /// Warnings: agents that the version does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Warnings>,
}
