use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Link, NodeId, NodeStatus, OrganizationId, Task, TaskId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a run, and of its result.
    RunId(u64)
}

id! {
    /// The id of a port.
    PortId(u64)
}

open_enum! {
    /// The status of a run. The server derives a task's from its runs.
    pub enum RunStatus {
        /// Waiting for its node.
        Pending = "pending",
        /// Being prepared by its node.
        Initializing = "initializing",
        /// Running.
        Active = "active",
        /// Ended successfully.
        Completed = "completed",
        /// Failed, or not started because another run of the task failed.
        Failed = "failed",
        /// The node could not start it.
        StartFailed = "start failed",
        /// Its image does not exist.
        NonExistingImage = "non-existing Docker image",
        /// The algorithm crashed.
        Crashed = "crashed",
        /// Stopped on request.
        Killed = "killed by user",
        /// The node does not allow the algorithm.
        NotAllowed = "not allowed",
        /// Failed for a reason unknown to the node.
        UnknownError = "unknown error",
    }
}

impl RunStatus {
    /// Whether it is final. A status that this version does not know is not taken as final.
    pub fn is_finished(&self) -> bool {
        !matches!(self, Self::Pending | Self::Initializing | Self::Active | Self::Other(_))
    }

    /// Whether it is final and not a success.
    pub fn is_failed(&self) -> bool {
        self.is_finished() && *self != Self::Completed
    }
}

/// A run: one organization's part of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Run {
    /// The run's id.
    pub id: RunId,
    /// Its status.
    pub status: RunStatus,
    /// The input: in base64, or encrypted for the organization.
    #[serde(default)]
    pub input: String,
    /// When the server process started, in spite of the name: it is measured to be older than the task.
    #[serde(default)]
    pub assigned_at: Option<Timestamp>,
    /// When the node started it.
    #[serde(default)]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
    /// The algorithm's output, or why the run failed.
    #[serde(default)]
    pub log: Option<String>,
    /// When input and result were removed from the server.
    #[serde(default)]
    pub cleanup_at: Option<Timestamp>,
    /// Whether `input` is only the name of a blob that has the input.
    #[serde(default)]
    pub blob_storage_used: Option<bool>,
    /// The organization that runs it.
    pub organization: Link<OrganizationId>,
    /// The task that it belongs to.
    pub task: TaskOfRun,
    /// Its result, which has the same id.
    pub results: Link<RunId>,
    /// The node that it runs on; `None` if that node is gone.
    #[serde(default, serialize_with = "write_node", deserialize_with = "read_node")]
    pub node: Option<RunNode>,
    /// The ports that the algorithm listens on.
    #[serde(default)]
    pub ports: Vec<Port>,
}

impl From<&Run> for RunId {
    fn from(run: &Run) -> Self {
        run.id
    }
}

/// A node, as runs refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunNode {
    /// The node's id.
    pub id: NodeId,
    /// The node's name.
    #[serde(default)]
    pub name: String,
    /// Whether it is connected to the server.
    #[serde(default)]
    pub status: Option<NodeStatus>,
    /// The address in the virtual private network.
    #[serde(default)]
    pub ip: Option<String>,
}

/// A port that an algorithm listens on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Port {
    /// The port's id.
    pub id: PortId,
    /// The port number.
    pub port: u64,
    /// What the port is for.
    #[serde(default)]
    pub label: Option<String>,
}

/// The task of a run: a link, or the task without its runs if the request asked to include it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum TaskOfRun {
    /// A link to the task.
    Link(Link<TaskId>),
    /// The whole task.
    Included(Box<Task>),
}

impl TaskOfRun {
    /// The task's id.
    pub fn id(&self) -> TaskId {
        match self {
            Self::Link(link) => link.id,
            Self::Included(task) => task.id,
        }
    }
}

impl<'de> Deserialize<'de> for TaskOfRun {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = Map::deserialize(deserializer)?;
        let is_link = object.contains_key("link");
        let value = Value::Object(object);
        if is_link {
            serde_json::from_value(value).map(Self::Link).map_err(D::Error::custom)
        } else {
            serde_json::from_value(value).map(Self::Included).map_err(D::Error::custom)
        }
    }
}

/// For a run without a node the server sends an empty object, not null.
fn read_node<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RunNode>, D::Error> {
    let object = Option::<Map<String, Value>>::deserialize(deserializer)?.unwrap_or_default();
    if object.is_empty() {
        return Ok(None);
    }
    serde_json::from_value(Value::Object(object)).map(Some).map_err(D::Error::custom)
}

#[allow(clippy::ref_option)] // serde's signature
fn write_node<S: Serializer>(node: &Option<RunNode>, serializer: S) -> Result<S::Ok, S::Error> {
    match node {
        Some(node) => node.serialize(serializer),
        None => Map::new().serialize(serializer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = r#"{"id":33,"status":"failed","organization":{"id":15},"task":{"id":18,"link":"/api/task/18","methods":[]},"results":{"id":33},"node":{}}"#;

    #[test]
    fn a_run_whose_node_is_gone_has_none_and_is_written_back_as_it_came() {
        let run: Run = serde_json::from_str(RUN).unwrap();
        assert_eq!(run.node, None);
        assert_eq!(serde_json::to_value(&run).unwrap()["node"], serde_json::json!({}));
        assert_eq!(run.task.id(), TaskId::new(18));
    }

    #[test]
    fn w1_a_status_that_is_not_known_is_not_the_end() {
        for (word, finished, failed) in [
            ("pending", false, false),
            ("active", false, false),
            ("initializing", false, false),
            ("completed", true, false),
            ("non-existing Docker image", true, true),
            ("killed by user", true, true),
            ("on holiday", false, false),
        ] {
            let status = RunStatus::from(word);
            assert_eq!((status.is_finished(), status.is_failed()), (finished, failed), "{word}");
        }
    }
}
