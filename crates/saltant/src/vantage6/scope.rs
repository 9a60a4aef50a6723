use saltant_core::{Error, ErrorKind};
use saltant_http::Call;
use saltant_types::vantage6::{Collaboration, CollaborationId, OrganizationId, Task};

use super::{
    AddOrganization, Client, CreateNode, CreateTask, DeleteCollaboration, GetCollaboration, ListNodes,
    ListOrganizations, ListTasks, RemoveOrganization, TaskInput, UpdateCollaboration,
};

/// Calls within one collaboration, which none of them needs to be told.
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
    known: Option<Collaboration>,
}

impl<'c> CollaborationScope<'c> {
    pub(super) fn new(client: &'c Client, id: CollaborationId) -> Self {
        Self { client, id, known: None }
    }

    pub(super) fn known(client: &'c Client, collaboration: Collaboration) -> Self {
        Self { client, id: collaboration.id, known: Some(collaboration) }
    }

    /// The collaboration's id.
    pub fn id(&self) -> CollaborationId {
        self.id
    }

    /// The collaboration as it was at [`setup_collaboration`](Client::setup_collaboration); `None` if the
    /// scope was made from an id alone.
    pub fn known_as(&self) -> Option<&Collaboration> {
        self.known.as_ref()
    }

    /// Gets the collaboration.
    pub fn get(&self) -> Call<'c, GetCollaboration> {
        self.client.call(GetCollaboration::new(self.id))
    }

    /// Updates the collaboration: `set` says what.
    pub fn update(
        &self,
        set: impl FnOnce(UpdateCollaboration) -> UpdateCollaboration,
    ) -> Call<'c, UpdateCollaboration> {
        self.client.call(UpdateCollaboration { id: self.id, ..set(UpdateCollaboration::new(self.id)) })
    }

    /// Deletes the collaboration. While it has tasks, nodes or studies the server refuses.
    pub fn delete(&self) -> Call<'c, DeleteCollaboration> {
        self.client.call(DeleteCollaboration::new(self.id))
    }

    /// Deletes the collaboration **with its tasks, nodes and studies**.
    pub fn delete_with_dependents(&self) -> Call<'c, DeleteCollaboration> {
        self.client.call(DeleteCollaboration::new(self.id).delete_dependents(true))
    }

    /// Adds an organization.
    pub fn add_organization(&self, organization: impl Into<OrganizationId>) -> Call<'c, AddOrganization> {
        self.client.call(AddOrganization::new(self.id, organization))
    }

    /// Removes an organization.
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

    /// Lists the nodes.
    pub fn nodes(&self, operation: ListNodes) -> Call<'c, ListNodes> {
        self.client.call(operation.collaboration(self.id))
    }

    /// Creates a node for the caller's organization, or for another one: `set` says what is special.
    pub fn create_node(&self, set: impl FnOnce(CreateNode) -> CreateNode) -> Call<'c, CreateNode> {
        self.client.call(CreateNode { collaboration: self.id, ..set(CreateNode::new(self.id)) })
    }

    /// Lists the tasks, newest first.
    pub fn tasks(&self, operation: ListTasks) -> Call<'c, ListTasks> {
        self.client.call(operation.collaboration(self.id))
    }

    /// Creates a task here.
    ///
    /// If the collaboration is [known](Self::known_as) to be encrypted, an input in the clear is refused
    /// before it leaves.
    pub async fn create_task(&self, operation: CreateTask) -> Result<Task, Error> {
        let operation = operation.collaboration(self.id);
        let encrypted = self.known.as_ref().is_some_and(|known| known.encrypted);
        let in_clear =
            |input: &Option<TaskInput>| !matches!(input, Some(TaskInput::Wire(text)) if text.contains('$'));
        if encrypted && operation.organizations.iter().any(|participant| in_clear(&participant.input)) {
            let text =
                "the collaboration is encrypted, and the input is not: create the task through `Encryption`";
            return Err(Error::new(ErrorKind::Usage, text).with_operation("vantage6.task.create"));
        }
        self.client.call(operation).await
    }
}
