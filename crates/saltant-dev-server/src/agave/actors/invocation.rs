//! What runs when an actor gets a message: a command, or a function of this process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What an image stands for.
#[derive(Clone)]
pub(crate) enum Program {
    /// The words of a command.
    Command(Vec<String>),
    Function(Arc<dyn Fn(&ActorInvocation) -> ActorReport + Send + Sync>),
}

/// What a function gets that stands for an image.
///
/// `Debug` shows only how many bytes and variables there are: both may be secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct ActorInvocation {
    /// The message: a text, an object as Python writes it, or any bytes.
    pub message: Vec<u8>,
    /// The variables that a program in a container has: `MSG` unless the message is binary, `_abaco_…`, and those of
    /// the actor and of the message.
    pub environment: BTreeMap<String, String>,
}

impl fmt::Debug for ActorInvocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActorInvocation")
            .field("message_length", &self.message.len())
            .field("variables", &self.environment.len())
            .finish_non_exhaustive()
    }
}

/// What an execution of a function leaves behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a report is what the function returns"]
pub struct ActorReport {
    pub(crate) logs: String,
    pub(crate) results: Vec<Vec<u8>>,
    pub(crate) state: Option<String>,
    pub(crate) exit_code: i32,
}

impl ActorReport {
    /// A report of a function that said nothing and succeeded.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line to the logs.
    pub fn log(mut self, line: impl AsRef<str>) -> Self {
        self.logs.push_str(line.as_ref());
        self.logs.push('\n');
        self
    }

    /// Adds a result. Like on the real service, what is beyond 131072 bytes is cut off.
    pub fn result(mut self, result: impl Into<Vec<u8>>) -> Self {
        self.results.push(result.into());
        self
    }

    /// Sets the state of the actor, as JSON. It is ignored for a stateless actor, and if it is not JSON.
    pub fn state(mut self, json: impl Into<String>) -> Self {
        self.state = Some(json.into());
        self
    }

    /// Sets the exit code; the default is 0. An execution is `COMPLETE` with any.
    pub fn exit_code(mut self, code: i32) -> Self {
        self.exit_code = code;
        self
    }
}
