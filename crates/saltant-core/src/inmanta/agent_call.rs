//! What a server asks of an agent. Such a call comes with the answer to a heartbeat; a server has no address
//! for it.

use saltant_types::inmanta::{
    AgentName, DataBaseReport, DryRunId, EnvironmentId, ModelVersion, ResourceId, SchedulerStatusReport,
};
use saltant_types::{Map, Settable, Value};

use crate::answer::decode;
use crate::operations::Operation;

/// Asks an agent's process what it says about itself. Only a server asks this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_status", GET "api/v1/status", output = Map<String, Value>, read = decode::json)]
pub struct GetStatus {}

/// Tells a process whether an agent is to deploy. Only a server tells this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.set_state", POST "api/v1/agentstate", output = ())]
#[operation(effect = Idempotent)]
pub struct SetState {
    /// The agent; null for all.
    #[json]
    pub agent: Settable<AgentName>,
    /// Whether it is to deploy.
    #[json]
    pub enabled: bool,
}

/// Tells an agent to deploy. Only a server tells this; sent to one it is a 400, because the address is that of
/// another call.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.trigger", POST "api/v1/deploy", output = ())]
pub struct Trigger {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The agent; null for all.
    #[json]
    pub id: Settable<AgentName>,
    /// Whether it deploys only what has changed.
    #[json]
    pub incremental_deploy: bool,
}

/// Tells an agent to make a dry run. Only a server tells this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.do_dryrun", POST "api/v1/agent_dryrun/{id}", output = ())]
pub struct DoDryrun {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The dry run.
    #[segment]
    pub id: DryRunId,
    /// The agent.
    #[json]
    pub agent: AgentName,
    /// The version.
    #[json]
    pub version: ModelVersion,
}

/// Tells an agent to read the facts of a resource. Only a server tells this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_parameter", POST "api/v1/agent_parameter", output = ())]
pub struct GetParameter {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The agent.
    #[json]
    pub agent: AgentName,
    /// The resource.
    #[json]
    pub resource_id: ResourceId,
}

/// Tells a scheduler that its timers have changed. Only a server tells this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.notify_timer_update", POST "api/v1/scheduler/timers", output = (), body)]
#[operation(effect = Idempotent)]
pub struct NotifyTimerUpdate {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Asks a scheduler what it thinks. Only a server asks this; sent to one it is a 404:
/// [`GetSchedulerStatus`](super::GetSchedulerStatus) asks the server instead.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.trigger_get_status", GET "api/v2/scheduler/state", output = SchedulerStatusReport)]
pub struct TriggerGetStatus {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Asks a scheduler how its connections to the database are. Only a server asks this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_db_status", POST "api/v2/db_status", output = DataBaseReport, effect = Safe, body)]
pub struct GetDbStatus {}

/// Tells an executor to remove its Python environments. Only a server tells this; sent to one it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.remove_executor_venvs", DELETE "api/v1/executors/remove_venvs", output = ())]
pub struct RemoveExecutorVenvs {}
