use saltant_core::inmanta::{DoAgentAction, DoAllAgentsAction, GetAgentProcess, ListAgents, v1};
use saltant_macros::calls;
use saltant_types::inmanta::{AgentAction, AgentName, AgentProcessId, AllAgentAction, SessionId};

use super::EnvironmentClient;

/// Agents of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Agents<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Agents<'c> via self.0 {
    list(ListAgents);
    act(name: AgentName, action: AgentAction) -> DoAgentAction;
    act_on_all(action: AllAgentAction) -> DoAllAgentsAction;
    deploy(v1::TriggerDeploy);
    get_state(sid: SessionId, agent: AgentName) -> v1::GetAgentState;
    list_processes(v1::ListAgentProcesses);
    get_process(id: AgentProcessId) -> GetAgentProcess;
} }
