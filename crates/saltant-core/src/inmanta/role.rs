use saltant_types::inmanta::{EnvironmentId, RoleAssignmentsPerEnvironment, RoleName, Username};

use crate::operations::Operation;

/// Lists the names of the roles.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_roles")]
#[operation("inmanta.list_roles", GET "api/v2/role", list of RoleName)]
pub struct ListRoles {}

/// Creates a role by its name; the server answers 400 if it exists.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "create_role")]
#[operation("inmanta.create_role", POST "api/v2/role")]
pub struct CreateRole {
    /// The role's name.
    #[json]
    pub name: RoleName,
}

/// Deletes a role by its name; the server answers 400 while a user has it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_role")]
#[operation("inmanta.delete_role", DELETE "api/v2/role")]
pub struct DeleteRole {
    /// The role's name.
    #[query]
    pub name: RoleName,
}

/// Lists the roles that a user has in each environment; none if the user does not exist.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_roles_for_user")]
#[operation("inmanta.list_roles_for_user", GET "api/v2/role_assignment/{username}")]
#[operation(output = RoleAssignmentsPerEnvironment)]
pub struct ListRolesForUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}

/// Gives a user a role in an environment.
///
/// The server answers 400 if user, role or environment do not exist, and 500 if the user already has the
/// role.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "assign_role")]
#[operation("inmanta.assign_role", POST "api/v2/role_assignment/{username}")]
pub struct AssignRole {
    /// The user's name.
    #[segment]
    pub username: Username,
    /// The environment.
    #[json]
    pub environment: EnvironmentId,
    /// The role.
    #[json]
    pub role: RoleName,
}

/// Takes a role in an environment from a user. The server answers 400 if the user does not have it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "unassign_role")]
#[operation("inmanta.unassign_role", DELETE "api/v2/role_assignment/{username}")]
pub struct UnassignRole {
    /// The user's name.
    #[segment]
    pub username: Username,
    /// The environment.
    #[query]
    pub environment: EnvironmentId,
    /// The role.
    #[query]
    pub role: RoleName,
}
