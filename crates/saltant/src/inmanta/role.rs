use saltant_core::inmanta::{AssignRole, CreateRole, DeleteRole, ListRoles, ListRolesForUser, UnassignRole};
use saltant_macros::calls;
use saltant_types::inmanta::{EnvironmentId, RoleName, Username};

/// Roles of a server's users.
#[derive(Clone, Copy, Debug)]
pub struct Roles<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Roles<'c> via self.0 {
    create(name: RoleName) -> CreateRole;
    list() -> ListRoles;
    list_for_user(username: Username) -> ListRolesForUser;
    delete(name: RoleName) -> DeleteRole;
    assign(username: Username, environment: EnvironmentId, role: RoleName) -> AssignRole;
    unassign(username: Username, environment: EnvironmentId, role: RoleName) -> UnassignRole;
} }
