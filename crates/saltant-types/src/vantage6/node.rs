use serde::{Deserialize, Serialize};

use super::{CollaborationId, Link, OrganizationId};
use crate::id::id;
use crate::open_enum::open_enum;
use crate::{Secret, Timestamp};

id! {
    /// The id of a node. Nodes and users share one sequence of ids.
    NodeId(u64)
}

open_enum! {
    /// Whether a node is connected.
    pub enum NodeStatus {
        /// Connected to the server.
        Online = "online",
        /// Not connected to the server.
        Offline = "offline",
    }
}

/// A node: an organization's machine that runs the tasks of a collaboration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// The node's id.
    pub id: NodeId,
    /// The kind of account, always `node`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The name: 1 to 128 characters, not only digits.
    #[serde(default)]
    pub name: String,
    /// Whether it is connected.
    #[serde(default)]
    pub status: Option<NodeStatus>,
    /// The address in the virtual private network, if it has one.
    #[serde(default)]
    pub ip: Option<String>,
    /// When the server last heard from it.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// The organization that it belongs to.
    pub organization: Link<OrganizationId>,
    /// The collaboration whose tasks it runs; `None` once it was taken out of it.
    #[serde(default)]
    pub collaboration: Option<Link<CollaborationId>>,
    /// Settings that the node reports. A key may occur several times.
    #[serde(default)]
    pub config: Vec<NodeConfig>,
    /// The key that it logs in with. Only the answer to its creation has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<Secret>,
}

impl From<&Node> for NodeId {
    fn from(node: &Node) -> Self {
        node.id
    }
}

/// One setting that a node reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NodeConfig {
    /// The setting's name.
    pub key: String,
    /// The value. Booleans are `0` and `1`.
    #[serde(default)]
    pub value: Option<String>,
}

/// A new key for a node. It replaces the old one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiKey {
    /// The key that the node logs in with.
    pub api_key: Secret,
}
