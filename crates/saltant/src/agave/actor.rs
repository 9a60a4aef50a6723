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
