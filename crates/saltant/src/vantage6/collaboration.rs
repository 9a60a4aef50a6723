use saltant_core::Error;
use saltant_core::vantage6::{
    AddOrganization, CreateCollaboration, DeleteCollaboration, GetCollaboration, ListCollaborations,
    RemoveOrganization, UpdateCollaboration,
};
use saltant_http::Call;
use saltant_macros::calls;
use saltant_types::vantage6::{CollaborationId, OrganizationId};

use super::client::Client;

/// Collaborations of a server.
#[derive(Clone, Copy, Debug)]
pub struct Collaborations<'c>(pub(super) &'c Client);

calls! { vantage6, impl<'c> Collaborations<'c> via self.0 {
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
    list(ListCollaborations);
    get(id: CollaborationId) -> GetCollaboration;
    create(CreateCollaboration);
    update(UpdateCollaboration);
    delete(DeleteCollaboration);
    add_organization(collaboration: CollaborationId, organization: OrganizationId) -> AddOrganization;
    remove_organization(collaboration: CollaborationId, organization: OrganizationId) -> RemoveOrganization;
} }

impl<'c> Collaborations<'c> {
    /// Lists the collaborations of the own organization: that of the user whom the client's token names.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::ListCollaborations;
    ///
    /// let ours = client.collaborations().list_own(ListCollaborations::new()).await?.items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if nobody is logged in, and the errors of the call for the user's
    /// organization.
    pub async fn list_own(
        self,
        operation: ListCollaborations,
    ) -> Result<Call<'c, ListCollaborations>, Error> {
        Ok(self.list(operation.organization(self.0.own_organization_id().await?)))
    }
}
