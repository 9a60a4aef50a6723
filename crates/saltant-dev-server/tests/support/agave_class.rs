//! The class of an answer of Agave: `METHOD PATH | STATUS | KIND`.
//!
//! PATH has `*` in place of ids and names. KIND is what the body is: `object`, `list`, `value` or `nothing` for the result in
//! an envelope, `error` for an envelope with an error, `naked` for JSON without an envelope, `fault` for one of the gateway
//! in JSON, `token`, `oauth error`, `text` or `empty`. The recorded answers were made up by a stub, so neither the texts nor
//! the content types in them count.

use serde_json::Value;

/// The parts of paths that are not ids or names.
const WORDS: &[&str] = &[
    "data",
    "schemas",
    "pems",
    "roles",
    "credentials",
    "history",
    "status",
    "outputs",
    "listings",
    "media",
    "messages",
    "state",
    "permissions",
    "nonces",
    "executions",
    "results",
    "logs",
    "workers",
    "aliases",
    "name",
    "system",
    "tag",
    "ontology",
    "subscriptions",
    "checks",
    "me",
];

/// The class of an answer. The body is JSON, something else, or nothing.
pub(crate) fn agave_class(method: &str, path: &str, status: u16, body: Option<Result<&Value, ()>>) -> String {
    let kind = match body {
        None => "empty",
        Some(Err(())) => "text",
        Some(Ok(json)) => kind(json),
    };
    format!("{method} {} | {status} | {kind}", template(path))
}

fn kind(json: &Value) -> &'static str {
    if json.get("fault").is_some() {
        return "fault";
    }
    if json.get("access_token").is_some() {
        return "token";
    }
    if json.get("error").is_some() {
        return "oauth error";
    }
    if json.get("status").is_none() || json.get("message").is_none() {
        return "naked";
    }
    match (&json["status"], &json["result"]) {
        (status, _) if status == "error" => "error",
        (_, Value::Null) => "nothing",
        (_, Value::String(text)) if text.is_empty() => "nothing",
        (_, Value::Array(_)) => "list",
        (_, Value::Object(_)) => "object",
        _ => "value",
    }
}

fn template(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (api, rest) = segments.split_at(segments.len().min(2));
    let mut parts = api.to_vec();
    match (api.first(), rest) {
        (Some(&"files"), [collection, "system", ..]) => parts.extend([*collection, "system", "*"]),
        (Some(&"files"), [collection, ..]) => parts.extend([*collection, "*"]),
        (Some(&"jobs"), [_, "outputs", kind, ..]) => parts.extend(["*", "outputs", *kind, "*"]),
        _ => parts.extend(rest.iter().map(|part| if WORDS.contains(part) { *part } else { "*" })),
    }
    parts.join("/")
}
