use saltant_types::Secret;
use saltant_types::vantage6::{Message, OrganizationId, RoleId, RuleId, User, UserId};

use super::paging::Paging;
use super::time::TimeBound;
use crate::operations::Operation;

/// Lists the users that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.list", GET "user", page of User by id)]
pub struct ListUsers {
    /// Only users with this login name, an SQL pattern.
    #[query]
    pub username: Option<String>,
    /// Only users of this organization.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// Only users with this first name, an SQL pattern.
    #[query]
    pub firstname: Option<String>,
    /// Only users with this last name, an SQL pattern.
    #[query]
    pub lastname: Option<String>,
    /// Only users with this e-mail address, an SQL pattern.
    #[query]
    pub email: Option<String>,
    /// Only users with this role. An unknown one is a 400.
    #[query = "role_id"]
    pub role: Option<RoleId>,
    /// Only users with this rule. An unknown one is a 400.
    #[query = "rule_id"]
    pub rule: Option<RuleId>,
    /// Only users last seen at this time or later.
    #[query]
    pub last_seen_from: Option<TimeBound>,
    /// Only users last seen at this time or earlier. A day means its beginning: see [`TimeBound`].
    #[query]
    pub last_seen_till: Option<TimeBound>,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}

/// Gets a user by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.get", GET "user/{id}", output = User)]
pub struct GetUser {
    /// The user's id.
    #[segment]
    pub id: UserId,
    /// Whether the answer includes the user's permissions.
    #[query(when_true = "1")]
    pub include_permissions: bool,
}

/// Creates a user with a password, roles and rules.
///
/// The server ignores ids of roles that do not exist.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.create", POST "user", output = User)]
pub struct CreateUser {
    /// The login name: 3 to 128 letters, digits, `.`, `_` and `-`, with a letter first.
    #[json]
    pub username: String,
    /// First name. The server's documents call it optional; without it the server answers 500.
    #[json]
    pub firstname: String,
    /// Last name. The server's documents call it optional; without it the server answers 500.
    #[json]
    pub lastname: String,
    /// The password: 8 to 128 characters with a digit, a capital letter, a small letter and another
    /// character.
    #[json]
    pub password: Secret,
    /// E-mail address, unique on the server.
    #[json]
    pub email: String,
    /// The organization; the caller's by default. The server refuses null, which the Python client sends.
    #[json = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// The roles. Callers can give only permissions that they have.
    #[json]
    pub roles: Option<Vec<RoleId>>,
    /// Rules in addition to those of the roles.
    #[json]
    pub rules: Option<Vec<RuleId>>,
}

/// Changes a user: fields that are not given keep their values.
///
/// A user cannot be moved: the server accepts another organization with 200 and ignores it.
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
    /// E-mail address, unique on the server.
    #[json]
    pub email: Option<String>,
    /// The roles. They replace the present ones. Nobody can change their own.
    #[json]
    pub roles: Option<Vec<RoleId>>,
    /// The rules. They replace the present ones. Nobody can change their own.
    #[json]
    pub rules: Option<Vec<RuleId>>,
}

/// Deletes a user; one who created tasks only if these are deleted too.
///
/// While there are tasks that the user created the server answers 400, unless `delete_dependents` is true.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.user.delete", DELETE "user/{id}", output = Message, effect = Once)]
pub struct DeleteUser {
    /// The user's id.
    #[segment]
    pub id: UserId,
    /// Whether the user's tasks are deleted too. Sent only when true, because the server reads every value as
    /// true, `False` included.
    #[query(when_true = "true")]
    pub delete_dependents: bool,
}
