use saltant_types::Secret;
use saltant_types::vantage6::{Message, OrganizationId, Page, RoleId, RuleId, User, UserId};

use super::paging::{self, MANY, numbered_pages};
use super::{DeleteDependents, IncludePermissions, Switch, When};
use crate::operations::Operation;

/// Lists users.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.list", GET "user", output = Page<User>, read = paging::read)]
pub struct ListUsers {
    /// By the name to log in with, as an SQL pattern.
    #[query]
    pub username: Option<String>,
    /// By organization.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// By first name, as an SQL pattern.
    #[query]
    pub firstname: Option<String>,
    /// By last name, as an SQL pattern.
    #[query]
    pub lastname: Option<String>,
    /// By e-mail address, as an SQL pattern.
    #[query]
    pub email: Option<String>,
    /// By a role; an unknown one is a 400.
    #[query = "role_id"]
    pub role: Option<RoleId>,
    /// By a rule; an unknown one is a 400.
    #[query = "rule_id"]
    pub rule: Option<RuleId>,
    /// Last seen then or later.
    #[query]
    pub last_seen_from: Option<When>,
    /// Last seen then or earlier. A day stands for its beginning: see [`When`].
    #[query]
    pub last_seen_till: Option<When>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Users on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListUsers, User, per_page = MANY, sort = Some("id"));

/// Gets the user with an id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.get", GET "user/{id}", output = User)]
pub struct GetUser {
    /// The user's id.
    #[segment]
    pub id: UserId,
    /// Whether what the user may do comes with it.
    #[query(flatten)]
    pub include_permissions: Switch<IncludePermissions>,
}

/// Creates a user.
///
/// Ids of roles that do not exist are dropped without a word.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.create", POST "user", output = User)]
pub struct CreateUser {
    /// The name to log in with: a letter, then letters, digits, `.`, `_` and `-`; 3 to 128 characters.
    #[json]
    pub username: String,
    /// First name. The server calls it optional and answers 500 without it.
    #[json]
    pub firstname: String,
    /// Last name, with the same remark.
    #[json]
    pub lastname: String,
    /// The password: 8 to 128 characters with a digit, a capital, a small letter and something else.
    #[json]
    pub password: Secret,
    /// E-mail address, unique on the server.
    #[json]
    pub email: String,
    /// The organization; the caller's by default. Null, which the Python client sends, is refused.
    #[json = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// The roles. One can give only what one has oneself.
    #[json]
    pub roles: Option<Vec<RoleId>>,
    /// Rules beside those of the roles.
    #[json]
    pub rules: Option<Vec<RuleId>>,
}

/// Updates a user; what is not given is kept.
///
/// There is no organization here: the server takes one, answers 200 and leaves the user where they are.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.update", PATCH "user/{id}", output = User)]
pub struct UpdateUser {
    /// The user's id.
    #[segment]
    pub id: UserId,
    /// First name.
    #[json]
    pub firstname: Option<String>,
    /// Last name.
    #[json]
    pub lastname: Option<String>,
    /// E-mail address.
    #[json]
    pub email: Option<String>,
    /// The roles: they replace those that the user had. Nobody can change their own.
    #[json]
    pub roles: Option<Vec<RoleId>>,
    /// The rules: they replace those that the user had. Nobody can change their own.
    #[json]
    pub rules: Option<Vec<RuleId>>,
}

/// Deletes a user.
///
/// While there are tasks that the user has created the server answers 400, unless they are to be deleted too.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.delete", DELETE "user/{id}", output = Message, effect = Once)]
pub struct DeleteUser {
    /// The user's id.
    #[segment]
    pub id: UserId,
    /// Whether the user's tasks are deleted too. Sent only when true.
    #[query(flatten)]
    pub delete_dependents: Switch<DeleteDependents>,
}
