use saltant_types::vantage6::{
    ApiKey, CollaborationId, Message, Node, NodeId, NodeStatus, OrganizationId, StudyId,
};

use super::paging::Paging;
use super::time::TimeBound;
use crate::operations::Operation;

/// Lists the nodes that the caller may see, each with its state and organization.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.list", GET "node", page of Node by id)]
pub struct ListNodes {
    /// Only nodes with this name, an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Only nodes of this organization.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// Only nodes of this collaboration.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// Only nodes of this study. An unknown one is a 500.
    #[query = "study_id"]
    pub study: Option<StudyId>,
    /// Only nodes that are connected, or that are not.
    #[query]
    pub status: Option<NodeStatus>,
    /// Only nodes with this address in the virtual private network.
    #[query]
    pub ip: Option<String>,
    /// Only nodes last seen at this time or later.
    #[query]
    pub last_seen_from: Option<TimeBound>,
    /// Only nodes last seen at this time or earlier. A day means its beginning: see [`TimeBound`].
    #[query]
    pub last_seen_till: Option<TimeBound>,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}

/// Gets a node by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.get", GET "node/{id}", output = Node)]
pub struct GetNode {
    /// The node's id.
    #[segment]
    pub id: NodeId,
}

/// Creates a node and answers with its API key: an organization has at most one node per
/// collaboration.
///
/// The answer has the key that the node logs in with. The server never sends it again.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.create", POST "node", output = Node)]
pub struct CreateNode {
    /// The collaboration whose tasks it runs.
    #[json = "collaboration_id"]
    pub collaboration: CollaborationId,
    /// The organization that it belongs to; the caller's by default.
    #[json = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// The name. By default the server makes one from the names of organization and collaboration.
    #[json]
    pub name: Option<String>,
}

/// Changes a node's name or address: fields that are not given keep their values.
///
/// Fields that are not given keep their values; organization and collaboration cannot change.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.update", PATCH "node/{id}", output = Node)]
pub struct UpdateNode {
    /// The node's id.
    #[segment]
    pub id: NodeId,
    /// The name: 1 to 128 characters, not only digits.
    #[json]
    pub name: Option<String>,
    /// Whether the address in the virtual private network is removed.
    #[json]
    pub clear_ip: Option<bool>,
}

/// Deletes a node, whose API key is then refused.
///
/// If it was the organization's last node, the organization's runs disappear from the lists of runs and
/// results. A task that is asked for with its runs still has them.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.delete", DELETE "node/{id}", output = Message, effect = Once)]
pub struct DeleteNode {
    /// The node's id.
    #[segment]
    pub id: NodeId,
}

/// Stops all tasks on a node.
///
/// A server of version 4.15.2 cannot do it: it answers 500 for a node that is connected, because it checks
/// for a permission that does not exist, and 400 for one that is not connected.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.kill_tasks", POST "kill/node/tasks", output = Message)]
pub struct KillNodeTasks {
    /// The node's id.
    #[json]
    pub id: NodeId,
}

/// Replaces the key that a node logs in with. The old key stops working.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.reset_api_key", POST "recover/node", output = ApiKey)]
pub struct ResetApiKey {
    /// The node's id.
    #[json]
    pub id: NodeId,
}
