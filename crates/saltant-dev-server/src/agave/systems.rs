//! Storage and execution systems. Each has a directory of its own in the server's data directory.

pub(crate) mod credentials;
pub(crate) mod document;
pub(crate) mod roles;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;

use crate::agave::call::{Call, required, text};
use crate::agave::files::storage;
use crate::agave::ids::Resource;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::store::Store;
use crate::agave::systems::credentials::Credential;
use crate::agave::systems::roles::Role;
use crate::agave::tenant::Agave;
use crate::json::Json;

/// A system.
#[derive(Clone)]
pub(crate) struct System {
    pub(crate) id: String,
    pub(crate) uuid: String,
    pub(crate) owner: String,
    pub(crate) execution: bool,
    /// What was registered, without secrets.
    pub(crate) document: Json,
    pub(crate) available: bool,
    pub(crate) public: bool,
    pub(crate) global_default: bool,
    /// The users whose default it is.
    pub(crate) default_of: BTreeSet<String>,
    pub(crate) roles: BTreeMap<String, Role>,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) revision: u64,
    pub(crate) modified: String,
    /// Whether it was deleted: the id stays its owner's.
    pub(crate) deleted: bool,
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => list(call),
        ("POST", []) => register(call, None),
        (_, [id, "roles", rest @ ..]) => roles::answer(call, id, rest),
        (_, [id, "credentials", rest @ ..]) => credentials::answer(call, id, rest),
        ("GET", [id]) => {
            let system = visible(call, id)?;
            Answer::ok(system.shown(call))
        }
        ("POST", [id]) => register(call, Some(id)),
        ("PUT", [id]) => manage(call, id),
        ("DELETE", [id]) => {
            change(call, id, Role::Owner, |system, _| {
                system.deleted = true;
                system.default_of.clear();
                Ok(())
            })?;
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn list(call: &Call) -> Outcome {
    let wanted = call.param("type").map(str::to_ascii_uppercase);
    let systems: Vec<System> = call.tenant.store.with(|store| {
        let visible = store.systems.iter().filter(|system| !system.deleted && system.role(call) > Role::None);
        visible.cloned().collect()
    });
    let fits = |system: &&System| {
        wanted.as_ref().is_none_or(|wanted| wanted == system.kind())
            && call.flag("public").is_none_or(|public| public == system.public)
            && call.flag("default").is_none_or(|default| default == system.is_default_of(&call.user))
    };
    let items = systems.iter().filter(fits).map(|system| system.shown(call)).collect();
    let page = search::page(call, items, &["type", "public", "default"]);
    Answer::ok(page.iter().map(document::summary).collect())
}

/// Registers a system, or changes the one with its id.
fn register(call: &Call, id: Option<&str>) -> Outcome {
    let body = call.object()?;
    let is_change = id.is_some();
    let id = match id {
        Some(id) => id.to_owned(),
        None => required(&body, "id")?.to_owned(),
    };
    if !document::is_id(&id) {
        return Err(Refusal::bad("Invalid system id: it has 3 to 64 letters, digits, dots and dashes"));
    }
    let (document, execution) = document::checked(&id, &body)?;
    let uuid = Resource::System.uuid(&call.tenant.random);
    let modified = call.time();
    let (system, is_new) = call.tenant.store.with(|store| {
        let found = store.systems.iter_mut().find(|system| system.id == id);
        let credentials = Credential::of_registration(&body);
        let Some(system) = found else {
            if is_change {
                return Err(unknown(&id));
            }
            let system = System {
                id,
                uuid,
                owner: call.user.clone(),
                execution,
                document,
                available: true,
                public: false,
                global_default: false,
                default_of: BTreeSet::new(),
                roles: BTreeMap::new(),
                credentials,
                revision: 1,
                modified,
                deleted: false,
            };
            store.systems.push(system.clone());
            return Ok((system, true));
        };
        if system.deleted && system.owner != call.user {
            return Err(Refusal::bad("The id belonged to a system that was deleted"));
        }
        if system.role(call) < Role::Admin {
            return Err(Refusal::forbidden("User does not have permission to edit this system"));
        }
        let was_deleted = std::mem::take(&mut system.deleted);
        system.document = document;
        system.execution = execution;
        system.credentials.retain(|credential| credential.internal_username.is_some());
        system.credentials.extend(credentials);
        system.revision += 1;
        system.modified = modified;
        Ok((system.clone(), was_deleted))
    })?;
    storage::create(&call.tenant, &system)?;
    if is_new { Answer::created(system.shown(call)) } else { Answer::ok(system.shown(call)) }
}

fn manage(call: &Call, id: &str) -> Outcome {
    visible(call, id)?;
    let body = call.object()?;
    let action = required(&body, "action")?.to_ascii_uppercase();
    if action == "CLONE" {
        return clone(call, id, &body);
    }
    let needed = match action.as_str() {
        "SETDEFAULT" | "UNSETDEFAULT" => Role::Guest,
        _ => Role::Admin,
    };
    let system = change(call, id, needed, |system, others| {
        if !call.admin && (action.contains("PUBLISH") || action.contains("GLOBAL")) {
            return Err(Refusal::forbidden("Only an administrator of the tenant can do this"));
        }
        match action.as_str() {
            "ENABLE" => system.available = true,
            "DISABLE" => system.available = false,
            "PUBLISH" => system.public = true,
            "UNPUBLISH" => {
                system.public = false;
                system.global_default = false;
                system.default_of.retain(|user| *user == system.owner);
            }
            "SETDEFAULT" => {
                others.iter_mut().filter(|other| other.execution == system.execution).for_each(|other| {
                    other.default_of.remove(&call.user);
                });
                system.default_of.insert(call.user.clone());
            }
            "UNSETDEFAULT" => {
                system.default_of.remove(&call.user);
            }
            "SETGLOBALDEFAULT" if system.public => {
                let alike = others.iter_mut().filter(|other| other.execution == system.execution);
                alike.for_each(|other| other.global_default = false);
                system.global_default = true;
            }
            "SETGLOBALDEFAULT" => return Err(Refusal::bad("Only a public system can be the global default")),
            "UNSETGLOBALDEFAULT" => system.global_default = false,
            _ => return Err(Refusal::bad(format!("Unknown action {action}"))),
        }
        Ok(())
    })?;
    Answer::ok(system.shown(call))
}

fn clone(call: &Call, id: &str, body: &Json) -> Outcome {
    let from = visible(call, id)?;
    let id = required(body, "id")?.to_owned();
    if !document::is_id(&id) {
        return Err(Refusal::bad("Invalid system id"));
    }
    let uuid = Resource::System.uuid(&call.tenant.random);
    let mut document = from.document.clone();
    document.set("id", id.as_str());
    if let Some(name) = text(body, "name") {
        document.set("name", name);
    }
    let system = call.tenant.store.with(|store| {
        if store.systems.iter().any(|system| system.id == id) {
            return Err(Refusal::bad("A system with this id exists"));
        }
        let system = System {
            id,
            uuid,
            owner: call.user.clone(),
            document,
            public: false,
            global_default: false,
            default_of: BTreeSet::new(),
            roles: BTreeMap::new(),
            credentials: Vec::new(),
            revision: 1,
            ..from
        };
        store.systems.push(system.clone());
        Ok(system)
    })?;
    storage::create(&call.tenant, &system)?;
    Answer::ok(system.shown(call))
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found(format!("No system found with ID {id}"))
}

/// The system of that id, if the user may see it.
pub(crate) fn visible(call: &Call, id: &str) -> Result<System, Refusal> {
    let found = call.tenant.store.with(|store| store.system(id).cloned());
    match found {
        Some(system) if system.role(call) > Role::None => Ok(system),
        Some(_) => Err(Refusal::forbidden("User does not have permission to view this system")),
        None => Err(unknown(id)),
    }
}

/// The system of that id, for a user who has at least this role.
pub(crate) fn with_role(call: &Call, id: &str, needed: Role) -> Result<System, Refusal> {
    let system = visible(call, id)?;
    if system.role(call) < needed {
        return Err(Refusal::forbidden("User does not have permission to view this resource"));
    }
    Ok(system)
}

/// Changes a system for a user who has at least this role. The change gets the other systems too.
pub(crate) fn change(
    call: &Call,
    id: &str,
    needed: Role,
    work: impl FnOnce(&mut System, &mut [System]) -> Result<(), Refusal>,
) -> Result<System, Refusal> {
    let modified = call.time();
    call.tenant.store.with(|store| {
        let place = store.systems.iter().position(|system| system.id == id && !system.deleted);
        let place = place.ok_or_else(|| unknown(id))?;
        let mut system = store.systems[place].clone();
        if system.role(call) < needed {
            return Err(Refusal::forbidden("User does not have permission to edit this system"));
        }
        work(&mut system, &mut store.systems)?;
        system.modified = modified;
        store.systems[place] = system.clone();
        Ok(system)
    })
}

impl System {
    pub(crate) fn kind(&self) -> &'static str {
        if self.execution { "EXECUTION" } else { "STORAGE" }
    }

    /// The role of the caller.
    pub(crate) fn role(&self, call: &Call) -> Role {
        self.role_of(&call.user, call.admin)
    }

    pub(crate) fn role_of(&self, user: &str, admin: bool) -> Role {
        if self.owner == user || admin {
            return Role::Owner;
        }
        let granted = self.roles.get(user).copied().unwrap_or(Role::None);
        let everybody = match (self.public, self.execution) {
            (false, _) => Role::None,
            (true, true) => Role::User,
            (true, false) => Role::Guest,
        };
        granted.max(everybody)
    }

    pub(crate) fn is_default_of(&self, user: &str) -> bool {
        self.default_of.contains(user)
    }

    fn shown(&self, call: &Call) -> Json {
        document::shown(self, call)
    }
}

impl Store {
    pub(crate) fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|system| system.id == id && !system.deleted)
    }
}

impl Agave {
    /// The user's default system, else the tenant's.
    pub(crate) fn default_system(&self, user: &str, execution: bool) -> Result<System, Refusal> {
        let found = self.store.with(|store| {
            let alike =
                || store.systems.iter().filter(|system| system.execution == execution && !system.deleted);
            let own = alike().find(|system| system.is_default_of(user));
            own.or_else(|| alike().find(|system| system.global_default && system.public)).cloned()
        });
        found.ok_or_else(|| {
            let kind = if execution { "execution" } else { "storage" };
            Refusal::new(
                StatusCode::NOT_FOUND,
                format!(
                    "No default {kind} system found. Please register a {kind} system and set it as your default."
                ),
            )
        })
    }
}
