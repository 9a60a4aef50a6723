use saltant_core::vantage6::{
    AddOrganization, CreateTask, GetCollaboration, ListNodes, ListOrganizations, ListTasks,
    RemoveOrganization,
};
use saltant_http::Call;
use saltant_types::vantage6::{Collaboration, CollaborationId, OrganizationId};

use super::client::Client;

/// Calls within one collaboration. Each of them fills in the collaboration's id.
///
/// ```no_run
/// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
/// use saltant::vantage6::{ListOrganizations, ListTasks};
///
/// let ours = client.collaboration(3);
/// let organizations = ours.organizations(ListOrganizations::new()).items().all().await?;
/// let tasks = ours.tasks(ListTasks::new().name("nightly%")).items().all().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CollaborationScope<'c> {
    client: &'c Client,
    id: CollaborationId,
    found: Option<Collaboration>,
}

impl<'c> CollaborationScope<'c> {
    pub(super) fn new(client: &'c Client, id: CollaborationId) -> Self {
        Self { client, id, found: None }
    }

    pub(super) fn of(client: &'c Client, collaboration: Collaboration) -> Self {
        Self { client, id: collaboration.id, found: Some(collaboration) }
    }

    /// The collaboration's id.
    pub fn id(&self) -> CollaborationId {
        self.id
    }

    /// The collaboration as [`setup_collaboration`](Client::setup_collaboration) found it; `None` if the
    /// scope was made from an id.
    pub fn found(&self) -> Option<&Collaboration> {
        self.found.as_ref()
    }

    /// Gets the collaboration in its present state.
    pub fn get(&self) -> Call<'c, GetCollaboration> {
        self.client.call(GetCollaboration::new(self.id))
    }

    /// Adds an organization to the collaboration: see [`AddOrganization`].
    pub fn add_organization(&self, organization: impl Into<OrganizationId>) -> Call<'c, AddOrganization> {
        self.client.call(AddOrganization::new(self.id, organization))
    }

    /// Removes an organization from the collaboration: see [`RemoveOrganization`].
    pub fn remove_organization(
        &self,
        organization: impl Into<OrganizationId>,
    ) -> Call<'c, RemoveOrganization> {
        self.client.call(RemoveOrganization::new(self.id, organization))
    }

    /// Lists the organizations that take part.
    pub fn organizations(&self, operation: ListOrganizations) -> Call<'c, ListOrganizations> {
        self.client.call(operation.collaboration(self.id))
    }

    /// Lists the nodes of the collaboration.
    pub fn nodes(&self, operation: ListNodes) -> Call<'c, ListNodes> {
        self.client.call(operation.collaboration(self.id))
    }

    /// Lists the tasks of the collaboration, newest first.
    pub fn tasks(&self, operation: ListTasks) -> Call<'c, ListTasks> {
        self.client.call(operation.collaboration(self.id))
    }

    /// Creates a task in the collaboration: see [`CreateTask`].
    pub fn create_task(&self, operation: CreateTask) -> Call<'c, CreateTask> {
        self.client.call(operation.collaboration(self.id))
    }
}
