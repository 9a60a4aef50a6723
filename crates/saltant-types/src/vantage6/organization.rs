use serde::{Deserialize, Serialize};

use super::ListLink;
use crate::id::id;

id! {
    /// The id of an organization.
    OrganizationId(u64)
}

/// An organization. It has users and nodes, and takes part in collaborations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    /// The organization's id.
    pub id: OrganizationId,
    /// The name: 1 to 128 characters, not only digits.
    #[serde(default)]
    pub name: String,
    /// The internet domain; `None` or empty if it was never set.
    #[serde(default)]
    pub domain: Option<String>,
    /// Street and number.
    #[serde(default)]
    pub address1: Option<String>,
    /// City.
    #[serde(default)]
    pub address2: Option<String>,
    /// Postal code.
    #[serde(default)]
    pub zipcode: Option<String>,
    /// Country.
    #[serde(default)]
    pub country: Option<String>,
    /// The public key that others encrypt with: the PEM text, in base64 again. Empty, not null, if there is
    /// none.
    #[serde(default)]
    pub public_key: String,
    /// The collaborations that it takes part in.
    #[serde(default)]
    pub collaborations: ListLink,
    /// Its nodes.
    #[serde(default)]
    pub nodes: ListLink,
    /// Its users.
    #[serde(default)]
    pub users: ListLink,
    /// The tasks that it created.
    #[serde(default)]
    pub tasks: ListLink,
    /// The runs on its nodes.
    #[serde(default)]
    pub runs: ListLink,
    /// The studies that it takes part in.
    #[serde(default)]
    pub studies: ListLink,
}

impl Organization {
    /// Whether it has a public key, so that others can encrypt for it.
    pub fn has_public_key(&self) -> bool {
        !self.public_key.is_empty()
    }
}

impl From<&Organization> for OrganizationId {
    fn from(organization: &Organization) -> Self {
        organization.id
    }
}
