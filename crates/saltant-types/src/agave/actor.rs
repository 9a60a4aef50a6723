use std::collections::BTreeMap;

use serde::{Deserialize as _, Deserializer};
use serde_json::Value;

use super::number::integer;
use super::record::record;
use super::{NumberOrText, Username};
use crate::id::id;
use crate::open_enum::open_enum;
use crate::{Secret, Timestamp};

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

open_enum! {
    /// The status of an actor.
    pub enum ActorStatus {
        /// Its image is being fetched.
        Submitted = "SUBMITTED",
        /// It accepts messages.
        Ready = "READY",
        /// Its image cannot be run.
        Error = "ERROR",
    }
}

open_enum! {
    /// The status of an execution. A word that this version does not know is not final.
    pub enum ExecutionStatus {
        /// The message waits for a worker.
        Submitted = "SUBMITTED",
        /// A worker is running it.
        Running = "RUNNING",
        /// It has ended; its results can be taken.
        Complete = "COMPLETE",
        /// It was stopped on request.
        Stopped = "STOPPED",
        /// It could not be started.
        Error = "ERROR",
    }
}

impl ExecutionStatus {
    /// Whether it has ended: complete, stopped or in error.
    pub fn is_final(&self) -> bool {
        *self == Self::Complete || self.is_failure()
    }

    /// Whether it has ended without success: stopped or in error.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Stopped | Self::Error)
    }
}

open_enum! {
    /// What a user, or the holder of a nonce, may do with an actor.
    pub enum ActorLevel {
        /// Nothing.
        None = "NONE",
        /// Read it.
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
        /// The name. The service's schema lacks this field; agavepy sends it.
        name: String,
        /// What it does.
        description: String,
        /// The Docker image.
        image: String,
        /// The user who registered it.
        owner: Username,
        /// Whether its containers run with more rights on their host.
        privileged: bool,
        /// Whether it keeps no state between messages, so that several workers may run it.
        stateless: bool,
        /// Its status.
        status: ActorStatus,
        /// The environment variables of each execution, unless a message sets others.
        default_environment: BTreeMap<String, Value>,
    }
}

record! {
    /// The answer to a message to an actor.
    pub struct ActorMessageResponse {
        /// The execution that the message started.
        execution_id: ExecutionId,
        /// The message as the server has read it, or a note in place of a binary one.
        msg: Value,
    }
}

record! {
    /// The queue of messages of an actor.
    pub struct ActorMessages {
        /// How many messages wait in it.
        #[serde(deserialize_with = "integer")]
        messages: u64,
    }
}

record! {
    /// The state that an actor keeps between messages.
    pub struct ActorState {
        /// Any JSON, though the service's schema declares a text.
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
        #[serde(rename = "host_id", alias = "hostId")]
        host_id: String,
        /// The host's address.
        #[serde(rename = "host_ip", alias = "hostIp")]
        host_ip: String,
        /// The Docker image that it runs.
        image: String,
        /// When it last ran the image, in seconds since 1970; 0 for never.
        #[serde(rename = "last_execution", deserialize_with = "integer")]
        last_execution: i64,
        /// The address of its host's Docker.
        location: String,
        /// Its status.
        status: String,
        /// The tenant.
        tenant: String,
    }
}

record! {
    /// A nonce: a secret that replaces the token in calls to one actor.
    pub struct ActorNonce {
        /// The nonce itself: whoever has it may call the actor.
        id: Secret,
        /// The actor.
        #[serde(rename = "actor_id", alias = "actorId")]
        actor_id: ActorId,
        /// What its holder may do.
        level: ActorLevel,
        /// How often it can be used; -1 is without a limit.
        #[serde(rename = "max_uses", alias = "maxUses")]
        max_uses: NumberOrText,
        /// How often it can still be used.
        #[serde(rename = "remaining_uses", alias = "remainingUses", deserialize_with = "integer")]
        remaining_uses: i64,
        /// When it was created. The format of the text was not measured.
        #[serde(rename = "create_time", alias = "createTime")]
        create_time: String,
        /// When it was last used, in the same format.
        #[serde(rename = "last_use_time", alias = "lastUseTime")]
        last_use_time: String,
    }
}

/// A time, or Abaco's word for none.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    match Option::<Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Value::String(text)) if text == "None" => Ok(None),
        Some(value) => serde_json::from_value(value).map(Some).map_err(serde::de::Error::custom),
    }
}

record! {
    /// One run of an actor.
    pub struct Execution {
        /// The execution's id.
        id: ExecutionId,
        /// The actor.
        actor_id: ActorId,
        /// The user whose message started it.
        owner: Username,
        /// Its status.
        status: ExecutionStatus,
        /// The processor time: in jiffies by the service's documents. Abaco 1.9.0 adds up Docker's samples of
        /// the time used so far, in nanoseconds.
        cpu: NumberOrText,
        /// What went in and out: in sectors of 512 bytes by the service's documents. Abaco 1.9.0 counts the
        /// bytes that came over the network.
        io: NumberOrText,
        /// How long it ran: in milliseconds by the service's documents. Abaco 1.9.0 sends whole seconds.
        runtime: NumberOrText,
        /// The program's exit code. Abaco 1.9.0 sends it when the execution has ended.
        exit_code: i64,
        /// The user whose message started it, as Abaco 1.9.0 calls it.
        executor: Username,
        /// The worker that runs it.
        worker_id: WorkerId,
        /// When the message arrived.
        #[serde(deserialize_with = "moment")]
        message_received_time: Timestamp,
        /// When it began.
        #[serde(deserialize_with = "moment")]
        start_time: Timestamp,
        /// When it ended.
        #[serde(deserialize_with = "moment")]
        finish_time: Timestamp,
    }
}

record! {
    /// An execution as Abaco 1.9.0 lists it.
    pub struct ExecutionSummary {
        /// The execution's id.
        id: ExecutionId,
        /// Its status.
        status: ExecutionStatus,
        /// When the message arrived.
        #[serde(deserialize_with = "moment")]
        message_received_time: Timestamp,
        /// When it began.
        #[serde(deserialize_with = "moment")]
        start_time: Timestamp,
        /// When it ended.
        #[serde(deserialize_with = "moment")]
        finish_time: Timestamp,
    }
}

record! {
    /// What an execution has written to its standard output.
    pub struct ExecutionLogs {
        /// The output as one text.
        logs: String,
    }
}

record! {
    /// The executions of an actor, with what they used together.
    pub struct ExecutionsSummary {
        /// The actor.
        actor_id: ActorId,
        /// The user who registered it.
        owner: Username,
        /// The executions' ids, by the service's schema. Abaco 1.9.0 sends `executions` instead.
        ids: Vec<ExecutionId>,
        /// The executions. Abaco 1.9.0 sends them.
        executions: Vec<ExecutionSummary>,
        /// How many executions there are. Abaco 1.9.0 sends it.
        total_executions: u64,
        /// The processor time of all, in the unit of [`Execution::cpu`].
        total_cpu: NumberOrText,
        /// What went in and out of all, in the unit of [`Execution::io`].
        total_io: NumberOrText,
        /// How long all ran, in the unit of [`Execution::runtime`].
        total_runtime: NumberOrText,
    }
}

impl ExecutionsSummary {
    /// The ids of the executions, whichever way the server lists them.
    pub fn execution_ids(&self) -> impl Iterator<Item = &ExecutionId> {
        let listed = self.executions.iter().flatten().filter_map(|execution| execution.id.as_ref());
        self.ids.iter().flatten().chain(listed)
    }
}
