use serde::{Deserialize, Serialize};

use super::{CollaborationId, Link, OrganizationId};
use crate::id::id;
use crate::open_enum::open_enum;
use crate::{Secret, Timestamp};

id! {
    /// The id of a node. Nodes and users are numbered in one sequence.
    NodeId(u64)
}

open_enum! {
    /// Whether a node is connected.
    pub enum NodeStatus {
        /// Connected.
        Online = "online",
        /// Not connected.
        Offline = "offline",
    }
}

/// A node: where an organization runs the tasks of a collaboration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// The node's id.
    pub id: NodeId,
    /// The kind of account: `node`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// Whether it is connected.
    #[serde(default)]
    pub status: Option<NodeStatus>,
    /// The address in the virtual private network, if it has one.
    #[serde(default)]
    pub ip: Option<String>,
    /// When it was last heard of.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// Whose it is.
    pub organization: Link<OrganizationId>,
    /// The collaboration that it works for.
    pub collaboration: Link<CollaborationId>,
    /// What it tells about its settings; a key may come several times.
    #[serde(default)]
    pub config: Vec<NodeConfig>,
    /// What it logs in with: only in the answer to its creation, never shown again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<Secret>,
}

impl From<&Node> for NodeId {
    fn from(node: &Node) -> Self {
        node.id
    }
}

/// One setting that a node tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NodeConfig {
    /// The setting's name.
    pub key: String,
    /// The setting: truth values come as `0` and `1`.
    #[serde(default)]
    pub value: Option<String>,
}

/// A new key for a node, which replaces its old one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiKey {
    /// What the node logs in with.
    pub api_key: Secret,
}
