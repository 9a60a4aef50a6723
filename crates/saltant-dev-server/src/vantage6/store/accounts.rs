//! Organizations, collaborations, nodes, users and roles.

use jiff::Timestamp;

use super::rows::{Key, Row};
use crate::vantage6::times;

#[derive(Clone, Debug, Default)]
pub(crate) struct Organization {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) domain: Option<String>,
    pub(crate) address1: Option<String>,
    pub(crate) address2: Option<String>,
    pub(crate) zipcode: Option<String>,
    pub(crate) country: Option<String>,
    /// Decoded from base64; the key is a PEM text if its sender keeps to the rules.
    pub(crate) public_key: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct Collaboration {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) encrypted: bool,
    pub(crate) organizations: Vec<u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Study {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) collaboration: u64,
    pub(crate) organizations: Vec<u64>,
}

/// The id that no collaboration has.
pub(crate) const NOWHERE: u64 = 0;

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) api_key: String,
    pub(crate) organization: u64,
    /// [`NOWHERE`] once it was taken out of its collaboration.
    pub(crate) collaboration: u64,
    pub(crate) online: bool,
    pub(crate) ip: Option<String>,
    pub(crate) last_seen: Option<Timestamp>,
    /// What the node has told of its settings; keys may repeat.
    pub(crate) config: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) firstname: Option<String>,
    pub(crate) lastname: Option<String>,
    pub(crate) email: String,
    pub(crate) organization: u64,
    pub(crate) roles: Vec<u64>,
    pub(crate) rules: Vec<u64>,
    pub(crate) last_seen: Option<Timestamp>,
    pub(crate) otp_secret: Option<String>,
    pub(crate) failed_logins: u32,
    pub(crate) last_failed_login: Option<Timestamp>,
    pub(crate) last_mail: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) organization: Option<u64>,
    pub(crate) rules: Vec<u64>,
    pub(crate) is_default: bool,
}

/// A link to an algorithm store.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) url: String,
    /// `None` for all collaborations.
    pub(crate) collaboration: Option<u64>,
}

impl Row for Organization {
    const MODEL: &'static str = "Organization";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => (&self.name).into(),
            "domain" => self.domain.as_ref().into(),
            "address1" => self.address1.as_ref().into(),
            "address2" => self.address2.as_ref().into(),
            "zipcode" => self.zipcode.as_ref().into(),
            "country" => self.country.as_ref().into(),
            _ => return None,
        })
    }
}

impl Row for Collaboration {
    const MODEL: &'static str = "Collaboration";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => (&self.name).into(),
            "encrypted" => self.encrypted.into(),
            _ => return None,
        })
    }
}

impl Row for Study {
    const MODEL: &'static str = "Study";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => (&self.name).into(),
            "collaboration_id" => self.collaboration.into(),
            _ => return None,
        })
    }
}

impl Node {
    /// The word for whether the node is connected.
    pub(crate) fn status(&self) -> &'static str {
        if self.online { "online" } else { "offline" }
    }
}

impl Row for Node {
    const MODEL: &'static str = "Node";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => (&self.name).into(),
            "organization_id" => self.organization.into(),
            "collaboration_id" => self.collaboration.into(),
            "status" => self.status().into(),
            "ip" => self.ip.as_ref().into(),
            "last_seen" => self.last_seen.map(times::column).as_ref().into(),
            "type" => "node".into(),
            _ => return None,
        })
    }
}

impl Row for User {
    const MODEL: &'static str = "User";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "username" => (&self.username).into(),
            "firstname" => self.firstname.as_ref().into(),
            "lastname" => self.lastname.as_ref().into(),
            "email" => (&self.email).into(),
            "organization_id" => self.organization.into(),
            "last_seen" => self.last_seen.map(times::column).as_ref().into(),
            "type" => "user".into(),
            "status" | "ip" => Key::Nothing,
            _ => return None,
        })
    }
}

impl Row for Role {
    const MODEL: &'static str = "Role";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => (&self.name).into(),
            "description" => self.description.as_ref().into(),
            "organization_id" => self.organization.into(),
            "is_default_role" => self.is_default.into(),
            _ => return None,
        })
    }
}

impl Row for Store {
    const MODEL: &'static str = "AlgorithmStore";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => (&self.name).into(),
            "url" => (&self.url).into(),
            "collaboration_id" => self.collaboration.into(),
            _ => return None,
        })
    }
}
