use saltant_types::vantage6::{Message, OrganizationId, Role, RoleId, RuleId, UserId};

use super::paging::Paging;
use crate::operations::Operation;

/// Lists the roles that the caller may see, the server's default roles among them.
///
/// A user without the permission to view roles gets an empty list.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.list", GET "role", page of Role by id)]
pub struct ListRoles {
    /// Only roles with this name, an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Only roles with this description, an SQL pattern.
    #[query]
    pub description: Option<String>,
    /// Only roles of this organization.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// Only roles that have this rule. An unknown one is a 404.
    #[query = "rule_id"]
    pub rule: Option<RuleId>,
    /// Only roles of this user.
    #[query = "user_id"]
    pub user: Option<UserId>,
    /// Whether the server's default roles are listed in addition to those of `organization`, without which
    /// it has no effect. Sent only when true, because the server reads every value as true, `False` included.
    #[query(when_true = "true")]
    pub include_root: bool,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}

/// Gets a role by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.get", GET "role/{id}", output = Role)]
pub struct GetRole {
    /// The role's id.
    #[segment]
    pub id: RoleId,
}

/// Creates a role, which is a named set of rules.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.create", POST "role", output = Role)]
pub struct CreateRole {
    /// The name. The server refuses those of its default roles.
    #[json]
    pub name: String,
    /// The rules; the list may be empty.
    #[json]
    pub rules: Vec<RuleId>,
    /// What the role is for.
    #[json]
    pub description: Option<String>,
    /// The organization that it belongs to; the caller's by default.
    #[json = "organization_id"]
    pub organization: Option<OrganizationId>,
}

/// Changes a role: fields that are not given keep their values and are not sent, because the server
/// refuses null.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.update", PATCH "role/{role}", output = Role)]
pub struct UpdateRole {
    /// The role's id.
    #[segment]
    pub role: RoleId,
    /// The name. The server refuses those of its default roles.
    #[json]
    pub name: Option<String>,
    /// What the role is for.
    #[json]
    pub description: Option<String>,
    /// The rules. They replace the present ones. Callers who remove rules from their own role lose those
    /// permissions.
    #[json]
    pub rules: Option<Vec<RuleId>>,
}

/// Deletes a role that is not one of the server's default roles.
///
/// The server refuses to delete its default roles, and a role that users have unless `delete_dependents` is
/// true.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.delete", DELETE "role/{role}", output = Message, effect = Once)]
pub struct DeleteRole {
    /// The role's id.
    #[segment]
    pub role: RoleId,
    /// Whether it is first taken from the users who have it. Sent only when true, because the server reads
    /// every value as true, `False` included.
    #[query(when_true = "true")]
    pub delete_dependents: bool,
}
