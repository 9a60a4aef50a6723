mod execution;
mod nonce;
mod worker;

pub use execution::{GetExecution, GetExecutionLogs, GetOneExecutionResult, ListExecutions};
pub use nonce::{AddNonce, DeleteNonce, GetNonce, ListNonces};
pub use worker::{AddWorker, DeleteWorker, GetWorker, ListWorkers};

use std::collections::BTreeMap;

use saltant_types::Value;
use saltant_types::agave::{
    Actor, ActorId, ActorLevel, ActorMessageResponse, ActorMessages, ActorState, Username,
};
use serde::{Deserialize, Serialize};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;
use crate::request::{Body, EncodeError, Encoder, QueryGroup};

/// Environment variables of one execution, each a query parameter of the message that begins it.
///
/// A name that the service uses itself, such as `x-nonce`, is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
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
    pub message: Body,
    /// Environment variables for this execution.
    #[query(flatten)]
    pub environment: Environment,
}

// `Result` and not nothing, because the derive asks every such function whether it succeeded.
#[allow(clippy::unnecessary_wraps)]
fn write_octets(operation: &SendBinaryMessage, request: &mut Encoder) -> Result<(), EncodeError> {
    request.body(http::HeaderValue::from_static("application/octet-stream"), operation.message.clone());
    Ok(())
}

/// Registers an actor.
///
/// It takes messages once it is ready.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.add", POST "actors/v2", output = Actor)]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn request<O: Operation>(operation: &O) -> (String, String) {
        let request = operation.to_request(&"https://h".parse().unwrap()).unwrap();
        let body = String::from_utf8_lossy(request.body().as_bytes().unwrap()).into_owned();
        (request.uri().to_string(), body)
    }

    #[test]
    fn a_message_and_a_state_are_always_json() {
        let message = |body: ActorMessage| request(&SendMessage::new("a", body)).1;
        assert_eq!(message("hi".into()), r#"{"message":"hi"}"#);
        assert_eq!(message(ActorMessage::bare("plain text")), r#""plain text""#);
        assert_eq!(message(ActorMessage::bare(vec!["a", "b"])), r#"["a","b"]"#);
        assert_eq!(request(&UpdateActorState::new("a", vec![1, 2])).1, "[1,2]");
    }

    #[test]
    fn variables_go_into_the_query_once_and_cannot_be_taken_for_a_nonce() {
        let message =
            SendMessage::new("a", "hi").environment(Environment::new().var("K 1", "v&1").var("K2", ""));
        assert_eq!(request(&message).0, "https://h/actors/v2/a/messages?K%201=v%261&K2=");
        for name in ["", "x-nonce"] {
            let message = SendMessage::new("a", "hi").environment(Environment::new().var(name, "1"));
            assert!(message.to_request(&"https://h".parse().unwrap()).is_err(), "{name:?}");
        }
    }

    #[test]
    fn taking_a_result_off_its_queue_is_never_repeated() {
        assert_eq!(<GetOneExecutionResult as crate::Declared>::METADATA.effect, crate::Effect::Once);
    }
}
