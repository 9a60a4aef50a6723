use saltant_http::Call;
use saltant_types::vantage6::{CollaborationId, OrganizationId};

use super::{
    AddOrganization, CreateCollaboration, DeleteCollaboration, GetCollaboration, ListCollaborations,
    RemoveOrganization, UpdateCollaboration,
};

/// Collaborations of a server.
#[derive(Clone, Copy, Debug)]
pub struct Collaborations<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Collaborations<'c> {
    /// Lists collaborations.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::ListCollaborations;
    ///
    /// let encrypted = ListCollaborations::new().encrypted(true);
    /// for collaboration in client.collaborations().list(encrypted).items().all().await? {
    ///     println!("{}", collaboration.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListCollaborations) -> Call<'c, ListCollaborations> {
        self.0.call(operation)
    }

    /// Gets the collaboration with an id.
    pub fn get(self, id: impl Into<CollaborationId>) -> Call<'c, GetCollaboration> {
        self.0.call(GetCollaboration::new(id))
    }

    /// Creates a collaboration.
    pub fn create(self, operation: CreateCollaboration) -> Call<'c, CreateCollaboration> {
        self.0.call(operation)
    }

    /// Updates a collaboration; what is not given is kept.
    pub fn update(self, operation: UpdateCollaboration) -> Call<'c, UpdateCollaboration> {
        self.0.call(operation)
    }

    /// Deletes a collaboration, and what belongs to it only where the operation says so.
    pub fn delete(self, operation: DeleteCollaboration) -> Call<'c, DeleteCollaboration> {
        self.0.call(operation)
    }

    /// Adds an organization to a collaboration.
    pub fn add_organization(
        self,
        collaboration: impl Into<CollaborationId>,
        organization: impl Into<OrganizationId>,
    ) -> Call<'c, AddOrganization> {
        self.0.call(AddOrganization::new(collaboration, organization))
    }

    /// Removes an organization from a collaboration.
    pub fn remove_organization(
        self,
        collaboration: impl Into<CollaborationId>,
        organization: impl Into<OrganizationId>,
    ) -> Call<'c, RemoveOrganization> {
        self.0.call(RemoveOrganization::new(collaboration, organization))
    }
}
