use saltant::Uuid;
use saltant_core::catalog::{ArgumentError, Entry, find};
use serde_json::Value;

use super::super::arguments::Given;
use super::{EXTRA, Line, Saltant, arguments, plays};

/// The habit of saltant-py that a line shows, for the table of deviations.
pub(super) fn habit(line: &Line) -> Option<&'static str> {
    let first = || line.exchanges.first();
    if line.call.starts_with("raw.") {
        let scheme = first()?.request.header("authorization")?.split(' ').next()?;
        return (scheme != "Token" && scheme.eq_ignore_ascii_case("Token")).then_some("scheme-in-lower-case");
    }
    let (group, method) = line.call.split_once('.').filter(|(_, method)| !method.contains('.'))?;
    if group == "client" {
        let base = line.args.get("base_api_url")?.as_str()?.split(' ').next()?;
        return (base.contains("://") && !base.ends_with('/')).then_some("base-without-slash");
    }
    if line.has_nan {
        return Some("not-json");
    }
    if line.error.as_deref() == Some("TimeoutError") {
        return Some("polls-for-ever");
    }
    if plays::is_by_name(line) {
        let name = line.args.get("name")?.as_str()?;
        return name.trim().is_empty().then_some("empty-name");
    }
    let is_empty_list = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    if method == "patch" && line.args.as_object()?.values().any(is_empty_list) {
        return Some("patch-empty-list");
    }
    if group == "users" && method == "get" {
        let name = line.args.get("username")?.as_str()?;
        return is_changed_in_a_path(name).then_some("path-unencoded");
    }
    if group.ends_with("_task_instances") && !matches!(method, "create" | "list") {
        return uuid_habit(line);
    }
    let entry = find(&format!("saltant.{group}.{method}"))?;
    typed_habit(line, entry, group, method)
}

/// Whether a text changes its meaning if it is put into a path unencoded.
fn is_changed_in_a_path(text: &str) -> bool {
    matches!(text, "" | "." | "..") || text.contains(['/', '?', '#', '%'])
}

/// Whether the requested UUID is not one, or is spelt in another way than this project does.
fn uuid_habit(line: &Line) -> Option<&'static str> {
    let given = line.args.get("uuid").and_then(Value::as_str);
    // If the recorder did not note it, only a refusal shows that the path is the intended one.
    let sent = line.exchanges.iter().filter(|exchange| given.is_none() && exchange.response.status >= 400);
    let sent = sent.filter_map(|exchange| exchange.request.path.split('/').nth(3));
    let mut spelt = given.into_iter().chain(sent);
    spelt.find_map(|text| match text.parse::<Uuid>() {
        Err(_) => Some("refused-by-the-types"),
        Ok(uuid) => (uuid.to_string() != text).then_some("uuid-spelling"),
    })
}

/// Whether the operation refuses an argument that the server refuses too or takes for something else.
fn typed_habit(line: &Line, entry: &'static Entry, group: &str, method: &str) -> Option<&'static str> {
    let response = &line.exchanges.first()?.response;
    let own = arguments(entry, group, method, line);
    let refusal = Given::complete(&Saltant, line, entry, &own).operation(entry).err()?;
    match refusal {
        ArgumentError::Unknown { name, .. } => {
            let fields = EXTRA.iter().filter_map(|extra| line.args.get(*extra));
            let mut named = fields.filter(|fields| fields.get(&name).is_some());
            named.next().map(|_| "fields-of-its-own")
        }
        ArgumentError::Missing(name) if own.get(name)?.is_null() => {
            (!response.has_good_status()).then_some("refused-by-the-types")
        }
        ArgumentError::Wrong { name, .. } => {
            let given = own.get(name)?;
            let differs = || response.body.get(name).is_none_or(|shown| kind(shown) != kind(given));
            (!response.has_good_status() || differs()).then_some("refused-by-the-types")
        }
        _ => None,
    }
}

/// The JSON type of a value; for a list, that of its first item.
fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Object(_) => 4,
        Value::Array(items) => 5 + items.first().map_or(0, |item| kind(item).min(5)),
    }
}
