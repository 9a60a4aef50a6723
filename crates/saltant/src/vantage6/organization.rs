use saltant_core::Error;
use saltant_http::Call;
use saltant_types::vantage6::{Organization, OrganizationId};

use super::{
    Client, CreateOrganization, DeleteOrganization, GetOrganization, ListOrganizations, UpdateOrganization,
};

/// Organizations of a server.
#[derive(Clone, Copy, Debug)]
pub struct Organizations<'c>(pub(super) &'c Client);

impl<'c> Organizations<'c> {
    /// Lists organizations.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::ListOrganizations;
    ///
    /// let dutch = ListOrganizations::new().name("Org%").country("NL");
    /// let organizations = client.organizations().list(dutch).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListOrganizations) -> Call<'c, ListOrganizations> {
        self.0.call(operation)
    }

    /// Gets the organization with an id.
    pub fn get(self, id: impl Into<OrganizationId>) -> Call<'c, GetOrganization> {
        self.0.call(GetOrganization::new(id))
    }

    /// Gets the organization of who is logged in, as it is now.
    pub async fn own(self) -> Result<Organization, Error> {
        self.get(self.0.logged_in()?.organization.id).await
    }

    /// Creates an organization.
    pub fn create(self, operation: CreateOrganization) -> Call<'c, CreateOrganization> {
        self.0.call(operation)
    }

    /// Updates an organization; what is not given is kept.
    pub fn update(self, operation: UpdateOrganization) -> Call<'c, UpdateOrganization> {
        self.0.call(operation)
    }

    /// Deletes an organization, and what belongs to it only where the operation says so.
    pub fn delete(self, operation: DeleteOrganization) -> Call<'c, DeleteOrganization> {
        self.0.call(operation)
    }
}
