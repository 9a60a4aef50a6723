use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Link, ListLink, OrganizationId};
use crate::id::id;
use crate::{Secret, Timestamp};

id! {
    /// The id of a user. Users and nodes share one sequence of ids.
    UserId(u64)
}

/// A user of an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The kind of account, always `user`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The login name: 3 to 128 letters, digits, `.`, `_` and `-`, with a letter first.
    #[serde(default)]
    pub username: String,
    /// First name.
    #[serde(default)]
    pub firstname: Option<String>,
    /// Last name.
    #[serde(default)]
    pub lastname: Option<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the user is connected; `None` unless a websocket was used.
    #[serde(default)]
    pub status: Option<String>,
    /// Always `None` for users.
    #[serde(default)]
    pub ip: Option<String>,
    /// When the user was last seen.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// The organization that the user belongs to.
    pub organization: Link<OrganizationId>,
    /// The user's roles.
    #[serde(default)]
    pub roles: ListLink,
    /// The user's rules in addition to those of the roles.
    #[serde(default)]
    pub rules: ListLink,
    /// When the user was last sent an e-mail about failed logins.
    #[serde(default)]
    pub last_email_failed_login_sent: Option<Timestamp>,
    /// When the user was last sent a recovery e-mail.
    #[serde(default)]
    pub last_email_recover_password_sent: Option<Timestamp>,
    /// The secret that the two-factor codes are made from. The server sends it to everyone who may view the
    /// user.
    #[serde(default)]
    pub otp_secret: Option<Secret>,
    /// The user's permissions, if the request asked to include them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
}

impl From<&User> for UserId {
    fn from(user: &User) -> Self {
        user.id
    }
}

/// The permissions of a user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Permissions {
    /// The user's roles.
    #[serde(default)]
    pub roles: Value,
    /// The user's rules.
    #[serde(default)]
    pub rules: Value,
    /// The organizations in the user's collaborations.
    #[serde(default)]
    pub orgs_in_collabs: Value,
    /// Further fields of newer servers.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn otp_secret_is_never_in_debug() {
        let text = r#"{"id": 2, "organization": {"id": 1}, "otp_secret": "CANARYPEHPK3PXP"}"#;
        let user: User = serde_json::from_str(text).unwrap();
        assert_eq!(user.otp_secret.as_ref().unwrap().expose(), "CANARYPEHPK3PXP");
        assert!(!format!("{user:?} {user:#?}").contains("CANARY"));
    }
}
