use saltant_http::Call;
use saltant_types::vantage6::RoleId;

use super::{CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole};

/// Roles of a server.
#[derive(Clone, Copy, Debug)]
pub struct Roles<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Roles<'c> {
    /// Lists roles.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::ListRoles;
    ///
    /// let ours = ListRoles::new().organization(2).include_root(true);
    /// for role in client.roles().list(ours).items().all().await? {
    ///     println!("{}", role.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListRoles) -> Call<'c, ListRoles> {
        self.0.call(operation)
    }

    /// Gets the role with an id.
    pub fn get(self, id: impl Into<RoleId>) -> Call<'c, GetRole> {
        self.0.call(GetRole::new(id))
    }

    /// Creates a role.
    pub fn create(self, operation: CreateRole) -> Call<'c, CreateRole> {
        self.0.call(operation)
    }

    /// Updates a role; what is not given is kept.
    pub fn update(self, operation: UpdateRole) -> Call<'c, UpdateRole> {
        self.0.call(operation)
    }

    /// Deletes a role.
    pub fn delete(self, operation: DeleteRole) -> Call<'c, DeleteRole> {
        self.0.call(operation)
    }
}
