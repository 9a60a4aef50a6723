use saltant_types::inmanta::{
    Agent, AgentAction, AgentColumn, AgentName, AgentProcess, AgentProcessId, AllAgentAction, KeysetValue,
    PageLink,
};

use super::filter::AgentFilter;
use super::paging::Keyset;
use super::sort::Sort;
use crate::operations::Operation;

/// Lists the agents of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_agents")]
#[operation("inmanta.get_agents", GET "api/v2/agents", page of Agent by name, namespaced)]
pub struct ListAgents {
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only agents that match.
    #[query(flatten)]
    pub filter: AgentFilter,
    /// The order; the server's default is `name.asc`.
    #[query]
    pub sort: Option<Sort<AgentColumn>>,
}

/// Pauses or unpauses an agent. Succeeds without effect if the agent does not exist.
///
/// In a halted environment the server answers 403 to `pause` and `unpause`; in any other it answers 403 to
/// the actions for the time of resuming. A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "agent_action")]
#[operation("inmanta.agent_action", POST "api/v2/agent/{name}/{action}", namespaced, body)]
#[operation(effect = Idempotent)]
pub struct DoAgentAction {
    /// The agent.
    #[segment]
    pub name: AgentName,
    /// The action.
    #[segment]
    pub action: AgentAction,
}

/// Pauses or unpauses all agents of an environment, or removes their Python environments.
///
/// In a halted environment the server answers 403 to `pause` and `unpause`; in any other it answers 403 to
/// the actions for the time of resuming. A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "all_agents_action")]
#[operation("inmanta.all_agents_action", POST "api/v2/agents/{action}", namespaced, body)]
#[operation(effect = Idempotent)]
pub struct DoAllAgentsAction {
    /// The action.
    #[segment]
    pub action: AllAgentAction,
}

/// Gets a process that runs agents.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_agent_process_details")]
#[operation("inmanta.get_agent_process_details", GET "api/v2/agents/process/{id}", output = AgentProcess)]
#[operation(namespaced)]
pub struct GetAgentProcess {
    /// The process.
    #[segment]
    pub id: AgentProcessId,
    /// Whether the process is asked for its status; the answer has it as `state`.
    #[query]
    pub report: Option<bool>,
}
