use saltant_types::vantage6::{Message, OrganizationId, Page, Role, RoleId, RuleId, UserId};

use super::paging::{self, MANY, numbered_pages};
use super::{DeleteDependents, IncludeRoot, Switch};
use crate::operations::Operation;

/// Lists roles.
///
/// A user without the right to see any gets an empty list.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.list", GET "role", output = Page<Role>, read = paging::read)]
pub struct ListRoles {
    /// By name, as an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// By description, as an SQL pattern.
    #[query]
    pub description: Option<String>,
    /// By whose it is.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// By a rule that it holds; an unknown one is a 404.
    #[query = "rule_id"]
    pub rule: Option<RuleId>,
    /// By a user who has it.
    #[query = "user_id"]
    pub user: Option<UserId>,
    /// Whether the roles that come with the server are given beside an organization's. Only matters beside
    /// `organization`, and is sent only when true: the server takes `False` for yes.
    #[query(flatten)]
    pub include_root: Switch<IncludeRoot>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Roles on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListRoles, Role, per_page = MANY, sort = Some("id"));

/// Gets the role with an id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.get", GET "role/{id}", output = Role)]
pub struct GetRole {
    /// The role's id.
    #[segment]
    pub id: RoleId,
}

/// Creates a role.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.create", POST "role", output = Role)]
pub struct CreateRole {
    /// The name; those of the roles that come with the server are refused.
    #[json]
    pub name: String,
    /// The rules; there may be none.
    #[json]
    pub rules: Vec<RuleId>,
    /// What it is for.
    #[json]
    pub description: Option<String>,
    /// Whose it is; the caller's organization by default.
    #[json = "organization_id"]
    pub organization: Option<OrganizationId>,
}

/// Updates a role; what is not given is kept, and not sent: the server refuses null.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.update", PATCH "role/{role}", output = Role)]
pub struct UpdateRole {
    /// The role's id.
    #[segment]
    pub role: RoleId,
    /// The name.
    #[json]
    pub name: Option<String>,
    /// What it is for.
    #[json]
    pub description: Option<String>,
    /// The rules: they replace those that it had. Taking rules from one's own role takes one's access.
    #[json]
    pub rules: Option<Vec<RuleId>>,
}

/// Deletes a role, unless it comes with the server or somebody has it.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.role.delete", DELETE "role/{role}", output = Message, effect = Once)]
pub struct DeleteRole {
    /// The role's id.
    #[segment]
    pub role: RoleId,
    /// Whether it is taken from who has it first. Sent only when true.
    #[query(flatten)]
    pub delete_dependents: Switch<DeleteDependents>,
}
