//! Files of systems: lists, contents, uploads, changes, permissions and history.

pub(crate) mod download;
pub(crate) mod import;
pub(crate) mod index;
mod manage;
mod permissions;
pub(crate) mod storage;
mod upload;

use cap_std::fs::Metadata;
use jiff::Timestamp;

use crate::agave::call::Call;
use crate::agave::files::storage::{Place, Storage, absent};
use crate::agave::ids;
use crate::agave::pems::Pem;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::systems::{self, System};
use crate::json::Json;

/// A path of a system, and what the caller may do there.
pub(crate) struct Located {
    pub(crate) system: System,
    pub(crate) storage: Storage,
    pub(crate) place: Place,
    pub(crate) rights: Pem,
}

pub(crate) fn answer(call: &Call, path: &str) -> Outcome {
    let (collection, path) = path.split_once('/').unwrap_or((path, ""));
    // A path may begin with a slash of its own, which is kept.
    let (system, path) = match path.strip_prefix("system/") {
        Some(rest) => {
            let (system, path) = rest.split_once('/').unwrap_or((rest, ""));
            (Some(system), path)
        }
        None => (None, path),
    };
    let located = || locate(call, system, path);
    match (call.method.as_str(), collection) {
        ("GET", "listings") => listing(call, &readable(located()?)?),
        ("GET", "media") => {
            let located = readable(located()?)?;
            let answer = download::download(&located.storage, &located.place, &call.headers)?;
            located.note(call, "DOWNLOAD", "The file was downloaded");
            Ok(answer)
        }
        ("POST", "media") => upload::upload(call, &writable(located()?)?),
        ("PUT", "media") => manage::manage(call, &writable(located()?)?),
        ("DELETE", "media") => manage::delete(call, &writable(located()?)?),
        ("GET", "history") => history(call, &readable(located()?)?),
        (_, "pems") => permissions::answer(call, &located()?),
        (_, "listings" | "media" | "history") => Err(Refusal::method_not_allowed()),
        _ => Err(absent()),
    }
}

/// Finds a path of a system; without a system, of the caller's default one.
pub(crate) fn locate(call: &Call, system: Option<&str>, path: &str) -> Result<Located, Refusal> {
    let system = match system {
        Some(id) => systems::visible(call, id)?,
        None => call.tenant.default_system(&call.user, false)?,
    };
    if !system.available {
        return Err(Refusal::bad(format!("The system {} is disabled", system.id)));
    }
    let storage = Storage::open(&call.tenant, &system, &call.user)?;
    let place = storage.place(path)?;
    let rights = call.tenant.file_rights(&system, storage.home(), &place, &call.user, call.admin);
    Ok(Located { system, storage, place, rights })
}

pub(crate) fn readable(located: Located) -> Result<Located, Refusal> {
    if located.rights.read {
        return Ok(located);
    }
    Err(Refusal::forbidden("User does not have access to view the requested resource"))
}

fn writable(located: Located) -> Result<Located, Refusal> {
    if located.rights.write {
        return Ok(located);
    }
    Err(Refusal::forbidden("User does not have access to modify the requested resource"))
}

/// A directory's first item is the directory itself, which counts in the limit.
fn listing(call: &Call, located: &Located) -> Outcome {
    let Located { storage, place, rights, .. } = located;
    let metadata = storage.metadata(place)?;
    let mut items = vec![item(call, storage, place, &metadata, *rights, true)];
    if metadata.is_dir() {
        items[0].set("name", ".");
        for name in storage.names(place)? {
            let Some(inside) = place.join(&name) else { continue };
            // Links that lead nowhere, or out of the system, are left out.
            if let Ok(metadata) = storage.metadata(&inside) {
                items.push(item(call, storage, &inside, &metadata, *rights, false));
            }
        }
    }
    Answer::ok(Json::Array(search::slice(call, items, usize::MAX)))
}

/// A file as lists show it.
fn item(
    call: &Call,
    storage: &Storage,
    place: &Place,
    metadata: &Metadata,
    rights: Pem,
    with_history: bool,
) -> Json {
    let path = format!("system/{}{}", storage.system, encoded(&place.shown()));
    let mut links = call.links([
        ("self", format!("files/v2/media/{path}")),
        ("system", format!("systems/v2/{}", storage.system)),
    ]);
    if with_history {
        links.set("history", call.link(&format!("files/v2/history/{path}")));
        let uuid = call.tenant.store.with(|store| {
            store.files.get(&storage.system, place).map(|row| row.uuid.clone()).unwrap_or_default()
        });
        links.set("metadata", call.link(&format!("meta/v2/data?q=%7B%22associationIds%22:%22{uuid}%22%7D")));
    }
    let mut item = shown(place, metadata);
    item.set("permissions", rights.word());
    item.set("system", storage.system.as_str());
    item.set("_links", links);
    item
}

/// What files of systems and outputs of jobs have in common.
pub(crate) fn shown(place: &Place, metadata: &Metadata) -> Json {
    let is_dir = metadata.is_dir();
    let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time.into_std()).ok());
    Json::object([
        ("name", place.name().into()),
        ("path", place.shown().into()),
        ("lastModified", ids::time(modified.unwrap_or_default()).into()),
        ("length", metadata.len().into()),
        ("format", if is_dir { "folder" } else { "raw" }.into()),
        ("mimeType", if is_dir { "text/directory" } else { mime(place.name()) }.into()),
        ("type", if is_dir { "dir" } else { "file" }.into()),
    ])
}

/// The file after a change, as the answers to changes show it.
pub(super) fn file_object(call: &Call, located: &Located, place: &Place) -> Result<Json, Refusal> {
    let metadata = located.storage.metadata(place)?;
    let mut object = item(call, &located.storage, place, &metadata, located.rights, true);
    let uuid = call
        .tenant
        .store
        .with(|store| store.files.get(&located.system.id, place).map(|row| row.uuid.clone()));
    object.set("uuid", uuid);
    Ok(object)
}

fn history(call: &Call, located: &Located) -> Outcome {
    let found = call
        .tenant
        .store
        .with(|store| store.files.get(&located.system.id, &located.place).map(|row| row.history.clone()));
    if found.is_none() {
        located.storage.metadata(&located.place)?;
    }
    let events = found.unwrap_or_default();
    let items = events.iter().map(|event| {
        Json::object([
            ("status", event.status.into()),
            ("created", event.created.as_str().into()),
            ("createdBy", event.created_by.as_str().into()),
            ("description", event.description.as_str().into()),
        ])
    });
    Answer::ok(Json::Array(search::slice(call, items.collect(), usize::MAX)))
}

impl Located {
    /// Notes what happened to the file.
    pub(crate) fn note(&self, call: &Call, status: &'static str, description: impl Into<String>) -> String {
        call.tenant.file_event(&self.system.id, &self.place, &call.user, status, description)
    }
}

/// A path with everything encoded that an address cannot have.
pub(crate) fn encoded(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}

/// The media type that a name suggests.
pub(crate) fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "txt" | "log" | "out" | "err" => "text/plain",
        "csv" => "text/csv",
        "html" => "text/html",
        "xml" => "application/xml",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gz" | "tgz" => "application/gzip",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
