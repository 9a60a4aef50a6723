use saltant_core::Error;
use saltant_http::{WaitStatus, Waiting};
use saltant_macros::calls;
use saltant_types::{Secret, Value};

use super::{
    Actor, ActorId, ActorLevel, AddWorkers, CreateActor, CreateNonce, DeleteActor, DeleteNonce, DeleteWorker,
    ExecutionId, GetActor, GetActorMessages, GetActorPermissions, GetActorState, GetExecution,
    GetExecutionLogs, GetExecutionsSummary, GetNonce, GetWorker, ListActors, ListNonces, ListWorkers,
    SendBinaryMessage, SendMessage, TakeExecutionResult, UpdateActor, UpdateActorPermissions,
    UpdateActorState, Username, WorkerId,
};

/// Actors of a tenant: containers that run once for each message.
#[derive(Clone, Copy, Debug)]
pub struct Actors<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Actors<'c> via self.0 {
    create(body: Actor) -> CreateActor;
    list(ListActors);
    get(actor_id: ActorId) -> GetActor;
    update(actor_id: ActorId, body: Actor) -> UpdateActor;
    delete(actor_id: ActorId) -> DeleteActor;
    send_message(SendMessage);
    send_binary_message(SendBinaryMessage);
    get_messages(actor_id: ActorId) -> GetActorMessages;
    get_state(actor_id: ActorId) -> GetActorState;
    update_state(actor_id: ActorId, body: Value) -> UpdateActorState;
    get_permissions(actor_id: ActorId) -> GetActorPermissions;
    update_permissions(actor_id: ActorId, user: Username, level: ActorLevel) -> UpdateActorPermissions;
    add_workers(actor_id: ActorId, num: u32) -> AddWorkers;
    list_workers(ListWorkers);
    get_worker(actor_id: ActorId, worker_id: WorkerId) -> GetWorker;
    delete_worker(actor_id: ActorId, worker_id: WorkerId) -> DeleteWorker;
    create_nonce(CreateNonce);
    list_nonces(ListNonces);
    get_nonce(actor_id: ActorId, nonce_id: Secret) -> GetNonce;
    delete_nonce(actor_id: ActorId, nonce_id: Secret) -> DeleteNonce;
    get_executions_summary(GetExecutionsSummary);
    get_execution(actor_id: ActorId, execution_id: ExecutionId) -> GetExecution;
    take_execution_result(actor_id: ActorId, execution_id: ExecutionId) -> TakeExecutionResult;
    get_execution_logs(actor_id: ActorId, execution_id: ExecutionId) -> GetExecutionLogs;
} }

impl<'c> Actors<'c> {
    /// The id of the execution that was started by the last message; `None` if there is none.
    ///
    /// The service does not say in which order it lists executions. Newer servers say when each message came.
    ///
    /// # Errors
    ///
    /// Those of a call; none of its own.
    pub async fn last_execution(self, actor_id: impl Into<ActorId>) -> Result<Option<ExecutionId>, Error> {
        let summary = self.get_executions_summary(GetExecutionsSummary::new(actor_id)).await?;
        let listed = summary.executions.unwrap_or_default();
        let last = listed.into_iter().max_by_key(|execution| execution.message_received_time);
        Ok(last.and_then(|last| last.id).or_else(|| summary.ids.unwrap_or_default().pop()))
    }

    /// Waits until an execution has ended with success. If it could not be started, was stopped, or its program has
    /// ended with another exit code than 0, the error holds the execution.
    pub fn wait_until_complete(
        self,
        actor_id: impl Into<ActorId>,
        execution_id: impl Into<ExecutionId>,
    ) -> Waiting<'c, GetExecution> {
        self.get_execution(actor_id, execution_id).wait_until(|execution| match &execution.status {
            Some(status) if status.is_failure() => WaitStatus::Failed(status.to_string()),
            Some(status) if status.is_final() => match execution.exit_code {
                Some(code) if code != 0 => WaitStatus::Failed(format!("exit code {code}")),
                _ => WaitStatus::Succeeded,
            },
            status => WaitStatus::InProgress(status.as_ref().map(ToString::to_string).unwrap_or_default()),
        })
    }
}
