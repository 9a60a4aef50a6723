//! The rows that a server begins with: what the builder asks for.

use crate::error::StartError;
use crate::random::Random;
use crate::vantage6::builder::Settings;
use crate::vantage6::store::{self, Tables};
use crate::vantage6::user::{NewUser, User};

/// The organization of the first user, as on a real server.
const ROOT: &str = "root";

/// A collaboration to be added to a server.
#[derive(Clone, Debug)]
#[must_use = "a collaboration is added by giving it to a builder"]
pub struct NewCollaboration {
    pub(crate) name: String,
    pub(crate) organizations: Vec<String>,
    pub(crate) encrypted: bool,
}

impl NewCollaboration {
    /// A collaboration of these organizations, without encryption.
    pub fn new<T: Into<String>>(name: impl Into<String>, organizations: impl IntoIterator<Item = T>) -> Self {
        let organizations = organizations.into_iter().map(Into::into).collect();
        Self { name: name.into(), organizations, encrypted: false }
    }

    /// Sets whether inputs and results are encrypted.
    pub fn encrypted(mut self, encrypted: bool) -> Self {
        self.encrypted = encrypted;
        self
    }
}

/// Adds what the builder asks for, and returns the users as the server's owner sees them.
pub(crate) fn plant(
    tables: &mut Tables,
    mut users: Vec<NewUser>,
    settings: &Settings,
    random: &Random,
) -> Result<Vec<User>, StartError> {
    organization(tables, ROOT);
    for name in &settings.organizations {
        organization(tables, name);
    }
    for new in &settings.collaborations {
        let organizations = new.organizations.iter().map(|name| organization(tables, name)).collect();
        let id = tables.collaborations.next_id();
        tables.collaborations.put(store::Collaboration {
            id,
            name: new.name.clone(),
            encrypted: new.encrypted,
            organizations,
        });
    }
    if users.is_empty() {
        users.push(NewUser::new("root"));
    }
    let usual = settings.collaborations.iter().flat_map(|new| &new.organizations).next();
    let usual = usual.or(settings.organizations.first()).map_or(ROOT, String::as_str);
    let mut planted = Vec::new();
    for (place, new) in users.into_iter().enumerate() {
        let first = place == 0;
        let taken = tables.users.iter().any(|user| user.username == new.username);
        if new.username.is_empty() || taken {
            return Err(StartError::Username(new.username));
        }
        let role = new.role.unwrap_or_else(|| if first { "Root" } else { "Researcher" }.to_owned());
        let Some(role_id) = tables.roles.iter().find(|row| row.name == role).map(|row| row.id) else {
            return Err(StartError::Role(role));
        };
        let organization_name =
            new.organization.unwrap_or_else(|| if first { ROOT } else { usual }.to_owned());
        let user = User {
            id: tables.next_account(),
            email: new.email.unwrap_or_else(|| format!("{}@example.org", new.username)),
            // The signs make it a password that the rules allow.
            password: new.password.unwrap_or_else(|| format!("Aa1!{}", random.hex(20))),
            username: new.username,
            organization: organization_name,
            role,
        };
        let organization = organization(tables, &user.organization);
        tables.users.put(store::User {
            id: user.id,
            username: user.username.clone(),
            password: user.password.clone(),
            firstname: None,
            lastname: None,
            email: user.email.clone(),
            organization,
            roles: vec![role_id],
            rules: Vec::new(),
            last_seen: None,
            otp_secret: None,
            failed_logins: 0,
            last_failed_login: None,
            last_mail: None,
        });
        planted.push(user);
    }
    Ok(planted)
}

/// The id of the organization of that name, which is added if it is new.
fn organization(tables: &mut Tables, name: &str) -> u64 {
    if let Some(row) = tables.organizations.iter().find(|row| row.name == name) {
        return row.id;
    }
    let id = tables.organizations.next_id();
    tables.organizations.put(store::Organization { id, name: name.to_owned(), ..Default::default() })
}
