use saltant_types::Secret;
use saltant_types::inmanta::{CurrentUser, LoginReturn, User, UserWithRoles, Username};

use crate::operations::Operation;

/// Logs a user in: gives a token for their name and password.
///
/// It goes without a credential, because a bad one would make the server refuse the login too. A wrong name
/// or password is a 401, a server without authentication a 400. Logging in twice gives two good tokens, so
/// the request may be repeated.
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

/// Lists the users, with their roles. On a server without authentication there are none.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.list_users", GET "api/v2/user", output = Vec<UserWithRoles>)]
pub struct ListUsers {}

/// Gets the user that the token belongs to.
///
/// On a server without authentication it is a 404.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_current_user", GET "api/v2/current_user", output = CurrentUser)]
pub struct GetCurrentUser {}

/// Adds a user.
///
/// A name that is taken is a 409. On a server without authentication it is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.add_user", POST "api/v2/user", output = User)]
pub struct AddUser {
    /// The user's name.
    #[json]
    pub username: Username,
    /// The user's password: at least 8 characters.
    #[json]
    pub password: Secret,
}

/// Deletes a user.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.delete_user", DELETE "api/v2/user/{username}", output = ())]
pub struct DeleteUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}

/// Sets a user's password. Setting the same twice is the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.set_password", PATCH "api/v2/user/{username}/password", output = ())]
#[operation(effect = Idempotent)]
pub struct SetPassword {
    /// The user's name.
    #[segment]
    pub username: Username,
    /// The new password: at least 8 characters.
    #[json]
    pub password: Secret,
}

/// Says whether a user may do everything.
///
/// A user that does not exist is a 400. Doing it twice is the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.set_is_admin", PATCH "api/v2/is_admin", output = ())]
#[operation(effect = Idempotent)]
pub struct SetIsAdmin {
    /// The user's name.
    #[json]
    pub username: Username,
    /// Whether the user may do everything.
    #[json]
    pub is_admin: bool,
}
