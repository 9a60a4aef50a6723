use serde::{Deserialize, Serialize};

use super::{Link, ListLink, OrganizationId};
use crate::id::id;

id! {
    /// The id of a role.
    RoleId(u64)
}

/// A role: rules under a name, to be given to users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// The role's id.
    pub id: RoleId,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it comes with the server: such a role cannot be changed or deleted.
    #[serde(default)]
    pub is_default_role: bool,
    /// Whose it is; `None` for the roles that come with the server.
    #[serde(default)]
    pub organization: Option<Link<OrganizationId>>,
    /// Its rules.
    #[serde(default)]
    pub rules: ListLink,
    /// Who has it.
    #[serde(default)]
    pub users: ListLink,
}

impl From<&Role> for RoleId {
    fn from(role: &Role) -> Self {
        role.id
    }
}
