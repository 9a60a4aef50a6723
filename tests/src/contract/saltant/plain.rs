use saltant_core::Operation as _;
use saltant_core::catalog::Entry;
use saltant_core::types::schema::Schema;
use serde_json::{Map, Value};

use super::super::arguments::Given;
use super::super::meaning::{Fields, holds, text_says};
use super::super::{BodyKind, Request, template};
use super::{Ask, BASE, Line, Saltant, filters};

/// How to repeat a plain request: by the operation at its method and path, if the operation can express it.
///
/// This project cannot send some requests: a body of the wrong shape, a text as a number, a session's cookie,
/// a scheme that the server refuses. For these, only the answer is read.
pub(super) fn ask(line: &Line) -> Ask {
    operation(line).map_or(Ask::Answers, |(entry, arguments)| Ask::Operation(entry, arguments))
}

fn operation(line: &Line) -> Option<(&'static Entry, Map<String, Value>)> {
    if line.args.get("auth").and_then(Value::as_str).is_some_and(|auth| auth.contains("cookie")) {
        return None;
    }
    let method = line.args.get("method")?.as_str()?;
    let (path, _) = split(line.args.get("path")?.as_str()?);
    let (entry, mut named) = template::find(&Saltant, method, path)?;
    let lookups: Map<String, Value> =
        query(line).into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    if !lookups.is_empty() {
        named.extend(filters::arguments(entry, &Value::Object(lookups)));
    }
    for body in ["json", "data"].iter().filter_map(|name| line.args.get(*name)) {
        named.extend(body.as_object()?.clone());
    }
    let operation = Given::complete(&Saltant, line, entry, &named).operation(entry).ok()?;
    operation.to_request(&BASE.parse().ok()?).ok()?;
    if has_foreign_scheme(line) {
        return None;
    }
    // A number as a text, or null as a value, cannot be sent.
    let json = line.args.get("json").and_then(Value::as_object);
    let unsaid = |(name, value): (&String, &Value)| {
        value.is_null()
            || value.as_str().is_some_and(|text| text.parse::<u64>().is_ok()) && is_id(entry, name)
    };
    (!json.into_iter().flatten().any(unsaid)).then_some((entry, named))
}

/// Whether a token was sent with another kind's scheme and the server refused it.
fn has_foreign_scheme(line: &Line) -> bool {
    let Some(exchange) = line.exchanges.first().filter(|exchange| exchange.response.status == 403) else {
        return false;
    };
    let Some((scheme, secret)) =
        exchange.request.header("authorization").and_then(|sent| sent.split_once(' '))
    else {
        return false;
    };
    match scheme {
        "Token" => secret.starts_with("<access>"),
        "Bearer" => secret.starts_with("<token"),
        _ => true,
    }
}

fn is_id(entry: &Entry, name: &str) -> bool {
    entry.arguments().any(|argument| argument.name == name && matches!(argument.schema, Schema::Id { .. }))
}

fn split(path: &str) -> (&str, &str) {
    path.split_once('?').unwrap_or((path, ""))
}

/// The pairs of the query, which may be recorded in the path or separately.
fn query(line: &Line) -> Vec<(String, String)> {
    let path = line.args.get("path").and_then(Value::as_str).unwrap_or_default();
    let mut pairs: Vec<_> = form_urlencoded::parse(split(path).1.as_bytes()).into_owned().collect();
    let params = line.args.get("params").and_then(Value::as_object);
    pairs.extend(params.into_iter().flatten().map(|(name, value)| {
        (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }));
    pairs
}

/// Checks that the recorded request is the intended one, and the recorded status that of the answer.
pub(super) fn check_record(line: &Line) -> Result<(), String> {
    let exchange = line.exchanges.first().ok_or("a plain request without an exchange")?;
    let request = &exchange.request;
    let status = line.result.as_ref().and_then(|result| result.get("status")).and_then(Value::as_u64);
    if status.is_some_and(|status| status != u64::from(exchange.response.status)) {
        return Err(format!("the answer's status is {}, the result's {status:?}", exchange.response.status));
    }
    let wanted = |name| line.args.get(name).and_then(Value::as_str);
    if wanted("method").is_some_and(|method| method != request.method) {
        return Err(format!("the method is {}, not the one to be sent", request.method));
    }
    let Some(path) = wanted("path") else { return Ok(()) };
    if split(path).0 != request.path {
        return Err(format!("the path is {}, not the one to be sent", request.path));
    }
    let (mut sent, mut wanted) = (request.query.clone(), query(line));
    sent.sort();
    wanted.sort();
    if sent != wanted {
        return Err(format!("the query is {sent:?}, not the one to be sent"));
    }
    check_body(line, request)
}

fn check_body(line: &Line, request: &Request) -> Result<(), String> {
    if let (Some(json), BodyKind::Json) = (line.args.get("json"), request.body_kind) {
        return holds(json, &request.body, Fields::Same).map_err(|why| format!("the body to be sent: {why}"));
    }
    let (Some(data), BodyKind::Form) = (line.args.get("data").and_then(Value::as_object), request.body_kind)
    else {
        return Ok(());
    };
    let pairs = request.body.as_array().map(Vec::as_slice).unwrap_or_default();
    for pair in pairs {
        let (name, text) = (pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default());
        let value = data.get(name).ok_or_else(|| format!("the form's {name} was not to be sent"))?;
        let said = value
            .as_array()
            .map_or_else(|| text_says(text, value), |items| items.iter().any(|item| text_says(text, item)));
        if !said {
            return Err(format!("the form's {name} is {text:?}, not what was to be sent"));
        }
    }
    Ok(())
}
