use serde::{Deserialize, Serialize};

use crate::Secret;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// A user's name.
    Username(String)
}

open_enum! {
    /// How a user proves who they are.
    pub enum AuthMethod {
        /// By a password that the server keeps.
        Database = "database",
        /// By an identity provider.
        Oidc = "oidc",
    }
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The name.
    pub username: Username,
    /// How the user proves who they are.
    pub auth_method: AuthMethod,
    /// Whether the user may do everything.
    #[serde(default)]
    pub is_admin: bool,
}

/// The answer to a login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoginReturn {
    /// Goes with each request, as `Bearer`. It is for clients of the type `api`, in every environment.
    pub token: Secret,
    /// Who has logged in.
    pub user: User,
}
