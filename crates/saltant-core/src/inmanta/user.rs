use saltant_types::Secret;
use saltant_types::inmanta::{CurrentUser, LoginReturn, User, UserWithRoles, Username};

use crate::operations::Operation;

/// Logs a user in: gives a token for name and password.
///
/// No credential is sent: a bad one would make the server refuse the login. The server answers 401 to a wrong
/// name or password; a server without authentication answers 400. A second login gives another valid token,
/// so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.login", POST "api/v2/login", output = LoginReturn, auth = None, effect = Idempotent)]
pub struct Login {
    /// The user's name.
    #[json]
    pub username: Username,
    /// The user's password.
    #[json]
    pub password: Secret,
}

/// Lists the users with their roles. The list is empty on a server without authentication.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_users")]
#[operation("inmanta.list_users", GET "api/v2/user", list of UserWithRoles)]
pub struct ListUsers {}

/// Gets the user that the token belongs to.
///
/// A server without authentication answers 404.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_current_user")]
#[operation("inmanta.get_current_user", GET "api/v2/current_user", output = CurrentUser)]
pub struct GetCurrentUser {}

/// Creates a user who signs in with a password.
///
/// The server answers 409 to a name that is taken. A server without authentication answers 400.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "add_user")]
#[operation("inmanta.add_user", POST "api/v2/user", output = User)]
pub struct CreateUser {
    /// The user's name.
    #[json]
    pub username: Username,
    /// The user's password: at least 8 characters.
    #[json]
    pub password: Secret,
}

/// Deletes a user by name.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_user")]
#[operation("inmanta.delete_user", DELETE "api/v2/user/{username}")]
pub struct DeleteUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}

/// Sets a user's password. A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.set_password", PATCH "api/v2/user/{username}/password", effect = Idempotent)]
pub struct SetPassword {
    /// The user's name.
    #[segment]
    pub username: Username,
    /// The new password: at least 8 characters.
    #[json]
    pub password: Secret,
}

/// Makes a user an administrator, or takes that away.
///
/// The server answers 400 if the user does not exist. A second request changes nothing, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.set_is_admin", PATCH "api/v2/is_admin", effect = Idempotent)]
pub struct SetIsAdmin {
    /// The user's name.
    #[json]
    pub username: Username,
    /// Whether the user is an administrator, who may do everything.
    #[json]
    pub is_admin: bool,
}
