use saltant_types::agave::{
    System, SystemAction, SystemId, SystemRequest, SystemRole, SystemSummary, SystemType, Username,
};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Registers a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.add", POST "systems/v2/", output = System)]
pub struct AddSystem {
    /// The system.
    #[body]
    pub body: SystemRequest,
}

/// Lists the systems that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.list", GET "systems/v2/")]
#[operation(output = Vec<SystemSummary>, read = super::envelope::list)]
pub struct ListSystems {
    /// Keeps the systems for this.
    #[query]
    pub r#type: Option<SystemType>,
    /// Keeps the default systems alone.
    #[query]
    pub default: Option<bool>,
    /// Keeps the public systems alone.
    #[query]
    pub public: Option<bool>,
    /// Systems on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many systems to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the systems that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListSystems, SystemSummary);

/// Gets a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.get", GET "systems/v2/{system_id}", output = System)]
pub struct GetSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Replaces a system.
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

/// Deletes a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete", DELETE "systems/v2/{system_id}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Enables, publishes or copies a system, or makes it a default.
///
/// The answer is the system, where the server shows it. A second copy fails, so the request is never
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.manage", PUT "systems/v2/{system_id}")]
#[operation(output = Option<System>, read = super::envelope::optional, effect = Once)]
pub struct ManageSystem {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// What to do to it.
    #[json]
    pub action: SystemAction,
    /// The copy's id.
    #[json]
    pub id: Option<SystemId>,
}

/// Lists what users are on a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.list_roles", GET "systems/v2/{system_id}/roles")]
#[operation(output = Vec<SystemRole>, read = super::envelope::list)]
pub struct ListSystemRoles {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// Roles on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many roles to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the roles that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListSystemRoles, SystemRole);

/// Sets what a user is on a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.update_role", POST "systems/v2/{system_id}/roles")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateSystemRole {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user, and what they are to be.
    #[body]
    pub body: SystemRole,
}

/// Takes away what all other users are on a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete_roles", DELETE "systems/v2/{system_id}/roles")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteSystemRoles {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Gets what a user is on a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.get_role_for_user", GET "systems/v2/{system_id}/roles/{username}")]
#[operation(output = SystemRole)]
pub struct GetSystemRoleForUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user.
    #[segment]
    pub username: Username,
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to pass over.
    #[query]
    pub offset: Option<u64>,
}

/// Sets what a user is on a system, by their name in the address.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.update_role_for_user", POST "systems/v2/{system_id}/roles/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateSystemRoleForUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user, and what they are to be.
    #[body]
    pub body: SystemRole,
}

/// Takes away what a user is on a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete_role_for_user", DELETE "systems/v2/{system_id}/roles/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteSystemRoleForUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user.
    #[segment]
    pub username: Username,
}
