mod execution;
mod nonce;
mod worker;

pub use execution::{GetExecution, GetExecutionLogs, GetExecutionsSummary, TakeExecutionResult};
pub use nonce::{CreateNonce, DeleteNonce, GetNonce, ListNonces};
pub use worker::{AddWorkers, DeleteWorker, GetWorker, ListWorkers};

use std::collections::BTreeMap;

use saltant_types::Value;
use saltant_types::agave::{
    Actor, ActorId, ActorLevel, ActorMessageResponse, ActorMessages, ActorState, Username,
};
use saltant_types::schema::{HasSchema, Schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::paging::Skip;
use super::search::{Search, Selection};
use crate::operations::Operation;
use crate::request::{Body, EncodeError, Encoder, QueryGroup};

/// Environment variables of one execution: query parameters of the message that starts it.
///
/// The name `x-nonce` is refused, because the service uses that parameter itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(transparent)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// No variables besides the actor's own.
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
                let reason = format!("{name:?} cannot be a variable: the service uses this parameter itself");
                return Err(EncodeError::Refused { name: "environment", reason });
            }
            request.query(name, value);
        }
        Ok(())
    }
}

/// A message to an actor: any JSON.
///
/// Most often the body is an object with the message under `message`; the conversions from a text and from
/// JSON make such an object. [`bare`](Self::bare) sends JSON as it is.
///
/// Read from JSON, a text becomes such an object too, and anything else is sent as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ActorMessage(Value);

impl HasSchema for ActorMessage {
    const SCHEMA: Schema = Schema::OneOf(&[Schema::Text, Schema::Json]);
}

impl ActorMessage {
    /// A message that is sent under `message`.
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

impl From<&String> for ActorMessage {
    fn from(message: &String) -> Self {
        Self::new(message.as_str())
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

impl<'de> Deserialize<'de> for ActorMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|json| match json {
            Value::String(text) => Self::new(text),
            other => Self::bare(other),
        })
    }
}

/// Sends a message to an actor, which starts an execution.
///
/// The actor finds the message in its environment variable `MSG`.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "sendMessage")]
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

/// Sends bytes to an actor, which starts an execution.
///
/// The actor reads the bytes from the pipe `/_abaco_binary_data`.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "sendBinaryMessage")]
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

fn write_octets(operation: &SendBinaryMessage, request: &mut Encoder) {
    request.body(http::HeaderValue::from_static("application/octet-stream"), operation.message.clone());
}

/// Registers an actor.
///
/// It accepts messages as soon as its status is `READY`.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "add")]
#[operation("agave.actors.add", POST "actors/v2", output = Actor)]
pub struct CreateActor {
    /// The actor: at least its `image`.
    #[body]
    pub body: Actor,
}

/// Lists the actors that the caller may see.
///
/// The offset is sent as `skip`.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list", GET "actors/v2", page of Actor)]
pub struct ListActors {
    /// Which page.
    #[page]
    pub page: Skip,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets an actor: its image, state, owner and settings.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get", GET "actors/v2/{actor_id}", output = Actor)]
pub struct GetActor {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Replaces an actor's description, image included.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.update", PUT "actors/v2/{actor_id}", output = Actor)]
pub struct UpdateActor {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The actor: at least its `image`.
    #[body]
    pub body: Actor,
}

/// Deletes an actor, and stops its workers.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.delete", DELETE "actors/v2/{actor_id}")]
pub struct DeleteActor {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Gets the number of messages that wait for an actor.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getMessages")]
#[operation("agave.actors.get_messages", GET "actors/v2/{actor_id}/messages", output = ActorMessages)]
pub struct GetActorMessages {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Gets the state that an actor keeps between messages.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getState")]
#[operation("agave.actors.get_state", GET "actors/v2/{actor_id}/state", output = ActorState)]
pub struct GetActorState {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Sets the state that an actor keeps between messages.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateState")]
#[operation("agave.actors.update_state", POST "actors/v2/{actor_id}/state", output = ActorState)]
pub struct UpdateActorState {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The state: any JSON.
    #[body]
    pub body: Value,
}

/// Gets the permissions of an actor, by user.
///
/// The service's schema declares one text under `permissions` instead; its description says a dictionary.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getPermissions")]
#[operation("agave.actors.get_permissions", GET "actors/v2/{actor_id}/permissions")]
#[operation(output = BTreeMap<Username, ActorLevel>)]
pub struct GetActorPermissions {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
}

/// Sets the permission of a user for an actor, and answers with all permissions.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updatePermissions")]
#[operation("agave.actors.update_permissions", POST "actors/v2/{actor_id}/permissions")]
#[operation(output = BTreeMap<Username, ActorLevel>)]
pub struct UpdateActorPermissions {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The user; `ABACO_WORLD` stands for everybody.
    #[json]
    pub user: Username,
    /// What the user may do.
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
    fn a_result_is_never_taken_twice() {
        assert_eq!(<TakeExecutionResult as crate::Declared>::METADATA.effect, crate::Effect::Once);
    }
}
