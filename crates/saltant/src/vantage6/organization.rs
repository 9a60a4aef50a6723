use saltant_core::Error;
use saltant_core::vantage6::{
    CreateOrganization, DeleteOrganization, GetOrganization, ListOrganizations, UpdateOrganization,
};
use saltant_macros::calls;
use saltant_types::vantage6::{Organization, OrganizationId};

use super::client::Client;

/// Organizations of a server.
#[derive(Clone, Copy, Debug)]
pub struct Organizations<'c>(pub(super) &'c Client);

calls! { vantage6, impl<'c> Organizations<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::ListOrganizations;
    ///
    /// let dutch = ListOrganizations::new().name("Org%").country("NL");
    /// let organizations = client.organizations().list(dutch).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    list(ListOrganizations);
    get(id: OrganizationId) -> GetOrganization;
    create(CreateOrganization);
    update(UpdateOrganization);
    delete(DeleteOrganization);
} }

impl Organizations<'_> {
    /// Gets the organization of the user whom the client's token names, in its present state.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if nobody is logged in, and the errors of a call.
    pub async fn own(self) -> Result<Organization, Error> {
        self.get(self.0.own_organization_id().await?).await
    }

    /// Updates the organization of the user whom the client's token names.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if nobody is logged in, and the errors of a call.
    pub async fn update_own(
        self,
        change: impl FnOnce(UpdateOrganization) -> UpdateOrganization,
    ) -> Result<Organization, Error> {
        self.update(change(UpdateOrganization::new(self.0.own_organization_id().await?))).await
    }
}
