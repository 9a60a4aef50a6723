//! Calls of the server to an agent. They come with the answer to a heartbeat; a server does not answer them.

use saltant_types::inmanta::{AgentName, DryRunId, ModelVersion, ResourceId};
use saltant_types::{Map, Settable, Value};

use crate::operations::Operation;

/// Gets the status of an agent's process. A call of the server to an agent; a server answers it with 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_status", GET "api/v1/status", output = Map<String, Value>)]
pub struct GetAgentStatus {}

/// Enables or disables an agent in its process. A call of the server to an agent; a server answers it with
/// 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.set_state", POST "api/v1/agentstate", effect = Idempotent)]
pub struct SetAgentState {
    /// The agent; null for all.
    #[json]
    pub agent: Settable<AgentName>,
    /// Whether it is enabled.
    #[json]
    pub enabled: bool,
}

/// Tells an agent to deploy. A call of the server to an agent; a server answers it with 400.
///
/// The address is that of [`TriggerDeploy`](super::TriggerDeploy), which has other arguments.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.trigger", POST "api/v1/deploy", namespaced)]
pub struct TriggerAgent {
    /// The agent; null for all.
    #[json]
    pub id: Settable<AgentName>,
    /// Whether only resources that have changed are deployed.
    #[json]
    pub incremental_deploy: bool,
}

/// Tells an agent to make a dry run. A call of the server to an agent; a server answers it with 404.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "do_dryrun")]
#[operation("inmanta.v1.do_dryrun", POST "api/v1/agent_dryrun/{id}", namespaced)]
pub struct RunDryRun {
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

/// Tells an agent to read the facts of a resource. A call of the server to an agent; a server answers it with
/// 404.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_parameter")]
#[operation("inmanta.v1.get_parameter", POST "api/v1/agent_parameter", namespaced)]
pub struct ReadFacts {
    /// The agent.
    #[json]
    pub agent: AgentName,
    /// The resource.
    #[json]
    pub resource_id: ResourceId,
}

/// Tells a scheduler that its timers have changed. A call of the server to a scheduler; a server answers it
/// with 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.notify_timer_update", POST "api/v1/scheduler/timers", namespaced, body)]
#[operation(effect = Idempotent)]
pub struct NotifyTimerUpdate {}

/// Tells an executor to remove its Python environments. A call of the server to an executor; a server answers
/// it with 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.remove_executor_venvs", DELETE "api/v1/executors/remove_venvs")]
pub struct RemoveExecutorVenvs {}

/// Tells a scheduler that a version was released. A call of the server to a scheduler; a server answers it with
/// 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.trigger_read_version", POST "api/v1/scheduler/", namespaced, body)]
#[operation(effect = Idempotent)]
pub struct ReadReleasedVersion {}
