use saltant_core::catalog::Entry;
use serde_json::{Map, Value, json};

use super::Line;

/// Arguments that the Python client does not send.
const ITS_OWN: [&str; 3] = ["attempts_on_timeout", "field", "filter_"];

/// What the Python client sends for arguments that are not given.
const DEFAULTS: [(&str, &str, &str); 5] = [
    ("collaboration.create", "encrypted", "false"),
    ("user.create", "roles", "[]"),
    ("user.create", "rules", "[]"),
    ("task.create", "databases", "[]"),
    // It knows from its set-up whether to encrypt.
    ("task.create", "unencrypted", "true"),
];

/// Values that the Python client knows from the login or `setup_collaboration`, by their names in requests.
const KNOWN: [(&str, &str); 2] = [("collaboration", "collaboration_id"), ("organization", "organization_id")];

/// Translates the Python client's arguments into those of the operation.
pub(super) fn of(line: &Line, entry: &'static Entry) -> Map<String, Value> {
    let mut named = Map::new();
    for (call, name, value) in DEFAULTS {
        if call == line.call {
            named.insert(name.to_owned(), serde_json::from_str(value).unwrap_or_default());
        }
    }
    for (name, value) in line.arguments().into_iter().filter(|(name, _)| !ITS_OWN.contains(&name.as_str())) {
        // A final underscore avoids the name of something in Python.
        let own = name.strip_suffix('_').unwrap_or(&name).to_owned();
        match (own.as_str(), &value) {
            ("is_online", Value::Bool(online)) => {
                named.insert("status".to_owned(), json!(if *online { "online" } else { "offline" }));
            }
            // The wanted organization is in the request.
            ("scope", _) if line.call == "collaboration.list" => {}
            ("databases", Value::String(label)) => {
                named.insert(own, json!([label]));
            }
            _ => {
                named.insert(own, value);
            }
        }
    }
    known(line, entry, &mut named);
    named
}

/// Values that the Python client knew by itself are only in the recorded request.
fn known(line: &Line, entry: &Entry, named: &mut Map<String, Value>) {
    let takes = |name: &str| entry.arguments().any(|argument| argument.name == name);
    if line.call == "refresh_token" {
        let header = line.exchanges.first().and_then(|exchange| exchange.request.header("authorization"));
        let token = header.and_then(|header| header.strip_prefix("Bearer ")).unwrap_or(super::REFRESH);
        // The token itself is taken from the request; its scheme is compared.
        named.insert("refresh_token".to_owned(), json!(token));
    }
    for (name, wire) in KNOWN {
        if named.contains_key(name) || !takes(name) {
            continue;
        }
        let requests = line.exchanges.iter().map(|exchange| &exchange.request);
        let found = requests.clone().find_map(|request| {
            let pair = request.query.iter().find(|(key, _)| key == wire);
            pair.and_then(|(_, value)| value.parse::<u64>().ok()).or_else(|| request.body.get(wire)?.as_u64())
        });
        if let Some(id) = found {
            named.insert(name.to_owned(), json!(id));
        }
    }
}

/// The habit of the Python client that a line shows, for the table of deviations.
pub(super) fn habit(line: &Line) -> Option<&'static str> {
    let request = &line.exchanges.first()?.request;
    if line.call.starts_with("wire.") {
        return None;
    }
    let says = |name: &str, value: &str| request.query.iter().any(|(n, v)| n == name && v == value);
    let sends = |name: &str| request.query.iter().any(|(n, _)| n == name);
    let null = |name: &str| request.body.get(name).is_some_and(Value::is_null);
    let body = |name: &str| request.body.get(name).is_some();
    let list = line.call.as_str();
    Some(match list {
        _ if says("delete_dependents", "False") => "delete_dependents=False",
        "role.list" if says("include_root", "False") => "include_root=False",
        "collaboration.list" if sends("encrypted") => "encrypted as True or False",
        "task.list" if ["status", "store_id", "run_id"].iter().any(|name| sends(name)) => {
            "a filter that breaks"
        }
        "run.list" if sends("port") => "a filter that breaks",
        "run.list" if ["started_from", "finished_from"].iter().any(|name| sends(name)) => {
            "a limit on another time"
        }
        "user.create" if null("organization_id") => "null for what is not given",
        "role.create" if null("description") => "null for what is not given",
        "role.update" if ["name", "description", "rules"].iter().any(|name| null(name)) => {
            "null for what is not given"
        }
        "util.reset_two_factor_auth" if body("email") => "an e-mail address that the server refuses",
        "user.update" if body("organization_id") => "an organization that the server ignores",
        "authenticate" if request.body.get("mfa_code").is_some_and(Value::is_number) => "a code as a number",
        _ => return None,
    })
}
