use saltant_http::Call;
use saltant_types::Value;

use super::{
    Actor, ActorId, ActorLevel, AddActor, AddNonce, AddWorker, DeleteActor, DeleteNonce, DeleteWorker,
    ExecutionId, GetActor, GetActorMessages, GetActorPermissions, GetActorState, GetExecution,
    GetExecutionLogs, GetNonce, GetOneExecutionResult, GetWorker, ListActors, ListExecutions, ListNonces,
    ListWorkers, NonceId, SendBinaryMessage, SendMessage, UpdateActor, UpdateActorPermissions,
    UpdateActorState, Username, WorkerId,
};

/// Actors of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Actors<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Actors<'c> {
    /// Registers an actor.
    #[allow(clippy::should_implement_trait)] // the documents' name
    pub fn add(self, body: impl Into<Actor>) -> Call<'c, AddActor> {
        self.0.call(AddActor::new(body))
    }

    /// Lists the actors that the caller may see.
    pub fn list(self, operation: ListActors) -> Call<'c, ListActors> {
        self.0.call(operation)
    }

    /// Gets an actor.
    pub fn get(self, actor_id: impl Into<ActorId>) -> Call<'c, GetActor> {
        self.0.call(GetActor::new(actor_id))
    }

    /// Replaces an actor.
    pub fn update(self, actor_id: impl Into<ActorId>, body: impl Into<Actor>) -> Call<'c, UpdateActor> {
        self.0.call(UpdateActor::new(actor_id, body))
    }

    /// Deletes an actor.
    pub fn delete(self, actor_id: impl Into<ActorId>) -> Call<'c, DeleteActor> {
        self.0.call(DeleteActor::new(actor_id))
    }

    /// Counts the messages that wait for an actor.
    pub fn get_messages(self, actor_id: impl Into<ActorId>) -> Call<'c, GetActorMessages> {
        self.0.call(GetActorMessages::new(actor_id))
    }

    /// Gets what an actor remembers.
    pub fn get_state(self, actor_id: impl Into<ActorId>) -> Call<'c, GetActorState> {
        self.0.call(GetActorState::new(actor_id))
    }

    /// Sets what an actor remembers.
    pub fn update_state(
        self,
        actor_id: impl Into<ActorId>,
        body: impl Into<Value>,
    ) -> Call<'c, UpdateActorState> {
        self.0.call(UpdateActorState::new(actor_id, body))
    }

    /// Gets who may do how much with an actor.
    pub fn get_permissions(self, actor_id: impl Into<ActorId>) -> Call<'c, GetActorPermissions> {
        self.0.call(GetActorPermissions::new(actor_id))
    }

    /// Sets how much a user may do with an actor.
    pub fn update_permissions(
        self,
        actor_id: impl Into<ActorId>,
        user: impl Into<Username>,
        level: impl Into<ActorLevel>,
    ) -> Call<'c, UpdateActorPermissions> {
        self.0.call(UpdateActorPermissions::new(actor_id, user, level))
    }

    /// Sets how many workers run an actor, if there are fewer.
    pub fn add_worker(self, actor_id: impl Into<ActorId>, num: u32) -> Call<'c, AddWorker> {
        self.0.call(AddWorker::new(actor_id, num))
    }

    /// Lists the workers that run an actor.
    pub fn list_workers(self, operation: ListWorkers) -> Call<'c, ListWorkers> {
        self.0.call(operation)
    }

    /// Gets a worker.
    pub fn get_worker(
        self,
        actor_id: impl Into<ActorId>,
        worker_id: impl Into<WorkerId>,
    ) -> Call<'c, GetWorker> {
        self.0.call(GetWorker::new(actor_id, worker_id))
    }

    /// Ends a worker.
    pub fn delete_worker(
        self,
        actor_id: impl Into<ActorId>,
        worker_id: impl Into<WorkerId>,
    ) -> Call<'c, DeleteWorker> {
        self.0.call(DeleteWorker::new(actor_id, worker_id))
    }

    /// Makes a nonce for an actor.
    pub fn add_nonce(self, operation: AddNonce) -> Call<'c, AddNonce> {
        self.0.call(operation)
    }

    /// Lists the nonces of an actor.
    pub fn list_nonces(self, operation: ListNonces) -> Call<'c, ListNonces> {
        self.0.call(operation)
    }

    /// Gets a nonce, with how often it can still be used.
    pub fn get_nonce(self, actor_id: impl Into<ActorId>, nonce_id: impl Into<NonceId>) -> Call<'c, GetNonce> {
        self.0.call(GetNonce::new(actor_id, nonce_id))
    }

    /// Makes a nonce useless.
    pub fn delete_nonce(
        self,
        actor_id: impl Into<ActorId>,
        nonce_id: impl Into<NonceId>,
    ) -> Call<'c, DeleteNonce> {
        self.0.call(DeleteNonce::new(actor_id, nonce_id))
    }

    /// Gets the ids of the executions of an actor, and what they took together.
    pub fn list_executions(self, operation: ListExecutions) -> Call<'c, ListExecutions> {
        self.0.call(operation)
    }

    /// Gets an execution of an actor.
    pub fn get_execution(
        self,
        actor_id: impl Into<ActorId>,
        execution_id: impl Into<ExecutionId>,
    ) -> Call<'c, GetExecution> {
        self.0.call(GetExecution::new(actor_id, execution_id))
    }

    /// Takes one result of an execution off its queue.
    pub fn get_one_execution_result(
        self,
        actor_id: impl Into<ActorId>,
        execution_id: impl Into<ExecutionId>,
    ) -> Call<'c, GetOneExecutionResult> {
        self.0.call(GetOneExecutionResult::new(actor_id, execution_id))
    }

    /// Gets what an execution has written to its standard output.
    pub fn get_execution_logs(
        self,
        actor_id: impl Into<ActorId>,
        execution_id: impl Into<ExecutionId>,
    ) -> Call<'c, GetExecutionLogs> {
        self.0.call(GetExecutionLogs::new(actor_id, execution_id))
    }

    /// Sends a message to an actor, which begins an execution of it.
    pub fn send_message(self, operation: SendMessage) -> Call<'c, SendMessage> {
        self.0.call(operation)
    }

    /// Sends bytes to an actor, which begins an execution of it.
    pub fn send_binary_message(self, operation: SendBinaryMessage) -> Call<'c, SendBinaryMessage> {
        self.0.call(operation)
    }
}
