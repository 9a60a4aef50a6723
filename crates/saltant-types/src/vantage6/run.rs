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
    /// Where a run stands, and a task, which goes by its runs.
    pub enum RunStatus {
        /// Waiting for its node.
        Pending = "pending",
        /// Being prepared by its node.
        Initializing = "initializing",
        /// Running.
        Active = "active",
        /// Ended with success.
        Completed = "completed",
        /// Failed, itself or with a sibling.
        Failed = "failed",
        /// Could not be started.
        StartFailed = "start failed",
        /// Its image does not exist.
        NonExistingImage = "non-existing Docker image",
        /// The algorithm crashed.
        Crashed = "crashed",
        /// Stopped on request.
        Killed = "killed by user",
        /// The node does not allow the algorithm.
        NotAllowed = "not allowed",
        /// Failed for a reason that the node does not know.
        UnknownError = "unknown error",
    }
}

impl RunStatus {
    /// Whether nothing more will happen. A status that this version does not know is not taken for the end.
    pub fn is_finished(&self) -> bool {
        !matches!(self, Self::Pending | Self::Initializing | Self::Active | Self::Other(_))
    }

    /// Whether it ended without success.
    pub fn is_failed(&self) -> bool {
        self.is_finished() && *self != Self::Completed
    }
}

/// One organization's part of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Run {
    /// The run's id.
    pub id: RunId,
    /// Where it stands.
    pub status: RunStatus,
    /// The input: base64 text, or encrypted for the organization.
    #[serde(default)]
    pub input: String,
    /// When the server process that made the run had been started, whatever the name says: measured to be
    /// older than the task.
    #[serde(default)]
    pub assigned_at: Option<Timestamp>,
    /// When the node began.
    #[serde(default)]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
    /// What the algorithm wrote, or why the run failed.
    #[serde(default)]
    pub log: Option<String>,
    /// When input and result were removed from the server.
    #[serde(default)]
    pub cleanup_at: Option<Timestamp>,
    /// Whether `input` is only the name of a blob that holds it.
    #[serde(default)]
    pub blob_storage_used: Option<bool>,
    /// Whose run it is.
    pub organization: Link<OrganizationId>,
    /// The task that it is a part of.
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

/// A node, as its runs show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunNode {
    /// The node's id.
    pub id: NodeId,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// Whether it is connected.
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
    /// The number.
    pub port: u64,
    /// What it is for.
    #[serde(default)]
    pub label: Option<String>,
}

/// The task of a run: a link or, where the request asked to include it, the task without its runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum TaskOfRun {
    /// A link.
    Link(Link<TaskId>),
    /// The task.
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

/// A run without a node has an empty object there, not null.
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
