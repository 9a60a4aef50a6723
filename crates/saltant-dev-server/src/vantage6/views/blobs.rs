//! Inputs and results as streams, on a server with a blob store.

use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;

use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Caller;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{Create, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::store::{Tables, status};

fn not_configured() -> Reply {
    let text = "The large result store is not set to blob storage, result streaming is not available.";
    reply::msg(StatusCode::NOT_IMPLEMENTED, text)
}

/// Whether blobs are used.
pub(crate) fn status(call: &Call<'_>, _: &mut Tables) -> Answer {
    reply::ok(Json::object([("blob_store_enabled", call.app.settings.blobs.into())]))
}

pub(crate) fn upload(call: &Call<'_>, tables: &mut Tables) -> Answer {
    if !call.app.settings.blobs {
        return Err(not_configured());
    }
    let identity = call.identity()?;
    match &identity.caller {
        Caller::User(_) if !identity.can_at_least("task", Create, Scope::Collaboration) => {
            return Err(reply::unauthorized(
                "You do not have permission to upload blobs. This requires permission to create tasks which you \
                 don't have.",
            ));
        }
        Caller::Container(container) => {
            let task = tables.tasks.get(container.task).ok_or_else(reply::crash)?;
            if status::is_finished(tables.task_status(task)) {
                let text = "Cannot upload blob for a sub-task of a completed task.";
                return Err(reply::msg(StatusCode::FORBIDDEN, text));
            }
        }
        _ => {}
    }
    let uuid = call.app.random.uuid().to_string();
    tables.blobs.insert(uuid.clone(), call.body.clone());
    reply::created(Json::object([("uuid", uuid.into())]))
}

pub(crate) fn download(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.name;
    let holds = |text: &Option<String>| text.as_deref() == Some(id);
    let Some(run) = tables.runs.iter().find(|run| holds(&run.input) || holds(&run.result)) else {
        return Err(reply::missing(format!("No run found with input or result id={id}")));
    };
    let task = tables.tasks.get(run.task).ok_or_else(reply::crash)?;
    if !call.identity()?.can_within("run", View, task.init_org, task.collaboration) {
        return Err(reply::refused());
    }
    if !call.app.settings.blobs {
        return Err(not_configured());
    }
    let blob = tables.blobs.get(id).ok_or_else(|| reply::failed("Error streaming result!"))?;
    let name = format!("attachment; filename=result_{id}.bin");
    Ok(Reply::bytes(StatusCode::OK, "application/octet-stream", blob.clone())
        .header(CONTENT_DISPOSITION, name))
}
