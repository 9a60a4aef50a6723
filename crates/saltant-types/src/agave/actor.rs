use std::collections::BTreeMap;

use serde_json::Value;

use super::number::integer;
use super::record::record;
use super::{NumberOrText, Username};
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of an actor.
    ActorId(String)
}

id! {
    /// The id of one execution of an actor.
    ExecutionId(String)
}

id! {
    /// The id of a worker of an actor.
    WorkerId(String)
}

id! {
    /// The id of a nonce, which is the nonce itself: who has it may call the actor.
    NonceId(String)
}

open_enum! {
    /// Where an actor stands.
    pub enum ActorStatus {
        /// Its image is being fetched.
        Submitted = "SUBMITTED",
        /// It takes messages.
        Ready = "READY",
        /// Its image cannot be run.
        Error = "ERROR",
    }
}

open_enum! {
    /// Where an execution stands. An unknown word is not final.
    pub enum ExecutionStatus {
        /// The message waits for a worker.
        Submitted = "SUBMITTED",
        /// A worker runs it.
        Running = "RUNNING",
        /// It has ended; its results wait.
        Complete = "COMPLETE",
        /// It was stopped on request.
        Stopped = "STOPPED",
        /// It could not be run.
        Error = "ERROR",
    }
}

impl ExecutionStatus {
    /// Whether nothing more will happen: complete, stopped or in error.
    pub fn is_final(&self) -> bool {
        *self == Self::Complete || self.is_failure()
    }

    /// Whether it has ended without being complete.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Stopped | Self::Error)
    }
}

open_enum! {
    /// How much somebody, or the holder of a nonce, may do with an actor.
    pub enum ActorLevel {
        /// Nothing.
        None = "NONE",
        /// Look at it.
        Read = "READ",
        /// Send it messages.
        Execute = "EXECUTE",
        /// Change it.
        Update = "UPDATE",
    }
}

record! {
    sent
    /// An actor: an image that runs for each message.
    pub struct Actor {
        /// The actor's id.
        id: ActorId,
        /// The name. The schema lacks it, the service has it.
        name: String,
        /// What it does.
        description: String,
        /// The Docker image.
        image: String,
        /// Who registered it.
        owner: Username,
        /// Whether it may do more on its host than others.
        privileged: bool,
        /// Whether it keeps no state between messages, so that several workers may run it.
        stateless: bool,
        /// Where it stands.
        status: ActorStatus,
        /// The variables of each execution, unless the message says otherwise.
        default_environment: BTreeMap<String, Value>,
    }
}

record! {
    /// What became of a message to an actor.
    pub struct ActorMessageResponse {
        /// The execution that the message has begun.
        execution_id: ExecutionId,
        /// What the server says.
        msg: String,
    }
}

record! {
    /// The messages that wait for an actor.
    pub struct ActorMessages {
        /// How many there are.
        #[serde(deserialize_with = "integer")]
        messages: u64,
    }
}

record! {
    /// What an actor remembers.
    pub struct ActorState {
        /// Any JSON. The schema calls it a text.
        state: Value,
    }
}

record! {
    /// A process that runs an actor.
    pub struct ActorWorker {
        /// The worker's id.
        id: WorkerId,
        /// The container's id.
        cid: String,
        /// The host's id.
        #[serde(rename = "host_id")]
        host_id: String,
        /// The host's address.
        #[serde(rename = "host_ip")]
        host_ip: String,
        /// The image that it runs.
        image: String,
        /// When it last ran the image, in seconds since 1970; 0 for never.
        #[serde(rename = "last_execution", deserialize_with = "integer")]
        last_execution: i64,
        /// Where its host's Docker is.
        location: String,
        /// What it does.
        status: String,
        /// The tenant.
        tenant: String,
    }
}

record! {
    /// A nonce: a word that stands for a token at one actor.
    pub struct ActorNonce {
        /// The nonce.
        id: NonceId,
        /// The actor.
        #[serde(rename = "actor_id")]
        actor_id: ActorId,
        /// How much its holder may do.
        level: ActorLevel,
        /// How often it can be used; -1 is probably without a limit.
        #[serde(rename = "max_uses")]
        max_uses: NumberOrText,
        /// How often it can still be used.
        #[serde(rename = "remaining_uses", deserialize_with = "integer")]
        remaining_uses: i64,
        /// When it was made. The form of the text is not known.
        #[serde(rename = "create_time")]
        create_time: String,
        /// When it was last used.
        #[serde(rename = "last_use_time")]
        last_use_time: String,
    }
}

record! {
    /// One run of an actor.
    pub struct Execution {
        /// The execution's id.
        id: ExecutionId,
        /// The actor.
        actor_id: ActorId,
        /// Whose message began it.
        owner: Username,
        /// Where it stands.
        status: ExecutionStatus,
        /// The processor time.
        cpu: NumberOrText,
        /// What went in and out.
        io: NumberOrText,
        /// How long it ran, in seconds.
        runtime: NumberOrText,
    }
}

record! {
    /// What an execution has written to its standard output.
    pub struct ExecutionLogs {
        /// The text.
        logs: String,
    }
}

record! {
    /// The executions of an actor.
    pub struct ExecutionsSummary {
        /// The actor.
        actor_id: ActorId,
        /// Who registered it.
        owner: Username,
        /// The executions' ids. Newer servers list the executions themselves, in `extra`.
        ids: Vec<ExecutionId>,
        /// The processor time of all.
        total_cpu: NumberOrText,
        /// What went in and out of all.
        total_io: NumberOrText,
        /// How long all ran, in seconds.
        total_runtime: NumberOrText,
    }
}
