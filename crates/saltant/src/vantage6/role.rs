use saltant_core::vantage6::{CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole};
use saltant_macros::calls;
use saltant_types::vantage6::RoleId;

/// Roles of a server.
#[derive(Clone, Copy, Debug)]
pub struct Roles<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Roles<'c> via self.0 {
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
    list(ListRoles);
    get(id: RoleId) -> GetRole;
    create(CreateRole);
    update(UpdateRole);
    delete(DeleteRole);
} }
