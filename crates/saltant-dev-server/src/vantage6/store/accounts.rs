//! Organizations, collaborations, nodes, users and roles.

use jiff::Timestamp;

use super::rows::row;
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

row! { Organization "Organization" |row|
    "name" => &row.name,
    "domain" => row.domain.as_ref(),
    "address1" => row.address1.as_ref(),
    "address2" => row.address2.as_ref(),
    "zipcode" => row.zipcode.as_ref(),
    "country" => row.country.as_ref(),
}

row! { Collaboration "Collaboration" |row|
    "name" => &row.name,
    "encrypted" => row.encrypted,
}

row! { Study "Study" |row|
    "name" => &row.name,
    "collaboration_id" => row.collaboration,
}

impl Node {
    /// The word for whether the node is connected.
    pub(crate) fn status(&self) -> &'static str {
        if self.online { "online" } else { "offline" }
    }
}

row! { Node "Node" |row|
    "name" => &row.name,
    "organization_id" => row.organization,
    "collaboration_id" => row.collaboration,
    "status" => row.status(),
    "ip" => row.ip.as_ref(),
    "last_seen" => row.last_seen.map(times::column).as_ref(),
    "type" => "node",
}

row! { User "User" |row|
    "username" => &row.username,
    "firstname" => row.firstname.as_ref(),
    "lastname" => row.lastname.as_ref(),
    "email" => &row.email,
    "organization_id" => row.organization,
    "last_seen" => row.last_seen.map(times::column).as_ref(),
    "type" => "user",
    "status" | "ip" => None::<&String>,
}

row! { Role "Role" |row|
    "name" => &row.name,
    "description" => row.description.as_ref(),
    "organization_id" => row.organization,
    "is_default_role" => row.is_default,
}

row! { Store "AlgorithmStore" |row|
    "name" => &row.name,
    "url" => &row.url,
    "collaboration_id" => row.collaboration,
}
