use saltant_types::agave::{ActorId, Execution, ExecutionId, ExecutionLogs, ExecutionsSummary};

use crate::agave::paging::Offset;
use crate::operations::Operation;

/// Gets the ids of the executions of an actor, with what the executions used together.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listExecutions")]
#[operation("agave.actors.list_executions", GET "actors/v2/{actor_id}/executions")]
#[operation(output = ExecutionsSummary)]
pub struct GetExecutionsSummary {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Which part of the ids.
    #[fields]
    pub page: Offset,
}

/// Gets an execution of an actor: its state, times and use of resources.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getExecution")]
#[operation("agave.actors.get_execution", GET "actors/v2/{actor_id}/executions/{execution_id}")]
#[operation(output = Execution)]
pub struct GetExecution {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The execution's id.
    #[segment]
    pub execution_id: ExecutionId,
}

/// Takes one result of an execution out of its queue.
///
/// An empty answer means that there are no more results. The server removes what it answers, so the request
/// is never repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getOneExecutionResult")]
#[operation("agave.actors.get_one_execution_result", GET "actors/v2/{actor_id}/executions/{execution_id}/results")]
#[operation(bytes, effect = Once)]
pub struct TakeExecutionResult {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The execution's id.
    #[segment]
    pub execution_id: ExecutionId,
}

/// Gets what an execution has written to its standard output.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getExecutionLogs")]
#[operation("agave.actors.get_execution_logs", GET "actors/v2/{actor_id}/executions/{execution_id}/logs")]
#[operation(output = ExecutionLogs)]
pub struct GetExecutionLogs {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The execution's id.
    #[segment]
    pub execution_id: ExecutionId,
}
