use serde::{Deserialize, Serialize};

use super::{Link, ListLink, OrganizationId};
use crate::id::id;

id! {
    /// The id of a role.
    RoleId(u64)
}

/// A role: a named set of rules that users can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// The role's id.
    pub id: RoleId,
    /// The name, such as `Researcher`.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is one of the server's default roles, which cannot be changed or deleted.
    #[serde(default)]
    pub is_default_role: bool,
    /// The organization that it belongs to; `None` for default roles.
    #[serde(default)]
    pub organization: Option<Link<OrganizationId>>,
    /// The rules that it consists of.
    #[serde(default)]
    pub rules: ListLink,
    /// The users who have it.
    #[serde(default)]
    pub users: ListLink,
}

impl From<&Role> for RoleId {
    fn from(role: &Role) -> Self {
        role.id
    }
}
