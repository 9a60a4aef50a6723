use saltant_types::vantage6::{
    ApiKey, CollaborationId, Message, Node, NodeId, NodeStatus, OrganizationId, Page, StudyId,
};

use super::When;
use super::paging::{self, MANY, numbered_pages};
use crate::operations::Operation;

/// Lists nodes.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.list", GET "node", output = Page<Node>, read = paging::read)]
pub struct ListNodes {
    /// By name, as an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// By whose it is.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// By the collaboration that it works for.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// By study; an unknown one is a 500.
    #[query = "study_id"]
    pub study: Option<StudyId>,
    /// By whether it is connected.
    #[query]
    pub status: Option<NodeStatus>,
    /// By its address in the virtual private network.
    #[query]
    pub ip: Option<String>,
    /// Last seen then or later.
    #[query]
    pub last_seen_from: Option<When>,
    /// Last seen then or earlier. A day stands for its beginning: see [`When`].
    #[query]
    pub last_seen_till: Option<When>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Nodes on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListNodes, Node, per_page = MANY, sort = Some("id"));

/// Gets the node with an id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.get", GET "node/{id}", output = Node)]
pub struct GetNode {
    /// The node's id.
    #[segment]
    pub id: NodeId,
}

/// Creates a node, one for each organization and collaboration.
///
/// The answer holds the key that the node logs in with. It is never shown again.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.create", POST "node", output = Node)]
pub struct CreateNode {
    /// The collaboration that it is to work for.
    #[json = "collaboration_id"]
    pub collaboration: CollaborationId,
    /// Whose it is; the caller's organization by default.
    #[json = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// The name; put together from those of organization and collaboration by default.
    #[json]
    pub name: Option<String>,
}

/// Updates a node; what is not given is kept. Organization and collaboration cannot change.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.update", PATCH "node/{id}", output = Node)]
pub struct UpdateNode {
    /// The node's id.
    #[segment]
    pub id: NodeId,
    /// The name: 1 to 128 characters, not all digits.
    #[json]
    pub name: Option<String>,
    /// Whether the address in the virtual private network is forgotten.
    #[json]
    pub clear_ip: Option<bool>,
}

/// Deletes a node.
///
/// Runs of an organization that has no node left vanish from the lists of runs and results, though not from
/// the task that includes them.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.delete", DELETE "node/{id}", output = Message, effect = Once)]
pub struct DeleteNode {
    /// The node's id.
    #[segment]
    pub id: NodeId,
}

/// Stops all tasks on a node.
///
/// A server of version 4.15.2 answers 500 for a node that is connected: it asks for a permission that does
/// not exist. For one that is not connected it answers 400.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.kill_tasks", POST "kill/node/tasks", output = Message)]
pub struct KillNodeTasks {
    /// The node's id.
    #[json]
    pub id: NodeId,
}

/// Gives a node a new key to log in with. The old one is good no more.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.node.reset_api_key", POST "recover/node", output = ApiKey)]
pub struct ResetApiKey {
    /// The node's id.
    #[json]
    pub id: NodeId,
}
