//! The gateway in front of the services: it finds the service, checks the credential and puts the answer into
//! its envelope.

pub(crate) mod credentials;
pub(crate) mod faults;

use std::sync::Arc;

use axum::http::Method;
use axum::http::header::HOST;
use axum::response::Response;

use crate::agave::call::Call;
use crate::agave::gateway::faults::Fault;
use crate::agave::reply::{Form, Outcome, Refusal};
use crate::agave::tenant::Agave;
use crate::agave::{
    actors, apps, clients, files, jobs, meta, monitors, notifications, postits, profiles, systems, tokens,
    uuids,
};
use crate::http::form::pairs;
use crate::service::Request;

/// The services behind the gateway. Each has the version 2 in its paths.
pub(crate) const APIS: &[&str] = &[
    "actors",
    "apps",
    "clients",
    "files",
    "jobs",
    "meta",
    "monitors",
    "notifications",
    "postits",
    "profiles",
    "systems",
    "uuid",
];

/// The version in the envelope of most services.
const VERSION: &str = "2.2.22-r7deb380";

/// Answers a request.
pub(crate) async fn answer(tenant: &Arc<Agave>, request: Request) -> Response {
    let Request { method, uri, headers, body, stuck_in } = request;
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let mut call = Call {
        tenant: Arc::clone(tenant),
        method,
        origin: format!("http://{host}"),
        query: pairs(uri.query().unwrap_or("").as_bytes()),
        headers,
        body,
        user: String::new(),
        admin: false,
        nonce_level: None,
        stuck_in,
    };
    match path.trim_matches('/') {
        "token" => return tokens::answer(&call),
        "tenants" => return form(&call, "").write(profiles::tenants(&call)),
        _ => {}
    }
    let Some((api, rest)) = route(&path) else {
        return Fault::NO_RESOURCE.write(&call);
    };
    if let Err(response) = credentials::admit(&mut call, api, rest) {
        return *response;
    }
    let form = form(&call, api);
    let rest = rest.to_owned();
    let waits = api == "actors" && call.flag("_abaco_synchronous") == Some(true);
    // Services read and write files, which must not keep other requests waiting.
    match tokio::task::spawn_blocking(move || dispatch(&call, api, &rest)).await {
        Ok(outcome) if waits => form.write(actors::wait(tenant, outcome).await),
        Ok(outcome) => form.write(outcome),
        Err(_) => form.write(Err(Refusal::new(
            axum::http::StatusCode::INTERNAL_SERVER_ERROR,
            "Failed to perform the operation: internal error",
        ))),
    }
}

/// Answers a request to another path of this server, on behalf of a user.
pub(crate) fn send_as(call: &Call, method: Method, target: &str, user: &str, admin: bool) -> Outcome {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = format!("/{}", percent_encoding::percent_decode_str(path).decode_utf8_lossy());
    let absent = || Refusal::not_found("No resource found matching the given id");
    let (api, rest) = route(&path).ok_or_else(absent)?;
    let mut inner = Call::of_system(&call.tenant, user, admin, &call.origin);
    inner.method = method;
    inner.query = pairs(query.as_bytes());
    inner.headers = call.headers.clone();
    dispatch(&inner, api, rest)
}

/// The service of a path, and what follows its version.
pub(crate) fn route(path: &str) -> Option<(&'static str, &str)> {
    let (api, rest) = path.strip_prefix('/')?.split_once('/')?;
    let api = APIS.iter().find(|known| **known == api)?;
    let rest = rest.strip_prefix("v2")?;
    let rest = if rest.is_empty() { rest } else { rest.strip_prefix('/')? };
    Some((api, rest))
}

fn form(call: &Call, api: &str) -> Form<'static> {
    Form {
        version: match api {
            "" => None,
            "actors" => Some(":dev"),
            "clients" => Some("2.0.0-SNAPSHOT-rc3fad"),
            _ => Some(VERSION),
        },
        null_result: api == "actors",
        naked: call.flag("naked").unwrap_or(false),
        pretty: call.flag("pretty").unwrap_or(false),
        fields: call
            .param("filter")
            .map(|fields| fields.split(',').filter(|field| !field.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default(),
    }
}

fn dispatch(call: &Call, api: &str, rest: &str) -> Outcome {
    let segments: Vec<&str> =
        rest.trim_matches('/').split('/').filter(|segment| !segment.is_empty()).collect();
    match api {
        "actors" => actors::answer(call, &segments),
        "apps" => apps::answer(call, &segments),
        "clients" => clients::answer(call, &segments),
        "files" => files::answer(call, rest),
        "jobs" => jobs::answer(call, rest),
        "meta" => meta::answer(call, &segments),
        "monitors" => monitors::answer(call, &segments),
        "notifications" => notifications::answer(call, &segments),
        "postits" => postits::answer(call, &segments),
        "profiles" => profiles::answer(call, &segments),
        "systems" => systems::answer(call, &segments),
        "uuid" => uuids::answer(call, &segments),
        _ => Err(Refusal::not_found("No resource found matching the given id")),
    }
}
