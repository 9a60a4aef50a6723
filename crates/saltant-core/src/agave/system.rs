use saltant_types::agave::{
    System, SystemAction, SystemId, SystemRequest, SystemRole, SystemSummary, SystemType, Username,
};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::operations::Operation;

/// Registers a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "add")]
#[operation("agave.systems.add", POST "systems/v2/", output = System)]
pub struct CreateSystem {
    /// The system.
    #[body]
    pub body: SystemRequest,
}

/// Lists the systems that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.list", GET "systems/v2/")]
#[operation(page of SystemSummary)]
pub struct ListSystems {
    /// Keeps only the systems of this type.
    #[query]
    pub r#type: Option<SystemType>,
    /// Keeps only the default systems.
    #[query]
    pub default: Option<bool>,
    /// Keeps only the public systems.
    #[query]
    pub public: Option<bool>,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets a system with its storage, login and queues.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.get", GET "systems/v2/{system_id}", output = System)]
pub struct GetSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Replaces the description of a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.update", POST "systems/v2/{system_id}", output = System)]
pub struct UpdateSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The system.
    #[body]
    pub body: SystemRequest,
}

/// Deletes a system, which jobs and files can then no longer use.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete", DELETE "systems/v2/{system_id}")]
pub struct DeleteSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Enables, publishes or copies a system, or makes it a default.
///
/// The answer is the system, if the server sends it. A second copy under the same id fails, so the request
/// is never repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.manage", PUT "systems/v2/{system_id}")]
#[operation(output = Option<System>, effect = Once)]
pub struct ManageSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// What to do to it.
    #[json]
    pub action: SystemAction,
    /// The id of the copy.
    #[json]
    pub id: Option<SystemId>,
}

/// Lists the roles of users on a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listRoles")]
#[operation("agave.systems.list_roles", GET "systems/v2/{system_id}/roles")]
#[operation(page of SystemRole)]
pub struct ListSystemRoles {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the role of a user on a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateRole")]
#[operation("agave.systems.update_role", POST "systems/v2/{system_id}/roles")]
pub struct UpdateSystemRole {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user and the role.
    #[body]
    pub body: SystemRole,
}

/// Takes the roles on a system away from all other users.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteRoles")]
#[operation("agave.systems.delete_roles", DELETE "systems/v2/{system_id}/roles")]
pub struct DeleteSystemRoles {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Gets what role a user has on a system.
///
/// The service's schema declares an object; Agave 2.2.27 sends a list of one, by its source. Both are read.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getRoleForUser")]
#[operation("agave.systems.get_role_for_user", GET "systems/v2/{system_id}/roles/{username}")]
#[operation(output = SystemRole, read = super::envelope::only)]
pub struct GetSystemRoleForUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The service declares these here too; what they do to one item was not measured.
    #[fields]
    pub page: Offset,
}

/// Sets the role of a user on a system, with the user's name in the address.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateRoleForUser")]
#[operation("agave.systems.update_role_for_user", POST "systems/v2/{system_id}/roles/{username}")]
pub struct UpdateSystemRoleForUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user and the role.
    #[body]
    pub body: SystemRole,
}

/// Takes the role on a system away from a user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteRoleForUser")]
#[operation("agave.systems.delete_role_for_user", DELETE "systems/v2/{system_id}/roles/{username}")]
pub struct DeleteSystemRoleForUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user.
    #[segment]
    pub username: Username,
}
