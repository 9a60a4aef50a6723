use saltant_types::inmanta::{
    Agent, AgentAction, AgentColumn, AgentList, AgentName, AgentProcess, AgentProcessId, AgentProcessV1,
    AgentState, AgentTriggerMethod, AllAgentAction, DeployedAgents, EnvironmentId, PageLink, PageableResult,
    SessionId,
};
use saltant_types::{Map, Value};

use super::paging::{linked_pages, text_identity};
use super::{AgentFilter, Sort, keyed};
use crate::answer::decode;
use crate::operations::Operation;

/// Lists the agents of an environment.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_agents", GET "api/v2/agents")]
#[operation(output = PageableResult<Agent>, read = decode::json)]
pub struct GetAgents {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Agents on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// Only above this value of the sort column.
    #[query]
    pub start: Option<String>,
    /// Only below this value of the sort column. Not together with `start`.
    #[query]
    pub end: Option<String>,
    /// With `start`, or alone where that is null: only after this agent, among those that are equal in the
    /// sort column.
    #[query]
    pub first_id: Option<AgentName>,
    /// With `end`, or alone where that is null: only before this agent, among those that are equal in the
    /// sort column.
    #[query]
    pub last_id: Option<AgentName>,
    /// Keeps the agents that match.
    #[query(flatten)]
    pub filter: AgentFilter,
    /// The order; the server's default is `name.asc`.
    #[query]
    pub sort: Option<Sort<AgentColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(GetAgents, Agent, identity = |agent| text_identity(agent.name.as_str()));

/// Does something with an agent. An agent that does not exist is answered well, and nothing is done.
///
/// In a halted environment agents cannot be paused or unpaused, and only there can it be said what becomes
/// of them when it goes on: else it is a 403. Doing it twice is the same as once, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.agent_action", POST "api/v2/agent/{name}/{action}", output = (), body)]
#[operation(effect = Idempotent)]
pub struct DoAgentAction {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The agent.
    #[segment]
    pub name: AgentName,
    /// What is done with it.
    #[segment]
    pub action: AgentAction,
}

/// Does something with all agents of an environment.
///
/// In a halted environment agents cannot be paused or unpaused, and only there can it be said what becomes
/// of them when it goes on: else it is a 403. Doing it twice is the same as once, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.all_agents_action", POST "api/v2/agents/{action}", output = (), body)]
#[operation(effect = Idempotent)]
pub struct DoAllAgentsAction {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// What is done with them.
    #[segment]
    pub action: AllAgentAction,
}

/// Gets a process that runs agents.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_agent_process_details", GET "api/v2/agents/process/{id}", output = AgentProcess)]
pub struct GetAgentProcessDetails {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The process.
    #[segment]
    pub id: AgentProcessId,
    /// Whether the process is asked what it says about itself.
    #[query]
    pub report: Option<bool>,
}

/// Tells agents to deploy.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.deploy", POST "api/v1/deploy", output = DeployedAgents, read = decode::json, body)]
pub struct Deploy {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// What they deploy; by default everything.
    #[json]
    pub agent_trigger_method: Option<AgentTriggerMethod>,
    /// The agents; all by default. One that the version does not know is a warning in the answer.
    #[json]
    pub agents: Option<Vec<AgentName>>,
}

/// Lists the agents of an environment, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_agents", GET "api/v1/agent", output = AgentList, read = decode::json)]
pub struct ListAgents {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Only agents whose name is after this.
    #[query]
    pub start: Option<AgentName>,
    /// Only agents whose name is before this.
    #[query]
    pub end: Option<AgentName>,
    /// The most that are listed: 1000 at most.
    #[query]
    pub limit: Option<u64>,
}

/// Lists the processes that run agents, of all environments or of one, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_agent_processes", GET "api/v1/agentproc", output = Vec<AgentProcessV1>)]
#[operation(read = keyed::processes)]
pub struct ListAgentProcesses {
    /// Only processes of this environment.
    #[query]
    pub environment: Option<EnvironmentId>,
    /// Whether those that were given up are listed too; the server's default is true.
    #[query]
    pub expired: Option<bool>,
    /// Only processes whose id is after this.
    #[query]
    pub start: Option<AgentProcessId>,
    /// Only processes whose id is before this.
    #[query]
    pub end: Option<AgentProcessId>,
    /// The most that are listed: 1000 at most.
    #[query]
    pub limit: Option<u64>,
}

/// Asks a process that runs agents what it says about itself, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_agent_process", GET "api/v1/agentproc/{id}", output = Map<String, Value>)]
#[operation(read = decode::json)]
pub struct GetAgentProcess {
    /// The process.
    #[segment]
    pub id: AgentProcessId,
}

/// Asks whether an agent is to deploy, as its process does. One that does not exist is not.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_state", GET "api/v1/agentrecovery", output = AgentState, read = decode::json)]
pub struct GetState {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The process's session, which has to be alive.
    #[query]
    pub sid: SessionId,
    /// The agent.
    #[query]
    pub agent: AgentName,
}
