use std::collections::BTreeMap;

use saltant_types::Value;
use saltant_types::agave::{ActorId, ActorMessageResponse};
use serde::{Deserialize, Serialize};

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
