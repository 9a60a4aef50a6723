//! Permissions on files, which may hold for everything in a directory.

use axum::http::StatusCode;

use crate::agave::call::{Call, boolean};
use crate::agave::files::{Located, encoded};
use crate::agave::pems::{self, Pem, Pems};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::json::Json;

pub(super) fn answer(call: &Call, located: &Located) -> Outcome {
    if !located.rights.read {
        return Err(Refusal::forbidden("User does not have access to view the requested resource"));
    }
    let Located { system, place, storage, .. } = located;
    storage.metadata(place)?;
    match call.method.as_str() {
        "GET" => Answer::ok(Json::Array(search::page(call, items(call, located), &[]))),
        "POST" => {
            allow_changes(located)?;
            let body = call.object()?;
            let (username, pem) = pems::granted(&body, None)?;
            let recursive = boolean(&body, "recursive").unwrap_or(false);
            call.tenant.store.with(|store| {
                let row = store.files.row(&call.tenant.random, &system.id, place, &call.user);
                if pem == Pem::NONE {
                    row.pems.remove(&username);
                } else {
                    row.pems.insert(username.clone(), (pem, recursive));
                }
            });
            let removed = pem == Pem::NONE;
            let status = if removed { "PERMISSION_REVOKE" } else { "PERMISSION_GRANT" };
            located.note(call, status, format!("{} for {username}", pem.word()));
            let status = if removed { StatusCode::OK } else { StatusCode::CREATED };
            Ok(Answer::Result(status, None, Some(Json::Array(items(call, located)))))
        }
        "DELETE" => {
            allow_changes(located)?;
            call.tenant.store.with(|store| {
                store.files.row(&call.tenant.random, &system.id, place, &call.user).pems.clear();
            });
            located.note(call, "PERMISSION_REVOKE", "All permissions were taken back");
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn allow_changes(located: &Located) -> Result<(), Refusal> {
    if located.rights == Pem::ALL {
        return Ok(());
    }
    Err(Refusal::forbidden("User does not have access to modify the requested resource"))
}

fn items(call: &Call, located: &Located) -> Vec<Json> {
    let Located { system, place, .. } = located;
    let (owner, rows) = call.tenant.store.with(|store| match store.files.get(&system.id, place) {
        Some(row) => (row.owner.clone(), row.pems.clone()),
        None => (system.owner.clone(), std::collections::BTreeMap::new()),
    });
    let path = format!("files/v2/pems/system/{}{}", system.id, encoded(&place.shown()));
    let plain: Pems = rows.iter().map(|(user, (pem, _))| (user.clone(), *pem)).collect();
    let mut items = pems::list(call, &owner, &plain, &path, true);
    for item in &mut items {
        let user = item.get("username").and_then(Json::as_str).unwrap_or_default();
        let recursive = user == owner || rows.get(user).is_some_and(|(_, recursive)| *recursive);
        item.set("recursive", recursive);
        item.set(
            "_links",
            call.links([
                ("self", path.clone()),
                ("file", path.replacen("/pems/", "/media/", 1)),
                ("profile", format!("profiles/v2/{owner}")),
            ]),
        );
    }
    items
}
