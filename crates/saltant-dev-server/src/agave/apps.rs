//! Apps: what jobs run, with their inputs and parameters.

mod document;
pub(crate) mod values;

use axum::http::StatusCode;

use crate::agave::call::{Call, boolean, required, text};
use crate::agave::files::locate;
use crate::agave::ids::Resource;
use crate::agave::pems::{self, Pem, Pems};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::store::Store;
use crate::agave::systems::roles::Role;
use crate::agave::{search, systems};
use crate::json::Json;

/// An app.
#[derive(Clone)]
pub(crate) struct App {
    /// The name and the version, with the revision if it is public.
    pub(crate) id: String,
    pub(crate) uuid: String,
    pub(crate) owner: String,
    /// What was registered, with defaults.
    pub(crate) document: Json,
    pub(crate) public: bool,
    pub(crate) available: bool,
    pub(crate) revision: u64,
    pub(crate) modified: String,
    pub(crate) pems: Pems,
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    let is_tagged = |app: &App, field: &str, word: &str| {
        let words = app.document.get(field).and_then(Json::as_array).unwrap_or_default();
        words.iter().any(|known| known.as_str() == Some(word))
    };
    match (call.method.as_str(), path) {
        ("GET", []) => list(call, |_| true),
        ("GET", ["name", name]) => list(call, |app| app.text("name") == *name),
        ("GET", ["system", id]) => list(call, |app| app.text("executionSystem") == *id),
        ("GET", ["tag", word]) => list(call, |app| is_tagged(app, "tags", word)),
        ("GET", ["ontology", word]) => list(call, |app| is_tagged(app, "ontology", word)),
        ("POST", []) => register(call, None),
        ("GET", [id]) => Answer::ok(allowed(call, id, |pem| pem.read)?.shown(call)),
        ("POST", [id]) => register(call, Some(id)),
        ("PUT", [id]) => manage(call, id),
        ("DELETE", [id]) => {
            allowed(call, id, |pem| pem.write)?;
            call.tenant.store.with(|store| store.apps.retain(|app| app.id != *id));
            Answer::done()
        }
        (_, [id, "pems", rest @ ..]) => permissions(call, id, rest),
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn list(call: &Call, fits: impl Fn(&App) -> bool) -> Outcome {
    let apps: Vec<App> = call
        .tenant
        .store
        .with(|store| store.apps.iter().filter(|app| app.rights(call).read && fits(app)).cloned().collect());
    let only = |app: &&App| {
        let excluded = if app.public { "privateOnly" } else { "publicOnly" };
        call.flag(excluded) != Some(true)
    };
    let items = apps.iter().filter(only).map(|app| app.shown(call)).collect();
    let page = search::page(call, items, &["publicOnly", "privateOnly"]);
    Answer::ok(page.iter().map(document::summary).collect())
}

/// Registers an app, or changes the one with its id.
fn register(call: &Call, id: Option<&str>) -> Outcome {
    let body = call.object()?;
    let document = document::checked(call, &body)?;
    let named = format!(
        "{}-{}",
        text(&document, "name").unwrap_or_default(),
        text(&document, "version").unwrap_or_default()
    );
    if id.is_some_and(|id| id != named) {
        return Err(Refusal::bad("The name and the version of the app are not those of its id"));
    }
    let system = systems::with_role(call, document::field(&document, "executionSystem"), Role::User)?;
    if !system.execution {
        return Err(Refusal::bad(format!("{} is not an execution system", system.id)));
    }
    let deployed = locate(
        call,
        Some(document::field(&document, "deploymentSystem")),
        document::field(&document, "deploymentPath"),
    )?;
    for name in ["templatePath", "testPath"] {
        let file = crate::agave::files::storage::Place::below(
            &deployed.place,
            document::field(&document, name).trim_start_matches('/'),
        );
        if !deployed.rights.read || !file.is_some_and(|file| deployed.storage.exists(&file)) {
            return Err(Refusal::bad(format!("{name} does not exist in the deployment path")));
        }
    }
    let (uuid, modified) = (Resource::App.uuid(&call.tenant.random), call.time());
    let available = boolean(&body, "available").unwrap_or(true);
    let app = call.tenant.store.with(|store| {
        if let Some(app) = store.apps.iter_mut().find(|app| app.id == named) {
            if !app.rights(call).write {
                return Err(Refusal::forbidden("User does not have permission to edit this application"));
            }
            app.document = document;
            app.available = available;
            app.revision += 1;
            app.modified = modified;
            return Ok(app.clone());
        }
        if id.is_some() {
            return Err(unknown(&named));
        }
        let app = App {
            id: named,
            uuid,
            owner: call.user.clone(),
            document,
            public: false,
            available,
            revision: 1,
            modified,
            pems: Pems::new(),
        };
        store.apps.push(app.clone());
        Ok(app)
    })?;
    Answer::created(app.shown(call))
}

fn manage(call: &Call, id: &str) -> Outcome {
    allowed(call, id, |pem| pem.read)?;
    let body = call.object()?;
    let action = required(&body, "action")?.to_ascii_lowercase();
    match action.as_str() {
        "enable" | "disable" => {
            allowed(call, id, |pem| pem.write)?;
            let app = call.tenant.store.with(|store| {
                let app = store.apps.iter_mut().find(|app| app.id == id)?;
                app.available = action == "enable";
                Some(app.clone())
            });
            Answer::ok(app.ok_or_else(|| unknown(id))?.shown(call))
        }
        "publish" => {
            let app = allowed(call, id, |pem| pem.write)?;
            systems::with_role(call, app.text("executionSystem"), Role::Publisher)?;
            let id = format!("{}u{}", app.id, app.revision);
            copied(call, App { id, public: true, ..app })
        }
        "clone" => {
            let app = allowed(call, id, |pem| pem.read)?;
            let mut document = app.document.clone();
            for name in ["name", "version", "executionSystem", "deploymentPath"] {
                if let Some(value) = text(&body, name) {
                    document.set(name, value);
                }
            }
            if let Some(system) = text(&body, "storageSystem") {
                document.set("deploymentSystem", system);
            }
            let id =
                format!("{}-{}", document::field(&document, "name"), document::field(&document, "version"));
            copied(call, App { id, document, public: false, owner: call.user.clone(), ..app })
        }
        _ => Err(Refusal::bad(format!("Unknown action {action}"))),
    }
}

fn copied(call: &Call, app: App) -> Outcome {
    let app = App {
        uuid: Resource::App.uuid(&call.tenant.random),
        revision: 1,
        modified: call.time(),
        pems: Pems::new(),
        ..app
    };
    call.tenant.store.with(|store| {
        if store.apps.iter().any(|known| known.id == app.id) {
            return Err(Refusal::bad(format!("An application with the id {} exists", app.id)));
        }
        store.apps.push(app.clone());
        Ok(())
    })?;
    Ok(Answer::Result(StatusCode::ACCEPTED, None, Some(app.shown(call))))
}

fn permissions(call: &Call, id: &str, path: &[&str]) -> Outcome {
    let username = path.first().copied();
    let own = format!("apps/v2/{id}/pems");
    let items = |app: &App| pems::list(call, &app.owner, &app.pems, &own, true);
    match call.method.as_str() {
        "GET" => {
            let app = allowed(call, id, |pem| pem.read)?;
            let mut items = items(&app);
            if let Some(username) = username {
                items.retain(|item| item.get("username").and_then(Json::as_str) == Some(username));
            }
            Answer::ok(Json::Array(search::page(call, items, &[])))
        }
        "POST" => {
            allowed(call, id, |pem| pem.write)?;
            let (user, pem) = pems::granted(&call.object()?, username)?;
            call.tenant.store.with(|store| {
                if let Some(app) = store.apps.iter_mut().find(|app| app.id == id) {
                    pems::grant(&mut app.pems, user, pem);
                }
            });
            let status = if pem == Pem::NONE { StatusCode::OK } else { StatusCode::CREATED };
            Ok(Answer::Result(status, None, None))
        }
        "DELETE" => {
            allowed(call, id, |pem| pem.write)?;
            call.tenant.store.with(|store| {
                if let Some(app) = store.apps.iter_mut().find(|app| app.id == id) {
                    app.pems.retain(|user, _| username.is_some_and(|username| username != user));
                }
            });
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found(format!("No application found matching {id}"))
}

/// The app of that id, for a caller with the permission.
pub(crate) fn allowed(call: &Call, id: &str, needed: impl Fn(Pem) -> bool) -> Result<App, Refusal> {
    let found = call.tenant.store.with(|store| store.app(id).cloned());
    match found {
        Some(app) if needed(app.rights(call)) => Ok(app),
        Some(_) => Err(Refusal::forbidden("User does not have permission for this application")),
        None => Err(unknown(id)),
    }
}

impl App {
    fn rights(&self, call: &Call) -> Pem {
        if self.owner == call.user || call.admin {
            return Pem::ALL;
        }
        let granted = self.pems.get(&call.user).copied().unwrap_or(Pem::NONE);
        let everybody = Pem { write: false, ..Pem::ALL };
        if self.public { granted.or(everybody) } else { granted }
    }

    /// The text of a field of the document; empty if it has none.
    pub(crate) fn text(&self, name: &str) -> &str {
        document::field(&self.document, name)
    }

    fn shown(&self, call: &Call) -> Json {
        document::shown(self, call)
    }
}

impl Store {
    pub(crate) fn app(&self, id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.id == id)
    }
}
