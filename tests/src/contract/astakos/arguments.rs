use saltant_core::catalog::{Entry, find};
use serde_json::{Map, Value, json};

use super::Line;

/// The operation of a call.
pub(super) fn entry(line: &Line) -> Option<&'static Entry> {
    let name = match line.call.as_str() {
        "accept_commission" | "reject_commission" => "commission_action",
        "get_username" => "get_usernames",
        "get_uuid" => "get_uuids",
        "service_get_username" => "service_get_usernames",
        "service_get_uuid" => "service_get_uuids",
        "application_action" if is_v015(line) => "v015.application_action",
        "issue_one_commission" if is_v015(line) => "v015.issue_one_commission",
        name => name,
    };
    find(&format!("astakos.{name}"))
}

/// Whether the line was recorded with the client of release 0.15.
pub(super) fn is_v015(line: &Line) -> bool {
    line.args.get("client").and_then(Value::as_str) == Some("0.15")
}

/// The arguments by name; positional ones are in the operation's order.
pub(super) fn of(entry: &Entry, line: &Line) -> Map<String, Value> {
    let mut given = Map::new();
    if line.call == "authenticate" {
        given.insert("token".to_owned(), "<token>".into());
    }
    let names = entry.arguments().map(|argument| argument.name);
    let names: Vec<&str> = names.filter(|name| !given.contains_key(*name)).collect();
    let positional = line.args.get("args").and_then(Value::as_array).cloned().unwrap_or_default();
    for (at, value) in positional.into_iter().enumerate() {
        given
            .insert(names.get(at).map_or_else(|| format!("argument {at}"), |name| (*name).to_owned()), value);
    }
    let by_keyword = line.args.get("kwargs").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, value) in by_keyword {
        // Its name differs between releases.
        let other = match name.as_str() {
            "project" => "project_id",
            "project_id" => "project",
            name => name,
        };
        let known = names.contains(&name.as_str());
        given.insert(if known { name } else { other.to_owned() }, value);
    }
    match line.call.as_str() {
        "accept_commission" => given.insert("action".to_owned(), "accept".into()),
        "reject_commission" => given.insert("action".to_owned(), "reject".into()),
        // Null means all users here; the value is taken from the request.
        "service_get_usernames" if given.get("uuids") == Some(&Value::Null) => given.remove("uuids"),
        _ => None,
    };
    for name in ["user_provisions", "project_provisions", "provisions"] {
        if let Some(Value::Object(map)) = given.get(name) {
            let list = provisions(map, line);
            given.insert(name.to_owned(), list);
        }
    }
    for name in ["user", "project_id"] {
        if line.call.starts_with("service_get_") && given.get(name).is_some_and(Value::is_string) {
            let one = given[name].take();
            given[name] = json!([one]);
        }
    }
    given
}

/// A map whose keys are lists, as a list of provisions. The record has lost its order, so that of the request
/// is used.
fn provisions(map: &Map<String, Value>, line: &Line) -> Value {
    let mut list: Vec<Value> = map.iter().map(|(key, quantity)| provision(key, quantity, line)).collect();
    let sent = line.exchanges.last().and_then(|exchange| exchange.request.body["provisions"].as_array());
    let sent = sent.map_or(&[][..], Vec::as_slice);
    list.sort_by_key(|provision| sent.iter().position(|sent| sent["resource"] == provision["resource"]));
    Value::Array(list)
}

fn provision(key: &str, quantity: &Value, line: &Line) -> Value {
    if line.call == "issue_one_commission" && is_v015(line) {
        return json!({"resource": key, "quantity": quantity});
    }
    let keys: Vec<Value> = serde_json::from_str(key).unwrap_or_default();
    match &keys[..] {
        [from, to, resource] if line.call == "issue_resource_reassignment" => {
            json!({"from": from, "to": to, "resource": resource, "quantity": quantity})
        }
        [user, project, resource] => {
            json!({"user": user, "project": project, "resource": resource, "quantity": quantity})
        }
        [project, resource] => json!({"project": project, "resource": resource, "quantity": quantity}),
        _ => json!({key: quantity}),
    }
}
