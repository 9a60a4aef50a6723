use saltant_types::Secret;
use saltant_types::inmanta::{LoginReturn, Username};

use crate::Operation;

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
