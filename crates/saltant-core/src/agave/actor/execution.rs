use saltant_types::agave::{ActorId, Execution, ExecutionId, ExecutionLogs, ExecutionsSummary};

use crate::operations::Operation;

/// Gets the ids of the executions of an actor, and what they took together.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list_executions", GET "actors/v2/{actor_id}/executions")]
#[operation(output = ExecutionsSummary)]
pub struct ListExecutions {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// How many ids; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many to pass over.
    #[query]
    pub offset: Option<u64>,
}

/// Gets an execution of an actor.
#[derive(Clone, Debug, Operation)]
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

/// Takes one result of an execution off its queue.
///
/// No bytes mean that there are no more. What was taken is gone, so the request is never repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_one_execution_result", GET "actors/v2/{actor_id}/executions/{execution_id}/results")]
#[operation(bytes, effect = Once)]
pub struct GetOneExecutionResult {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The execution's id.
    #[segment]
    pub execution_id: ExecutionId,
}

/// Gets what an execution has written to its standard output.
#[derive(Clone, Debug, Operation)]
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
