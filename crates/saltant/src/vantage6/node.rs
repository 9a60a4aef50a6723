use saltant_http::Call;
use saltant_types::vantage6::NodeId;

use super::{CreateNode, DeleteNode, GetNode, KillNodeTasks, ListNodes, ResetApiKey, UpdateNode};

/// Nodes of a server.
#[derive(Clone, Copy, Debug)]
pub struct Nodes<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Nodes<'c> {
    /// Lists nodes.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::{ListNodes, NodeStatus};
    ///
    /// let online = client.nodes().list(ListNodes::new().status(NodeStatus::Online)).items().all().await?;
    /// println!("{} nodes are there", online.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListNodes) -> Call<'c, ListNodes> {
        self.0.call(operation)
    }

    /// Gets the node with an id.
    pub fn get(self, id: impl Into<NodeId>) -> Call<'c, GetNode> {
        self.0.call(GetNode::new(id))
    }

    /// Creates a node. Its key is in the answer, and never again.
    pub fn create(self, operation: CreateNode) -> Call<'c, CreateNode> {
        self.0.call(operation)
    }

    /// Updates a node; what is not given is kept.
    pub fn update(self, operation: UpdateNode) -> Call<'c, UpdateNode> {
        self.0.call(operation)
    }

    /// Deletes a node.
    pub fn delete(self, id: impl Into<NodeId>) -> Call<'c, DeleteNode> {
        self.0.call(DeleteNode::new(id))
    }

    /// Stops all tasks on a node, which a server of version 4.15.2 cannot do.
    pub fn kill_tasks(self, id: impl Into<NodeId>) -> Call<'c, KillNodeTasks> {
        self.0.call(KillNodeTasks::new(id))
    }

    /// Gives a node a new key to log in with.
    pub fn reset_api_key(self, id: impl Into<NodeId>) -> Call<'c, ResetApiKey> {
        self.0.call(ResetApiKey::new(id))
    }
}
