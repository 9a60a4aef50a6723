use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ids::{EnvironmentId, RoleName, Username};
use crate::Secret;
use crate::open_enum::open_enum;

open_enum! {
    /// How a user is authenticated.
    pub enum AuthMethod {
        /// By a password in the server's database.
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
    /// How the user is authenticated.
    pub auth_method: AuthMethod,
    /// Whether the user is an administrator, who may do everything.
    #[serde(default)]
    pub is_admin: bool,
}

/// The answer to a login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoginReturn {
    /// The token for further requests, as `Bearer`. It is for clients of the type `api`, in every
    /// environment.
    pub token: Secret,
    /// The user.
    pub user: User,
}

/// A user with their roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserWithRoles {
    /// The name.
    pub username: Username,
    /// How the user is authenticated.
    pub auth_method: AuthMethod,
    /// Whether the user is an administrator, who may do everything.
    #[serde(default)]
    pub is_admin: bool,
    /// The roles in each environment.
    #[serde(default)]
    pub roles: BTreeMap<EnvironmentId, Vec<RoleName>>,
}

/// The user that the token belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CurrentUser {
    /// The name.
    pub username: Username,
}

/// The roles of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RoleAssignmentsPerEnvironment {
    /// The roles in each environment.
    #[serde(default)]
    pub assignments: BTreeMap<EnvironmentId, Vec<RoleName>>,
}
