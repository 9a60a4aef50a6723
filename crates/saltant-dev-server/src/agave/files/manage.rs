//! Changes of files: new directories, new names, moves, copies, deletions.

use axum::http::StatusCode;

use crate::agave::call::{Call, required, text};
use crate::agave::files::storage::{Place, absent};
use crate::agave::files::{Located, file_object};
use crate::agave::reply::{Answer, Outcome, Refusal};

pub(super) fn manage(call: &Call, located: &Located) -> Outcome {
    located.storage.metadata(&located.place)?;
    let body = call.object()?;
    let action = required(&body, "action")?.to_ascii_lowercase();
    // Both words for the name of a new directory are in the service's own examples.
    let path = text(&body, "path").or_else(|| text(&body, "dirName"));
    let path = || path.ok_or_else(|| Refusal::bad("Please specify a valid value for the path field"));
    match action.as_str() {
        "mkdir" => mkdir(call, located, &path()?),
        "rename" => rename(call, located, &path()?),
        "move" => relocate(call, located, &path()?, true),
        "copy" => relocate(call, located, &path()?, false),
        "index" => {
            located.note(call, "INDEX_COMPLETE", "The directory was indexed");
            Answer::ok(file_object(call, located, &located.place)?)
        }
        _ => Err(Refusal::new(StatusCode::NOT_IMPLEMENTED, format!("The action {action} is not supported"))),
    }
}

fn mkdir(call: &Call, located: &Located, path: &str) -> Outcome {
    let storage = &located.storage;
    let target = Place::below(&located.place, path.trim_start_matches('/')).ok_or_else(absent)?;
    let existed = storage.exists(&target);
    if existed && !storage.is_dir(&target) {
        return Err(Refusal::bad("A file of this name exists"));
    }
    storage.create_dir_all(&target)?;
    if !existed {
        call.tenant.file_event(&located.system.id, &target, &call.user, "CREATED", "The directory was made");
    }
    let object = file_object(call, located, &target)?;
    if existed { Answer::ok(object) } else { Answer::created(object) }
}

fn rename(call: &Call, located: &Located, name: &str) -> Outcome {
    let parent = located.place.parent().ok_or_else(|| Refusal::bad("The root cannot be renamed"))?;
    let target = parent.join(name).ok_or_else(|| Refusal::bad("The new name must be a single name"))?;
    moved(call, located, &target, "RENAME")?;
    let object = file_object(call, located, &target)?;
    Ok(Answer::Result(StatusCode::OK, Some("Rename success"), Some(object)))
}

/// Moves or copies to a path; into it, if it is a directory.
fn relocate(call: &Call, located: &Located, path: &str, moves: bool) -> Outcome {
    let Located { storage, place, system, .. } = located;
    storage.metadata(place)?;
    let mut target = storage.place(path)?;
    if storage.is_dir(&target) {
        target = target.join(place.name()).ok_or_else(absent)?;
    }
    if target.is_within(place) {
        return Err(Refusal::bad("A directory cannot be moved or copied into itself"));
    }
    let rights = call.tenant.file_rights(system, storage.home(), &target, &call.user, call.admin);
    if !rights.write {
        return Err(Refusal::forbidden("User does not have access to modify the requested resource"));
    }
    if let Some(parent) = target.parent() {
        storage.create_dir_all(&parent)?;
    }
    if moves {
        moved(call, located, &target, "MOVED")?;
    } else {
        let existed = storage.exists(&target);
        storage.copy_to(place, storage, &target)?;
        let status = if existed { "OVERWRITTEN" } else { "CREATED" };
        let from = format!("Copied from {}", place.shown());
        call.tenant.file_event(&system.id, &target, &call.user, status, from);
    }
    let message = if moves { "Move success" } else { "Copy success" };
    let object = file_object(call, located, &target)?;
    Ok(Answer::Result(StatusCode::OK, Some(message), Some(object)))
}

fn moved(call: &Call, located: &Located, target: &Place, status: &'static str) -> Result<(), Refusal> {
    let Located { storage, place, system, .. } = located;
    if !storage.exists(place) {
        return Err(absent());
    }
    if place.is_root() {
        return Err(Refusal::bad("The root cannot be moved"));
    }
    if storage.exists(target) {
        return Err(Refusal::bad("A file or directory of this name exists"));
    }
    let renamed = storage.dir.rename(place.path(), &storage.dir, target.path());
    renamed.map_err(|error| super::storage::refused(&error))?;
    call.tenant.store.with(|store| store.files.moved(&system.id, place, target));
    let from = format!("Moved from {}", place.shown());
    call.tenant.file_event(&system.id, target, &call.user, status, from);
    Ok(())
}

pub(super) fn delete(call: &Call, located: &Located) -> Outcome {
    if located.place.is_root() {
        return Err(Refusal::bad("The root cannot be deleted"));
    }
    located.storage.remove(&located.place)?;
    call.tenant.store.with(|store| store.files.emptied(&located.system.id, &located.place));
    located.note(call, "DELETED", "The file was deleted");
    Answer::done()
}
