use saltant_core::inmanta::{GetDatabaseStatus, GetSchedulerState, v1};
use saltant_macros::calls;
use saltant_types::inmanta::{AgentName, DryRunId, ModelVersion, ResourceId};

use super::EnvironmentClient;

/// Calls of the server to an agent, for programs that act as a server. A server does not answer them.
#[derive(Clone, Copy, Debug)]
pub struct AgentCalls<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> AgentCalls<'c> via self.0 {
    get_status() -> v1::GetAgentStatus;
    set_state(v1::SetAgentState);
    trigger(v1::TriggerAgent);
    run_dry_run(id: DryRunId, agent: AgentName, version: ModelVersion) -> v1::RunDryRun;
    read_facts(agent: AgentName, resource_id: ResourceId) -> v1::ReadFacts;
    notify_timer_update() -> v1::NotifyTimerUpdate;
    remove_executor_venvs() -> v1::RemoveExecutorVenvs;
    read_released_version() -> v1::ReadReleasedVersion;
    get_scheduler_state() -> GetSchedulerState;
    get_database_status() -> GetDatabaseStatus;
} }
