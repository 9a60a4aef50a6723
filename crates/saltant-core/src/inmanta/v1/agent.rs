use saltant_types::inmanta::v1::{AgentList, AgentProcess, AgentState, DeployedAgents};
use saltant_types::inmanta::{AgentName, AgentProcessId, AgentTriggerMethod, EnvironmentId, SessionId};
use saltant_types::{Map, Value};

use crate::operations::Operation;

/// Tells agents to deploy.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.deploy", POST "api/v1/deploy", output = DeployedAgents, namespaced, body)]
pub struct TriggerDeploy {
    /// Whether the agents deploy all resources or only those that have changed; by default all.
    #[json]
    pub agent_trigger_method: Option<AgentTriggerMethod>,
    /// The agents; all by default. Names that the version does not know are warnings in the answer.
    #[json]
    pub agents: Option<Vec<AgentName>>,
}

/// Lists the agents of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_agents")]
#[operation("inmanta.v1.list_agents", GET "api/v1/agent", output = AgentList, namespaced)]
pub struct ListAgents {
    /// Only agents whose name is after this.
    #[query]
    pub start: Option<AgentName>,
    /// Only agents whose name is before this.
    #[query]
    pub end: Option<AgentName>,
    /// How many are listed at most: up to 1000.
    #[query]
    pub limit: Option<u64>,
}

/// Lists the processes that run agents, of all environments or of one.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_agent_processes")]
#[operation("inmanta.v1.list_agent_processes", GET "api/v1/agentproc", list of AgentProcess)]
#[operation(key = "processes")]
pub struct ListAgentProcesses {
    /// Only processes of this environment.
    #[query]
    pub environment: Option<EnvironmentId>,
    /// Whether expired processes are listed too; the server's default is true.
    #[query]
    pub expired: Option<bool>,
    /// Only processes whose id is after this.
    #[query]
    pub start: Option<AgentProcessId>,
    /// Only processes whose id is before this.
    #[query]
    pub end: Option<AgentProcessId>,
    /// How many are listed at most: up to 1000.
    #[query]
    pub limit: Option<u64>,
}

/// Gets the status of a process that runs agents, from that process.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_agent_process")]
#[operation("inmanta.v1.get_agent_process", GET "api/v1/agentproc/{id}", output = Map<String, Value>)]
pub struct GetAgentProcess {
    /// The process.
    #[segment]
    pub id: AgentProcessId,
}

/// Asks whether an agent is enabled, as its process does. An agent that does not exist is not enabled.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_state", GET "api/v1/agentrecovery", output = AgentState, namespaced)]
pub struct GetAgentState {
    /// The process's session. It has to be alive.
    #[query]
    pub sid: SessionId,
    /// The agent.
    #[query]
    pub agent: AgentName,
}
