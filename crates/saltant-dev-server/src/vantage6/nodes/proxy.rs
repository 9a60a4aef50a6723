//! The proxy of a node, which stands between algorithms and the server where messages are encrypted or are blobs.
//!
//! It is at `/proxy/NODE` of the same server, and for the algorithms of that node only.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::keys::{self, Key};
use super::seal::public_key;
use crate::http::form::pairs;
use crate::http::reply::Reply;
use crate::json::{Constants, Json, parse};
use crate::service::Request;
use crate::vantage6::app::Vantage6;
use crate::vantage6::auth;
use crate::vantage6::handler;
use crate::vantage6::identity::Container;
use crate::vantage6::reply::{self, Answer, HTML};
use crate::vantage6::tokens::{self, Kind};

/// Answers a request to a proxy; `None` for other paths.
pub(crate) fn answer(app: &Vantage6, request: &Request) -> Option<Answer> {
    let rest = request.uri.path().strip_prefix("/proxy/")?;
    let (node, path) = rest.split_once('/')?;
    let node = node.parse().ok().filter(|node| app.nodes.local.contains(node))?;
    Some(own_algorithm(app, request, node).and_then(|container| {
        let is_encrypted = app.store.with(|tables| {
            tables.collaborations.get(container.collaboration).is_some_and(|row| row.encrypted)
        });
        let key = if is_encrypted { app.nodes.keys.get(&container.organization) } else { None };
        pass(app, request, path, key.map(|key| &**key))
    }))
}

/// The container, if the request is from one of the node's algorithms.
fn own_algorithm(app: &Vantage6, request: &Request, node: u64) -> Result<Container, Reply> {
    let token = auth::bearer(&request.headers)?;
    let claims = tokens::check(&app.signer, Kind::Access, token, app.clock.now())
        .map_err(|refused| refused.reply())?;
    let container = claims.get("sub").and_then(Container::read).filter(|container| container.node == node);
    container.ok_or_else(|| reply::unauthorized("This proxy is for the algorithms of its node"))
}

/// Answers in the way of the collaboration: without a key nothing is encrypted.
fn pass(app: &Vantage6, request: &Request, path: &str, key: Option<&Key>) -> Answer {
    match (&request.method, path) {
        (&Method::POST, "task") => create_task(app, request, key.is_some()),
        (&Method::GET, "result") => results(app, request, key),
        // The real proxy fails here, whatever is asked.
        (&Method::GET, path) if path.starts_with("result/") => {
            let page = "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n\
                        <h1>Internal Server Error</h1>\n";
            Err(Reply::text(StatusCode::INTERNAL_SERVER_ERROR, HTML, page.to_owned()))
        }
        (&Method::POST, "blobstream") => upload(app, request, key.is_some()),
        (&Method::GET, path) if path.starts_with("blobstream/") && path != "blobstream/status" => {
            let broken = || reply::failed("The blob cannot be decrypted");
            let answer = forward(app, request, path)?;
            let open = |bytes: &[u8]| match key {
                Some(key) => key.decrypt(bytes, true),
                None => STANDARD.decode(bytes).ok(),
            };
            answer.try_map_bytes(open).ok_or_else(broken)
        }
        _ => forward(app, request, path),
    }
}

/// Encrypts the input of each organization with its key. Inputs in blobs are encrypted already.
fn create_task(app: &Vantage6, request: &Request, encrypts: bool) -> Answer {
    let text = std::str::from_utf8(&request.body).unwrap_or("");
    let Ok(Json::Object(mut entries)) = parse(text, Constants::Allowed) else {
        return Err(reply::bad("The body is not a JSON object"));
    };
    let organizations = entries.iter_mut().find(|(name, _)| name == "organizations");
    let Some((_, Json::Array(organizations))) = organizations else {
        return Err(reply::bad("The task has no organizations"));
    };
    if encrypts && !app.settings.blobs {
        for organization in organizations {
            let id = organization.get("id").and_then(Json::as_i64).and_then(|id| u64::try_from(id).ok());
            let input =
                organization.get("input").and_then(Json::as_str).and_then(|text| STANDARD.decode(text).ok());
            let key = id.and_then(|id| app.store.with(|tables| public_key(tables, id)));
            let sealed = key.zip(input).and_then(|(key, input)| keys::encrypt(&key, &input, false));
            let Some(sealed) = sealed.and_then(|sealed| String::from_utf8(sealed).ok()) else {
                return Err(reply::bad("The input of an organization cannot be encrypted"));
            };
            if let Json::Object(fields) = organization {
                for (_, value) in fields.iter_mut().filter(|(name, _)| name == "input") {
                    *value = sealed.as_str().into();
                }
            }
        }
    }
    let mut sealed = copy(request);
    sealed.body = Json::Object(entries).to_text().into();
    // The answer has the wrong type on a real node too.
    forward(app, &sealed, "task").map(|answer| answer.json_as(HTML, crate::json::python::dumps))
}

/// Decrypts the results of a task. Those in blobs stay as they are.
fn results(app: &Vantage6, request: &Request, key: Option<&Key>) -> Answer {
    let query = pairs(request.uri.query().unwrap_or("").as_bytes());
    if !query.iter().any(|(name, _)| name == "task_id") {
        return Err(reply::bad("The task_id is missing"));
    }
    let answer = forward(app, request, "result")?;
    let Some(key) = key.filter(|_| !app.settings.blobs) else { return Ok(answer) };
    let open = |text: &str| key.decrypt(text.as_bytes(), false).map(|content| STANDARD.encode(content));
    Ok(answer.map_json(|data| each_result(data, open)))
}

/// Replaces the text of each result, unless there is nothing to replace it with.
fn each_result(data: Json, open: impl Fn(&str) -> Option<String>) -> Json {
    let Json::Object(mut entries) = data else { return data };
    for (_, rows) in entries.iter_mut().filter(|(name, _)| name == "data") {
        let Json::Array(rows) = rows else { continue };
        for row in rows {
            let Json::Object(fields) = row else { continue };
            for (_, value) in fields.iter_mut().filter(|(name, _)| name == "result") {
                if let Some(opened) = value.as_str().and_then(&open) {
                    *value = opened.into();
                }
            }
        }
    }
    Json::Object(entries)
}

/// Encrypts a blob with the key that its sender names, or writes it in base64.
fn upload(app: &Vantage6, request: &Request, encrypts: bool) -> Answer {
    let header = request.headers.get("x-public-key").and_then(|header| header.to_str().ok()).unwrap_or("");
    let pem = STANDARD.decode(header).ok().and_then(|pem| String::from_utf8(pem).ok());
    let seal = |pem: String| {
        if encrypts {
            return keys::encrypt(&pem, &request.body, true);
        }
        Some(STANDARD.encode(&request.body).into_bytes())
    };
    let Some(sealed) = pem.filter(|pem| !pem.is_empty()).and_then(seal) else {
        return Err(reply::bad("The header X-Public-Key is missing or is no key"));
    };
    let mut changed = copy(request);
    changed.body = sealed.into();
    forward(app, &changed, "blobstream")
}

fn copy(request: &Request) -> Request {
    let mut headers = request.headers.clone();
    headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    Request {
        method: request.method.clone(),
        uri: request.uri.clone(),
        headers,
        body: request.body.clone(),
        stuck_in: request.stuck_in.clone(),
    }
}

/// Sends a request on to the server. Algorithms never see the server's own message about a failure.
fn forward(app: &Vantage6, request: &Request, path: &str) -> Answer {
    let query = request.uri.query().map_or(String::new(), |query| format!("?{query}"));
    let mut changed = copy(request);
    changed.uri = format!("/api/{path}{query}").parse().map_err(|_| reply::no_such_page())?;
    let answer = handler::reply(app, &changed);
    if answer.status().as_u16() > 210 {
        return Err(reply::failed("The node's proxy could not do the request"));
    }
    Ok(answer)
}
