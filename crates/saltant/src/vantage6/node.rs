use saltant_core::vantage6::{
    CreateNode, DeleteNode, GetNode, KillNodeTasks, ListNodes, ResetApiKey, UpdateNode,
};
use saltant_macros::calls;
use saltant_types::vantage6::NodeId;

/// Nodes of a server.
#[derive(Clone, Copy, Debug)]
pub struct Nodes<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Nodes<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::{ListNodes, NodeStatus};
    ///
    /// let online = client.nodes().list(ListNodes::new().status(NodeStatus::Online)).items().all().await?;
    /// println!("{} nodes are connected", online.len());
    /// # Ok(())
    /// # }
    /// ```
    list(ListNodes);
    get(id: NodeId) -> GetNode;
    create(CreateNode);
    update(UpdateNode);
    delete(id: NodeId) -> DeleteNode;
    kill_tasks(id: NodeId) -> KillNodeTasks;
    reset_api_key(id: NodeId) -> ResetApiKey;
} }
