use serde::{Deserialize, Serialize};

use super::{Endpoints, ProjectId, UserId};
use crate::{Secret, Timestamp, Value};

/// The owner of a token, and the addresses of the services of the cloud.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Access {
    /// The token.
    pub token: Token,
    /// The user.
    pub user: AccessUser,
    /// The services of the cloud; the answer to a validation does not have them.
    #[serde(rename = "serviceCatalog", default, skip_serializing_if = "Option::is_none")]
    pub service_catalog: Option<Endpoints>,
}

/// A user's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The token itself.
    pub id: Secret,
    /// When it expires.
    #[serde(default)]
    pub expires: Option<Timestamp>,
    /// The user as a tenant.
    #[serde(default)]
    pub tenant: Tenant,
}

/// A user as a tenant of the cloud.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tenant {
    /// The user's default project.
    #[serde(default)]
    pub id: Option<ProjectId>,
    /// The user's name in full.
    #[serde(default)]
    pub name: String,
}

/// The owner of a token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessUser {
    /// The user's id.
    pub id: UserId,
    /// The user's name in full.
    #[serde(default)]
    pub name: String,
    /// The groups that the user is in.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Links; always empty so far.
    #[serde(default)]
    pub roles_links: Vec<Value>,
    /// The user's projects; older servers and validations do not send them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<Vec<ProjectId>>,
}

/// A group of users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// The group's id; older servers write a number.
    #[serde(deserialize_with = "crate::id::text_or_number")]
    pub id: String,
    /// The group's name.
    #[serde(default)]
    pub name: String,
}

/// A temporary token for a program that acts for a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessToken {
    /// The token itself.
    pub access_token: Secret,
    /// How it is to be sent; `Bearer` so far.
    #[serde(default)]
    pub token_type: String,
    /// Seconds for which it lives: 20 by a server's defaults.
    #[serde(default)]
    pub expires_in: u64,
}
