//! What a uuid names.

use axum::http::Method;

use crate::agave::call::Call;
use crate::agave::files::encoded;
use crate::agave::gateway;
use crate::agave::ids::Resource;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::tenant::Agave;
use crate::json::Json;

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    let ("GET", [uuid]) = (call.method.as_str(), path) else { return Err(Refusal::method_not_allowed()) };
    let found = kind(uuid).zip(self::path(&call.tenant, uuid));
    let (kind, path) =
        found.ok_or_else(|| Refusal::not_found(format!("No resource found with uuid {uuid}")))?;
    if call.flag("expand") == Some(true) {
        return gateway::send_as(call, Method::GET, &path, &call.user, call.admin);
    }
    let links = call.links([("self", path), ("uuid", format!("uuid/v2/{uuid}"))]);
    Answer::ok(Json::object([("uuid", (*uuid).into()), ("type", kind.into()), ("_links", links)]))
}

fn kind(uuid: &str) -> Option<&'static str> {
    Some(match Resource::of(uuid)? {
        Resource::Profile => "profile",
        Resource::File => "file",
        Resource::App => "app",
        Resource::System => "system",
        Resource::Job => "job",
        Resource::Postit => "postit",
        Resource::Notification => "notification",
        Resource::Metadata => "metadata",
        Resource::Schema => "schema",
        Resource::Monitor => "monitor",
        Resource::Check | Resource::JobEvent => return None,
    })
}

/// The path of what a uuid names, if it exists.
pub(crate) fn path(tenant: &Agave, uuid: &str) -> Option<String> {
    tenant.store.with(|store| {
        Some(match Resource::of(uuid)? {
            Resource::Profile => {
                let account =
                    store.accounts.iter().find(|account| uuid == format!("{}-0001-001", account.username))?;
                format!("profiles/v2/{}", account.username)
            }
            Resource::File => {
                let (system, place, _) = store.files.by_uuid(uuid)?;
                format!("files/v2/listings/system/{system}/{}", encoded(&place.shown()))
            }
            Resource::App => format!("apps/v2/{}", store.apps.iter().find(|app| app.uuid == uuid)?.id),
            Resource::System => {
                format!(
                    "systems/v2/{}",
                    store.systems.iter().find(|row| row.uuid == uuid && !row.deleted)?.id
                )
            }
            Resource::Job => format!("jobs/v2/{}", store.jobs.iter().find(|job| job.id == uuid)?.id),
            Resource::Postit => {
                format!("postits/v2/{}", store.postits.iter().find(|row| row.key == uuid)?.key)
            }
            Resource::Notification => {
                format!("notifications/v2/{}", store.notifications.iter().find(|row| row.id == uuid)?.id)
            }
            Resource::Metadata => {
                format!("meta/v2/data/{}", store.metadata.iter().find(|item| item.uuid == uuid)?.uuid)
            }
            Resource::Schema => {
                format!("meta/v2/schemas/{}", store.schemas.iter().find(|item| item.uuid == uuid)?.uuid)
            }
            Resource::Monitor => {
                format!("monitors/v2/{}", store.monitors.iter().find(|row| row.id == uuid)?.id)
            }
            Resource::Check | Resource::JobEvent => return None,
        })
    })
}
