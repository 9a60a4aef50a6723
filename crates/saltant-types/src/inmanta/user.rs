use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::EnvironmentId;
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

/// A user with their roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserWithRoles {
    /// The name.
    pub username: Username,
    /// How the user proves who they are.
    pub auth_method: AuthMethod,
    /// Whether the user may do everything.
    #[serde(default)]
    pub is_admin: bool,
    /// The roles in each environment.
    #[serde(default)]
    pub roles: BTreeMap<EnvironmentId, Vec<RoleName>>,
}

/// Who is calling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CurrentUser {
    /// The name.
    pub username: Username,
}

id! {
    /// The name of a role.
    RoleName(String)
}

/// The roles of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RoleAssignmentsPerEnvironment {
    /// The roles in each environment.
    #[serde(default)]
    pub assignments: BTreeMap<EnvironmentId, Vec<RoleName>>,
}
