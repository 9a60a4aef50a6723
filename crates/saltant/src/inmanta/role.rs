use saltant_http::Call;

use super::{
    AssignRole, CreateRole, DeleteRole, EnvironmentId, ListRoles, ListRolesForUser, RoleName, UnassignRole,
    Username,
};

/// Roles of a server's users.
#[derive(Clone, Copy, Debug)]
pub struct Roles<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Roles<'c> {
    /// Gives a user a role in an environment.
    pub fn assign_role(
        self,
        username: impl Into<Username>,
        environment: impl Into<EnvironmentId>,
        role: impl Into<RoleName>,
    ) -> Call<'c, AssignRole> {
        self.0.call(AssignRole::new(username, environment, role))
    }

    /// Creates a role.
    pub fn create_role(self, name: impl Into<RoleName>) -> Call<'c, CreateRole> {
        self.0.call(CreateRole::new(name))
    }

    /// Deletes a role.
    pub fn delete_role(self, name: impl Into<RoleName>) -> Call<'c, DeleteRole> {
        self.0.call(DeleteRole::new(name))
    }

    /// Lists the roles.
    pub fn list_roles(self) -> Call<'c, ListRoles> {
        self.0.call(ListRoles::new())
    }

    /// Lists the roles of a user.
    pub fn list_roles_for_user(self, username: impl Into<Username>) -> Call<'c, ListRolesForUser> {
        self.0.call(ListRolesForUser::new(username))
    }

    /// Takes a role in an environment from a user.
    pub fn unassign_role(
        self,
        username: impl Into<Username>,
        environment: impl Into<EnvironmentId>,
        role: impl Into<RoleName>,
    ) -> Call<'c, UnassignRole> {
        self.0.call(UnassignRole::new(username, environment, role))
    }
}
