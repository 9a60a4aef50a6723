//! Jobs: submission, control, history and outputs.

mod archive;
mod job;
mod outputs;
pub(crate) mod run;
mod script;
mod submit;

use axum::http::StatusCode;

use crate::agave::call::{Call, required};
use crate::agave::pems::{self, Pem};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::json::Json;

pub(crate) use job::Job;

pub(crate) fn answer(call: &Call, rest: &str) -> Outcome {
    let segments: Vec<&str> =
        rest.trim_matches('/').split('/').filter(|segment| !segment.is_empty()).collect();
    match (call.method.as_str(), &segments[..]) {
        ("GET", []) => list(call, &[]),
        ("POST", []) => Answer::created(submit::submit(call, &call.object()?)?.shown(call)),
        ("GET", [id]) => Answer::ok(allowed(call, id, |pem| pem.read)?.shown(call)),
        ("POST", [id]) => manage(call, id),
        ("DELETE", [id]) => {
            let job = allowed(call, id, |pem| pem.write)?;
            call.tenant.stop_job(&job.id, &call.user);
            call.tenant.change_job(&job.id, |job| job.hidden = true);
            Answer::done()
        }
        ("GET", [id, "status"]) => {
            let job = allowed(call, id, |pem| pem.read)?;
            Answer::ok(Json::object([
                ("id", job.id.as_str().into()),
                ("status", job.status.into()),
                ("_links", call.links([("self", format!("jobs/v2/{}", job.id))])),
            ]))
        }
        ("GET", [id, "history"]) => {
            let job = allowed(call, id, |pem| pem.read)?;
            let events = job.history.iter().map(|event| event.shown(call, &job.id)).collect();
            Answer::ok(Json::Array(search::page(call, events, &[])))
        }
        ("GET", [id, "outputs", kind @ ("listings" | "media"), ..]) => {
            let job = allowed(call, id, |pem| pem.read)?;
            let path = rest.split_once(&format!("outputs/{kind}")).map_or("", |(_, path)| path);
            if *kind == "media" {
                outputs::media(call, &job, path)
            } else {
                outputs::listing(call, &job, path)
            }
        }
        (_, [id, "pems", path @ ..]) => permissions(call, id, path),
        // Attributes and values in turn, the search of old.
        ("GET", pairs) if pairs.len().is_multiple_of(2) => list(call, pairs),
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn list(call: &Call, pairs: &[&str]) -> Outcome {
    let mut jobs: Vec<Job> = call.tenant.store.with(|store| {
        store.jobs.iter().filter(|job| !job.hidden && job.rights(call).read).cloned().collect()
    });
    // The newest comes first.
    jobs.reverse();
    let mut items: Vec<Json> = jobs.iter().map(|job| job.shown(call)).collect();
    for pair in pairs.chunks_exact(2) {
        items.retain(|item| {
            item.get(pair[0]).is_some_and(|value| {
                value.as_str().map_or_else(|| value.to_text(), str::to_owned).eq_ignore_ascii_case(pair[1])
            })
        });
    }
    let page = search::page(call, items, &[]);
    // A list with chosen fields has all of them.
    let is_whole = call.param("filter").is_some();
    Answer::ok(page.into_iter().map(|job| if is_whole { job } else { job::summary(&job) }).collect())
}

fn manage(call: &Call, id: &str) -> Outcome {
    find(call, id)?;
    let action = required(&call.object()?, "action")?.to_ascii_lowercase();
    match action.as_str() {
        "stop" | "kill" => {
            let job = allowed(call, id, |pem| pem.write)?;
            call.tenant.stop_job(&job.id, &call.user);
            Answer::done()
        }
        "resubmit" => {
            let job = allowed(call, id, |pem| pem.read)?;
            let again = submit::submit(call, &job.request)?;
            Answer::accepted(again.shown(call))
        }
        "restore" => {
            let job = find(call, id)?;
            if !job.rights(call).write {
                return Err(forbidden());
            }
            call.tenant.change_job(&job.id, |job| job.hidden = false);
            Answer::ok(find(call, id)?.shown(call))
        }
        _ => Err(Refusal::bad(format!("Unknown action {action}. It is stop, resubmit or restore"))),
    }
}

fn permissions(call: &Call, id: &str, path: &[&str]) -> Outcome {
    let username = path.first().copied();
    match call.method.as_str() {
        "GET" => {
            let job = allowed(call, id, |pem| pem.read)?;
            let mut items = pems::list(call, &job.owner, &job.pems, &format!("jobs/v2/{id}/pems"), false);
            if let Some(username) = username {
                items.retain(|item| item.get("username").and_then(Json::as_str) == Some(username));
            }
            Answer::ok(Json::Array(search::page(call, items, &[])))
        }
        "POST" => {
            allowed(call, id, |pem| pem.write)?;
            let (user, pem) = pems::granted(&call.object()?, username)?;
            call.tenant.change_job(id, |job| pems::grant(&mut job.pems, user, pem));
            let status = if pem == Pem::NONE { StatusCode::OK } else { StatusCode::CREATED };
            Ok(Answer::Result(status, None, None))
        }
        "DELETE" => {
            allowed(call, id, |pem| pem.write)?;
            call.tenant.change_job(id, |job| {
                job.pems.retain(|user, _| username.is_some_and(|username| username != user));
            });
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn find(call: &Call, id: &str) -> Result<Job, Refusal> {
    let found = call.tenant.store.with(|store| store.jobs.iter().find(|job| job.id == id).cloned());
    found.ok_or_else(|| Refusal::not_found(format!("No job found with job id {id}")))
}

fn forbidden() -> Refusal {
    Refusal::forbidden("User does not have permission to view this job")
}

/// The job of that id, if it is not hidden and the caller has the permission.
fn allowed(call: &Call, id: &str, needed: impl Fn(Pem) -> bool) -> Result<Job, Refusal> {
    let job = find(call, id)?;
    if job.hidden {
        return Err(Refusal::not_found(format!("No job found with job id {id}")));
    }
    if needed(job.rights(call)) { Ok(job) } else { Err(forbidden()) }
}
