use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{TaskClass, TaskQueueId, TaskTypeId, Username};
use crate::Timestamp;
use crate::open_enum::open_enum;
use crate::schema::{HasSchema, Schema};

/// The UUID of a task instance of one class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct TaskInstanceId<K: TaskClass>(Uuid, PhantomData<K>);

impl<K: TaskClass> HasSchema for TaskInstanceId<K> {
    const SCHEMA: Schema = Schema::Id { name: "TaskInstanceId", of: &Schema::Uuid };
}

impl<K: TaskClass> TaskInstanceId<K> {
    /// Wraps a UUID as this id.
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The UUID on the wire.
    pub const fn get(self) -> Uuid {
        self.0
    }
}

impl<K: TaskClass> From<Uuid> for TaskInstanceId<K> {
    fn from(uuid: Uuid) -> Self {
        Self::new(uuid)
    }
}

impl<K: TaskClass> From<&TaskInstance<K>> for TaskInstanceId<K> {
    fn from(instance: &TaskInstance<K>) -> Self {
        instance.uuid
    }
}

impl<K: TaskClass> fmt::Display for TaskInstanceId<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K: TaskClass> fmt::Debug for TaskInstanceId<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskInstanceId<{}>({})", K::WORD, self.0)
    }
}

impl<K: TaskClass> FromStr for TaskInstanceId<K> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self::new)
    }
}

open_enum! {
    /// How far a task instance has come.
    ///
    /// The server means these six, but stores any text of up to ten characters. An unknown state counts as
    /// not final.
    #[derive(Default)]
    pub enum TaskState {
        /// Saved, not yet handed to the broker.
        #[default]
        Created = "created",
        /// Handed to the broker. On a real server about one job in ten keeps this state during its whole run.
        Published = "published",
        /// Taken by a worker.
        Running = "running",
        /// Ended with success.
        Successful = "successful",
        /// Ended with an error.
        Failed = "failed",
        /// Stopped on request. Its `datetime_finished` stays empty.
        Terminated = "terminated",
    }
}

impl TaskState {
    /// Whether the instance has ended: successful, failed or terminated.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Successful | Self::Failed | Self::Terminated)
    }

    /// Whether the instance ended without success.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed | Self::Terminated)
    }

    /// The states that are known not to be final, in the order an instance passes through them.
    pub const UNFINISHED: [Self; 3] = [Self::Created, Self::Published, Self::Running];
}

/// One run of a task type on a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
#[non_exhaustive]
pub struct TaskInstance<K: TaskClass> {
    /// The instance's id.
    pub uuid: TaskInstanceId<K>,
    /// The owner; `None` if that user has been deleted.
    #[serde(default)]
    pub user: Option<Username>,
    /// A name, not unique: at most 200 characters, may be empty.
    #[serde(default)]
    pub name: String,
    /// How far it has come. The answer to a create or clone always says `created`.
    pub state: TaskState,
    /// When the instance was created.
    pub datetime_created: Timestamp,
    /// When it last became successful or failed. A terminated instance has none.
    #[serde(default)]
    pub datetime_finished: Option<Timestamp>,
    /// The arguments, with the task type's defaults filled in. Key order is not kept by the server.
    #[serde(default)]
    pub arguments: Map<String, Value>,
    /// The queue it runs on.
    pub task_queue: TaskQueueId,
    /// The type it is a run of.
    pub task_type: TaskTypeId<K>,
}

/// The answer to a status update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskInstanceStatus {
    /// The instance's UUID, whatever its class.
    pub uuid: Uuid,
    /// The state that was stored.
    pub state: TaskState,
}
