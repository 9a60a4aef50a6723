use saltant_http::Call;

use super::{
    AgentAction, AgentName, AgentProcessId, AllAgentAction, Deploy, DoAgentAction, DoAllAgentsAction,
    EnvironmentClient, GetAgentProcess, GetAgentProcessDetails, GetAgents, GetState, GetStatus,
    ListAgentProcesses, ListAgents, SessionId, SetState, Trigger,
};

/// Agents of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Agents<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Agents<'c> {
    /// Tells agents to deploy.
    pub fn deploy(self, operation: Deploy) -> Call<'c, Deploy> {
        self.0.http().call(operation)
    }

    /// Asks a process that runs agents what it says about itself, by version 1 of the API.
    pub fn get_agent_process(self, id: impl Into<AgentProcessId>) -> Call<'c, GetAgentProcess> {
        self.0.server().call(GetAgentProcess::new(id))
    }

    /// Asks whether an agent is to deploy, as its process does.
    pub fn get_state(self, sid: impl Into<SessionId>, agent: impl Into<AgentName>) -> Call<'c, GetState> {
        self.0.http().call(GetState::new(sid, agent))
    }

    /// Asks an agent's process what it says about itself.
    pub fn get_status(self) -> Call<'c, GetStatus> {
        self.0.server().call(GetStatus::new())
    }

    /// Lists the processes that run agents, of all environments or of one, by version 1 of the API.
    pub fn list_agent_processes(self, operation: ListAgentProcesses) -> Call<'c, ListAgentProcesses> {
        self.0.server().call(operation)
    }

    /// Lists the agents of an environment, by version 1 of the API.
    pub fn list_agents(self, operation: ListAgents) -> Call<'c, ListAgents> {
        self.0.http().call(operation)
    }

    /// Tells a process whether an agent is to deploy.
    pub fn set_state(self, operation: SetState) -> Call<'c, SetState> {
        self.0.server().call(operation)
    }

    /// Tells an agent to deploy.
    pub fn trigger(self, operation: Trigger) -> Call<'c, Trigger> {
        self.0.http().call(operation)
    }

    /// Does something with an agent.
    pub fn agent_action(
        self,
        name: impl Into<AgentName>,
        action: impl Into<AgentAction>,
    ) -> Call<'c, DoAgentAction> {
        self.0.http().call(DoAgentAction::new(name, action))
    }

    /// Does something with all agents of an environment.
    pub fn all_agents_action(self, action: impl Into<AllAgentAction>) -> Call<'c, DoAllAgentsAction> {
        self.0.http().call(DoAllAgentsAction::new(action))
    }

    /// Gets a process that runs agents.
    pub fn get_agent_process_details(
        self,
        operation: GetAgentProcessDetails,
    ) -> Call<'c, GetAgentProcessDetails> {
        self.0.http().call(operation)
    }

    /// Lists the agents of an environment.
    pub fn get_agents(self, operation: GetAgents) -> Call<'c, GetAgents> {
        self.0.http().call(operation)
    }
}
