//! The rows that a server begins with: what the builder asks for.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::error::StartError;
use crate::random::Random;
use crate::vantage6::builder::Settings;
use crate::vantage6::nodes::keys::Key;
use crate::vantage6::nodes::{self, Database};
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
    settings: &mut Settings,
    random: &Random,
) -> Result<Vec<User>, StartError> {
    if settings.collaborations.is_empty() && !settings.nodes.organizations.is_empty() {
        settings.collaborations.push(NewCollaboration::new("dev", settings.nodes.organizations.clone()));
    }
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

/// The nodes that run in this process, and the keys of their organizations by id.
type Connected = (Vec<u64>, BTreeMap<u64, Arc<Key>>);

/// Adds the nodes of the organizations that have some, with the keys that encrypted collaborations need.
pub(crate) fn connect(
    tables: &mut Tables,
    settings: &mut Settings,
    random: &Random,
    directory: &Path,
    now: Timestamp,
) -> Result<Connected, StartError> {
    let blobs = settings.blobs;
    let settings = &mut settings.nodes;
    for (place, database) in settings.databases.iter_mut().enumerate() {
        copy_database(directory, place, database)?;
    }
    let (mut local, mut wanted) = (Vec::new(), BTreeMap::new());
    let collaborations: Vec<_> = tables.collaborations.iter().cloned().collect();
    for name in &settings.organizations {
        let organization = organization(tables, name);
        for collaboration in collaborations.iter().filter(|row| row.organizations.contains(&organization)) {
            if tables.node_of(organization, collaboration.id).is_some() {
                continue;
            }
            if collaboration.encrypted || blobs {
                wanted.insert(organization, settings.keys.get(name).cloned());
            }
            let id = tables.next_account();
            tables.nodes.put(store::Node {
                id,
                name: format!("{name} - {} Node", collaboration.name),
                api_key: random.uuid().to_string(),
                organization,
                collaboration: collaboration.id,
                online: true,
                ip: None,
                last_seen: Some(now),
                config: config(settings, name, collaboration.encrypted),
            });
            local.push(id);
        }
    }
    let keys = keys(wanted).ok_or(StartError::OrganizationKey)?;
    for (organization, key) in &keys {
        if let Some(row) = tables.organizations.get_mut(*organization) {
            row.public_key = key.public_pem.clone().into_bytes();
        }
    }
    Ok((local, keys))
}

/// Reads the keys that are given and makes the others, all at the same time.
fn keys(wanted: BTreeMap<u64, Option<String>>) -> Option<BTreeMap<u64, Arc<Key>>> {
    std::thread::scope(|scope| {
        let make = |pem: Option<String>| match pem {
            Some(pem) => Key::from_pem(&pem),
            None => Key::generate(),
        };
        let threads: Vec<_> =
            wanted.into_iter().map(|(id, pem)| (id, scope.spawn(move || make(pem)))).collect();
        threads.into_iter().map(|(id, thread)| Some((id, Arc::new(thread.join().ok()??)))).collect()
    })
}

/// What a node tells of its settings.
fn config(settings: &nodes::Settings, organization: &str, encrypted: bool) -> Vec<(String, String)> {
    let mut config = vec![("encryption".to_owned(), if encrypted { "1" } else { "0" }.to_owned())];
    let allowed = || settings.allowed.iter().filter(|(owner, _)| owner == organization);
    let all = allowed().next().is_none().then_some("all");
    let allowed = allowed().map(|(_, text)| text.as_str()).chain(all);
    config.extend(allowed.map(|text| ("allowed_algorithms".to_owned(), text.to_owned())));
    let own = || settings.databases.iter().filter(|database| database.organization == organization);
    config.extend(own().map(|database| ("database_labels".to_owned(), database.label.clone())));
    config.extend(own().map(|database| (format!("db_type_{}", database.label), database.kind().to_owned())));
    for database in own().filter(|database| database.kind() == "csv") {
        let name = format!("columns_{}", database.label);
        config.extend(columns(Path::new(&database.uri)).into_iter().map(|column| (name.clone(), column)));
    }
    config
}

/// The most bytes of a file's first line that are read.
const LONGEST_HEAD: u64 = 1 << 20;

/// The names of the columns in the first line of a CSV file. A file that cannot be read has none.
fn columns(path: &Path) -> Vec<String> {
    let mut line = String::new();
    let read = File::open(path).map(|file| BufReader::new(file.take(LONGEST_HEAD)).read_line(&mut line));
    if !matches!(read, Ok(Ok(_))) {
        return Vec::new();
    }
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    let mut signs = line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => name.extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => names.push(std::mem::take(&mut name)),
            other => name.push(other),
        }
    }
    names.push(name);
    names
}

/// Copies the file of a database, so that later changes do not reach the algorithms. Addresses stay.
fn copy_database(directory: &Path, place: usize, database: &mut Database) -> Result<(), StartError> {
    if !nodes::environment::is_name(&database.label) {
        return Err(StartError::DatabaseLabel(database.label.clone()));
    }
    if database.uri.contains("://") {
        return Ok(());
    }
    let source = Path::new(&database.uri);
    let name = source.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = directory.join("databases").join(place.to_string());
    let copied = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::copy(source, folder.join(&name)).map(|_| folder.join(&name)));
    match copied {
        Ok(copy) => database.uri = copy.display().to_string(),
        Err(error) => return Err(StartError::Database { path: source.to_owned(), source: error }),
    }
    Ok(())
}

/// The id of the organization of that name, which is added if it is new.
fn organization(tables: &mut Tables, name: &str) -> u64 {
    if let Some(row) = tables.organizations.iter().find(|row| row.name == name) {
        return row.id;
    }
    let id = tables.organizations.next_id();
    tables.organizations.put(store::Organization { id, name: name.to_owned(), ..Default::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_from_the_first_line_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.csv");
        std::fs::write(&file, "\u{feff}age,\"a \"\"b\"\", c\",\r\n1,2,3\r\n").unwrap();
        assert_eq!(columns(&file), ["age", "a \"b\", c", ""]);
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        assert_eq!(columns(&file), [""; 0]);
        assert_eq!(columns(folder.path()), [""; 0]);
    }
}
