use saltant_core::Operation as _;
use saltant_core::catalog::Entry;
use serde_json::{Map, Value};

use super::super::meaning::{Fields, holds};
use super::super::template;
use super::{Ask, Line, Vantage6};

/// Names in requests that differ from the operation's.
const RENAMES: [(&str, &str); 21] = [
    ("organization_id", "organization"),
    ("collaboration_id", "collaboration"),
    ("study_id", "study"),
    ("task_id", "task"),
    ("node_id", "node"),
    ("run_id", "run"),
    ("store_id", "store"),
    ("role_id", "role"),
    ("rule_id", "rule"),
    ("user_id", "user"),
    ("init_org_id", "initiating_org"),
    ("init_user_id", "initiating_user"),
    ("parent_id", "parent"),
    ("job_id", "job"),
    ("is_user_created", "user_created"),
    ("algorithm_store_id", "algorithm_store"),
    ("organization_ids", "organizations"),
    ("reset_token", "token"),
    ("id", "organization"),
    ("id", "role"),
    ("include", "include_task"),
];

/// How to repeat a plain request: by the operation at its method and path, if the operation can express it.
pub(super) fn ask(line: &Line) -> Ask {
    operation(line).map_or(Ask::Answers, |(entry, arguments)| Ask::Operation(entry, arguments))
}

fn operation(line: &Line) -> Option<(&'static Entry, Map<String, Value>)> {
    let method = line.args.get("method")?.as_str()?;
    let path = line.args.get("path")?.as_str()?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let (entry, mut named) = template::find(&Vantage6, method, &whole_path(path))?;
    let takes = |name: &str| entry.arguments().any(|argument| argument.name == name);
    let own = |name: &str| {
        let renamed = RENAMES.iter().filter(|(wire, _)| *wire == name).map(|(_, own)| *own);
        std::iter::once(name).chain(renamed).find(|name| takes(name)).map(str::to_owned)
    };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = match (&*name, &*value) {
            ("include", "task") => Value::Bool(true),
            ("include", _) => {
                named.insert(format!("include_{value}"), Value::Bool(true));
                continue;
            }
            _ => value.parse::<u64>().map_or_else(|_| Value::String(value.to_string()), Value::from),
        };
        if named.insert(own(&name)?, value).is_some() {
            return None;
        }
    }
    if entry.metadata.name == "vantage6.refresh_token" {
        let header = line.exchanges.first()?.request.header("authorization")?;
        named.insert("refresh_token".to_owned(), header.strip_prefix("Bearer ")?.into());
    }
    for (name, value) in line.args.get("json").and_then(Value::as_object).into_iter().flatten() {
        // Null is a value here and does not mean an absent argument.
        if value.is_null() {
            return None;
        }
        named.insert(own(name)?, rewritten(name, value)?);
    }
    for value in named.values_mut() {
        let number = value.as_str().and_then(|text| text.parse::<u64>().ok());
        if let Some(number) = number {
            *value = number.into();
        }
    }
    if line.args.get("json").is_some_and(|json| !json.is_object()) || line.args.get("data").is_some() {
        return None;
    }
    if entry.metadata.name == "vantage6.task.create" {
        named.insert("unencrypted".to_owned(), true.into());
    }
    let made = entry.operation(Value::Object(named.clone())).ok()?;
    made.to_request(&super::BASE.parse().ok()?).ok()?;
    Some((entry, named))
}

/// A value of a body as the operation expects it.
fn rewritten(name: &str, value: &Value) -> Option<Value> {
    if name != "organizations" || !value.is_array() {
        return Some(value.clone());
    }
    let row = |row: &Value| {
        let input = row.get("input")?.as_str()?;
        let form = if input.contains('$') { "sealed" } else { "base64" };
        Some(serde_json::json!({"id": row.get("id")?, form: input}))
    };
    value
        .as_array()?
        .iter()
        .map(|value| if value.is_object() { row(value) } else { Some(value.clone()) })
        .collect()
}

fn whole_path(path: &str) -> String {
    path.strip_prefix("//").map_or_else(|| format!("/api{path}"), |rest| format!("/{rest}"))
}

/// Checks that the recorded request is the intended one, and the recorded status that of the answer.
pub(super) fn check_record(line: &Line) -> Result<(), String> {
    let Some(exchange) = line.exchanges.first() else { return Ok(()) };
    let request = &exchange.request;
    let status = line.result.as_ref().and_then(|result| result.get("status")).and_then(Value::as_u64);
    if status.is_some_and(|status| status != u64::from(exchange.response.status)) {
        return Err(format!("the answer's status is {}, the result's {status:?}", exchange.response.status));
    }
    let wanted = |name| line.args.get(name).and_then(Value::as_str);
    if wanted("method").is_some_and(|method| method != request.method) {
        return Err(format!("the method is {}, not the one to be sent", request.method));
    }
    if let Some(path) = wanted("path") {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if whole_path(path) != request.path {
            return Err(format!("the path is {}, not the one to be sent", request.path));
        }
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        if query != request.query {
            return Err(format!("the query is {:?}, not the one to be sent", request.query));
        }
    }
    match line.args.get("json").filter(|_| request.body_kind == super::super::BodyKind::Json) {
        Some(json) => {
            holds(json, &request.body, Fields::Same).map_err(|why| format!("the body to be sent: {why}"))
        }
        None => Ok(()),
    }
}
