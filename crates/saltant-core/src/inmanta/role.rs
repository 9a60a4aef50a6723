use saltant_types::inmanta::{EnvironmentId, RoleAssignmentsPerEnvironment, RoleName, Username};

use crate::operations::Operation;

/// Lists the roles.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.list_roles", GET "api/v2/role", output = Vec<RoleName>)]
pub struct ListRoles {}

/// Creates a role. One that exists is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.create_role", POST "api/v2/role", output = ())]
pub struct CreateRole {
    /// The role's name.
    #[json]
    pub name: RoleName,
}

/// Deletes a role. One that a user still has is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.delete_role", DELETE "api/v2/role", output = ())]
pub struct DeleteRole {
    /// The role's name.
    #[query]
    pub name: RoleName,
}

/// Lists the roles of a user. A user that does not exist has none.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.list_roles_for_user", GET "api/v2/role_assignment/{username}")]
#[operation(output = RoleAssignmentsPerEnvironment)]
pub struct ListRolesForUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}

/// Gives a user a role in an environment.
///
/// A user, a role or an environment that does not exist is a 400, a role that the user already has a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.assign_role", POST "api/v2/role_assignment/{username}", output = ())]
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

/// Takes a role in an environment from a user. One that the user does not have is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.unassign_role", DELETE "api/v2/role_assignment/{username}", output = ())]
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
