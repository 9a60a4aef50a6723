//! Messages: each starts an execution.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;

use crate::agave::actors::actor::links;
use crate::agave::actors::executions::Execution;
use crate::agave::actors::{Level, allowed, change};
use crate::agave::call::Call;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::tenant::Agave;
use crate::agave::work::Work;
use crate::http::form;
use crate::json::{Json, python};

/// A message that waits for a worker.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) execution: String,
    pub(crate) content: Content,
    /// The pairs of the query.
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) sender: String,
    /// The scheme and host that the message was sent to.
    pub(crate) origin: String,
}

#[derive(Clone)]
pub(crate) enum Content {
    /// A text with its type: `str` or `application/json`.
    Text(String, &'static str),
    Binary(Bytes),
}

impl Content {
    /// The number of bytes.
    pub(crate) fn length(&self) -> usize {
        match self {
            Self::Text(text, _) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }
}

pub(super) fn answer(call: &Call, id: &str) -> Outcome {
    match call.method.as_str() {
        "GET" => {
            let actor = allowed(call, id, Level::Read)?;
            Answer::ok(Json::object([
                ("messages", actor.queue.len().into()),
                ("_links", links(call, [("self", format!("actors/v2/{}/messages", actor.id))])),
            ]))
        }
        "POST" => send(call, id),
        "DELETE" => {
            let actor = allowed(call, id, Level::Update)?;
            change(&call.tenant, &actor.id, |actor| actor.queue.clear());
            Answer::ok(Json::object([("msg", "Actor mailbox purged.".into())]))
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn send(call: &Call, id: &str) -> Outcome {
    let actor = allowed(call, id, Level::Execute)?;
    if actor.status == "ERROR" {
        return Err(Refusal::bad(format!("The actor is in error: {}", actor.status_message)));
    }
    let (content, shown) = content(call)?;
    let own_names = ["x-nonce", "_abaco_synchronous", "naked", "pretty", "filter"];
    let environment = call.query.iter().filter(|(name, _)| !own_names.contains(&name.as_str()));
    let execution = Execution::new(call);
    let message = Message {
        execution: execution.id.clone(),
        content,
        environment: environment.cloned().collect(),
        sender: call.user.clone(),
        origin: call.origin.clone(),
    };
    let own = format!("actors/v2/{}", actor.id);
    let links = links(
        call,
        [
            ("messages", format!("{own}/messages")),
            ("owner", format!("profiles/v2/{}", call.user)),
            ("self", format!("{own}/executions/{}", execution.id)),
        ],
    );
    let answer =
        Json::object([("executionId", execution.id.as_str().into()), ("msg", shown), ("_links", links)]);
    change(&call.tenant, &actor.id, |actor| {
        actor.executions.push(execution);
        actor.queue.push_back(message);
    });
    let _ = call.tenant.work.send(Work::Messages(actor.id));
    Answer::ok(answer)
}

/// The content of a message, and how the answer shows it.
fn content(call: &Call) -> Result<(Content, Json), Refusal> {
    let kind = call.header("content-type").unwrap_or("");
    if kind.starts_with("application/octet-stream") {
        return Ok((Content::Binary(call.body.clone()), "binary - omitted".into()));
    }
    let missing = || Refusal::bad("message required");
    if kind.starts_with("application/x-www-form-urlencoded") || kind.starts_with("multipart/form-data") {
        let is_multipart = kind.starts_with("multipart");
        let parts = || form::multipart(kind, &call.body).map_err(Refusal::bad);
        let pairs = if is_multipart { parts()? } else { form::pairs(&call.body) };
        let message = pairs.into_iter().find(|(name, _)| name == "message").ok_or_else(missing)?.1;
        return Ok((Content::Text(message.clone(), "str"), message.into()));
    }
    let value = call.value().map_err(|_| missing())?;
    if value == Json::Null || value.is_empty() {
        return Err(missing());
    }
    // Objects appear in the environment as Python writes them.
    Ok(match value.get("message") {
        Some(message) => (Content::Text(python::str_of(message), "str"), message.clone()),
        None => (Content::Text(python::str_of(&value), "application/json"), value),
    })
}

/// Waits for the end of the execution that a message has started, and answers with its first result, or its logs.
pub(crate) async fn wait(tenant: &Arc<Agave>, outcome: Outcome) -> Outcome {
    let Ok(Answer::Result(_, _, Some(message))) = &outcome else { return outcome };
    let Some(id) = message.get("executionId").and_then(Json::as_str) else { return outcome };
    let find = || {
        tenant.store.with(|store| {
            let mut executions = store.actors.iter().flat_map(|actor| &actor.executions);
            executions.find(|execution| execution.id == id).cloned()
        })
    };
    let Some(execution) = find() else { return outcome };
    let mut done = execution.done.subscribe();
    // An error means that the actor was deleted.
    if done.wait_for(|done| *done).await.is_err() {
        return outcome;
    }
    let finished = find().unwrap_or(execution);
    let (kind, content) = match finished.results.front() {
        Some(result) => ("application/octet-stream", result.clone()),
        None => ("text/html; charset=utf-8", Bytes::from(finished.logs)),
    };
    let mut response = Response::new(Body::from(content));
    *response.status_mut() = StatusCode::OK;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(Answer::Raw(response))
}
