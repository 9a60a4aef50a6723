use std::collections::BTreeMap;

use saltant_types::Value;
use saltant_types::agave::{
    Actor, ActorId, ActorLevel, ActorMessageResponse, ActorMessages, ActorNonce, ActorState, ActorWorker,
    Execution, ExecutionId, ExecutionLogs, ExecutionsSummary, NonceId, Username, WorkerId,
};
use serde::{Deserialize, Serialize};

use super::Search;
use super::paging::offset_pages;
use crate::{EncodeError, Encoder, Operation, QueryGroup, Upload};

/// Environment variables of one execution, each a query parameter of the message that begins it.
///
/// A name that the service uses itself, such as `x-nonce`, is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// No variables beyond the actor's own.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable.
    #[must_use]
    pub fn var(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }
}

impl QueryGroup for Environment {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        for (name, value) in &self.0 {
            if name.is_empty() || name == "x-nonce" {
                let reason = format!("{name:?} cannot be a variable: the service reads it otherwise");
                return Err(EncodeError::Refused { name: "environment", reason });
            }
            request.query(name, value);
        }
        Ok(())
    }
}

/// What an actor is sent: any JSON.
///
/// Most often it is an object with the message under `message`, which is what a text, or any other JSON, is
/// made into. [`bare`](Self::bare) sends JSON as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorMessage(Value);

impl ActorMessage {
    /// A message under `message`.
    pub fn new(message: impl Into<Value>) -> Self {
        Self(Value::Object([("message".to_owned(), message.into())].into_iter().collect()))
    }

    /// JSON that is sent as it is.
    pub fn bare(body: impl Into<Value>) -> Self {
        Self(body.into())
    }
}

impl From<&str> for ActorMessage {
    fn from(message: &str) -> Self {
        Self::new(message)
    }
}

impl From<String> for ActorMessage {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

impl From<Value> for ActorMessage {
    fn from(message: Value) -> Self {
        Self::new(message)
    }
}

/// Sends a message to an actor, which begins an execution of it.
///
/// The actor finds the message in its variable `MSG`.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.send_message", POST "actors/v2/{actor_id}/messages")]
#[operation(output = ActorMessageResponse)]
pub struct SendMessage {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The message.
    #[body]
    pub body: ActorMessage,
    /// Environment variables for this execution.
    #[query(flatten)]
    pub environment: Environment,
}

/// Sends bytes to an actor, which begins an execution of it.
///
/// The actor reads them from a pipe, `/_abaco_binary_data`.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.send_binary_message", POST "actors/v2/{actor_id}/messages")]
#[operation(output = ActorMessageResponse, write = write_octets)]
pub struct SendBinaryMessage {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The bytes.
    #[custom]
    pub message: Upload,
    /// Environment variables for this execution.
    #[query(flatten)]
    pub environment: Environment,
}

// `Result` and not nothing, because the derive asks every such function whether it succeeded.
#[allow(clippy::unnecessary_wraps)]
fn write_octets(operation: &SendBinaryMessage, request: &mut Encoder) -> Result<(), EncodeError> {
    request.body("application/octet-stream", operation.message.body());
    Ok(())
}

/// Registers an actor.
///
/// It takes messages once it is ready.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.add", POST "actors/v2", output = Actor, status = [200, 201])]
pub struct AddActor {
    /// The actor: an image at least.
    #[body]
    pub body: Actor,
}

/// Lists the actors that the caller may see.
///
/// It was not measured whether newer servers, which count pages by `skip`, heed the offset.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list", GET "actors/v2", output = Vec<Actor>, read = super::envelope::list)]
pub struct ListActors {
    /// Actors on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many actors to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the actors that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListActors, Actor);

/// Gets an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get", GET "actors/v2/{actor_id}", output = Actor)]
pub struct GetActor {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Replaces an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.update", PUT "actors/v2/{actor_id}", output = Actor)]
pub struct UpdateActor {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The actor: an image at least.
    #[body]
    pub body: Actor,
}

/// Deletes an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.delete", DELETE "actors/v2/{actor_id}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteActor {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Counts the messages that wait for an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_messages", GET "actors/v2/{actor_id}/messages", output = ActorMessages)]
pub struct GetActorMessages {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Gets what an actor remembers.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_state", GET "actors/v2/{actor_id}/state", output = ActorState)]
pub struct GetActorState {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Sets what an actor remembers.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.update_state", POST "actors/v2/{actor_id}/state", output = ActorState)]
pub struct UpdateActorState {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The state: any JSON.
    #[body]
    pub body: Value,
}

/// Gets who may do how much with an actor.
///
/// A server that follows its schema instead answers with one word, under `permissions`.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_permissions", GET "actors/v2/{actor_id}/permissions")]
#[operation(output = BTreeMap<Username, ActorLevel>)]
pub struct GetActorPermissions {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Sets how much a user may do with an actor.
///
/// The answer is who may do how much now.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.update_permissions", POST "actors/v2/{actor_id}/permissions")]
#[operation(output = BTreeMap<Username, ActorLevel>)]
pub struct UpdateActorPermissions {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The user; `ABACO_WORLD` is everybody.
    #[json]
    pub user: Username,
    /// How much they may do.
    #[json]
    pub level: ActorLevel,
}

/// Sets how many workers run an actor, if there are fewer.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.add_worker", POST "actors/v2/{actor_id}/workers")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct AddWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// How many.
    #[json]
    pub num: u32,
}

/// Lists the workers that run an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list_workers", GET "actors/v2/{actor_id}/workers")]
#[operation(output = Vec<ActorWorker>, read = super::envelope::list)]
pub struct ListWorkers {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Keeps the workers that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

/// Gets a worker.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_worker", GET "actors/v2/{actor_id}/workers/{worker_id}", output = ActorWorker)]
pub struct GetWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The worker's id.
    #[segment]
    pub worker_id: WorkerId,
}

/// Ends a worker.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.delete_worker", DELETE "actors/v2/{actor_id}/workers/{worker_id}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The worker's id.
    #[segment]
    pub worker_id: WorkerId,
}

/// Makes a nonce for an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.add_nonce", POST "actors/v2/{actor_id}/nonces", output = ActorNonce)]
pub struct AddNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// How much its holder may do; messages by default.
    #[json]
    pub level: Option<ActorLevel>,
    /// How often it can be used; once by default. -1 is probably without a limit: it was not measured.
    #[json = "maxUses"]
    pub max_uses: Option<i64>,
}

/// Lists the nonces of an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list_nonces", GET "actors/v2/{actor_id}/nonces")]
#[operation(output = Vec<ActorNonce>, read = super::envelope::list)]
pub struct ListNonces {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Keeps the nonces that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

/// Gets a nonce, with how often it can still be used.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_nonce", GET "actors/v2/{actor_id}/nonces/{nonce_id}", output = ActorNonce)]
pub struct GetNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The nonce.
    #[segment]
    pub nonce_id: NonceId,
}

/// Makes a nonce useless.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.delete_nonce", DELETE "actors/v2/{actor_id}/nonces/{nonce_id}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteNonce {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The nonce.
    #[segment]
    pub nonce_id: NonceId,
}

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
#[operation(streamed, effect = Once)]
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
