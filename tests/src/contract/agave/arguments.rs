//! Translates agavepy's arguments into those of the operations.

use saltant_core::catalog::Entry;
use serde_json::{Map, Value, json};

use super::super::{BodyKind, Line};
use super::{operation, snake_case};

/// Arguments that every call of agavepy takes.
const GENERIC: [&str; 3] = ["headers", "nonce", "grant"];

pub(super) fn of(entry: &Entry, line: &Line) -> Map<String, Value> {
    let known = |name: &str| entry.arguments().any(|argument| argument.name == name);
    let mut named = Map::new();
    for (name, value) in line.arguments() {
        let own = snake_case(&name);
        match (name.as_str(), value) {
            ("headers", headers) => {
                named.extend(headers.get("Range").map(|range| ("range".to_owned(), range.clone())));
            }
            (name, _) if GENERIC.contains(&name) => {}
            ("fileToUpload", _) => {
                named.extend(upload(line).map(|file| (own, file)));
            }
            ("notifications", Value::String(text)) => {
                named.insert(own, serde_json::from_str(&text).unwrap_or(Value::String(text)));
            }
            ("body", body) if !known("body") => named.extend(spread(entry, body)),
            ("body", body) => {
                named.insert(own, written(body));
            }
            // Any other argument is a search term.
            ("query" | "search", Value::Object(terms)) if known("search") => {
                let all = named.entry("search").or_insert_with(|| Value::Object(Map::new()));
                all.as_object_mut().into_iter().for_each(|all| all.extend(terms.clone()));
            }
            ("uuid", _) if !known("uuid") => {}
            (_, value) => {
                named.insert(own, value);
            }
        }
    }
    named
}

/// The fields of a body as arguments; a field without an argument of its own becomes one of the extra fields.
fn spread(entry: &Entry, body: Value) -> Map<String, Value> {
    let (mut named, mut rest) = (Map::new(), Map::new());
    for (field, value) in written(body).as_object().cloned().unwrap_or_default() {
        let own = snake_case(&field);
        let known = entry.arguments().any(|argument| argument.name == own);
        if known {
            named.insert(own, value)
        } else {
            rest.insert(field, value)
        };
    }
    if !rest.is_empty() {
        named.insert("extra".to_owned(), Value::Object(rest));
    }
    named
}

/// Reads a text as JSON if it is JSON: the caller may have serialized it already.
fn written(body: Value) -> Value {
    let json = body.as_str().and_then(|text| serde_json::from_str(text).ok());
    json.filter(|json: &Value| json.is_object() || json.is_array()).unwrap_or(body)
}

/// The uploaded file, from the recorded form: among the arguments, the recorder wrote down only its name.
fn upload(line: &Line) -> Option<Value> {
    let request = &line.exchanges.first()?.request;
    let body = match request.body_kind {
        BodyKind::Multipart => request.body.as_str()?.to_owned(),
        _ => return None,
    };
    let (_, file) = body.split_once("filename=\"")?;
    let (name, rest) = file.split_once('"')?;
    let (_, content) = rest.split_once("\r\n\r\n")?;
    let (content, _) = content.rsplit_once("\r\n--")?;
    Some(json!({"name": name, "content": content}))
}

/// The habit of agavepy that a line shows, for the table of deviations.
pub(super) fn habit(line: &Line) -> Option<&'static str> {
    let given = |name: &str| line.args.get(name);
    let is_text = |name: &str| given(name).is_some_and(Value::is_string);
    let sends_none = line.exchanges.is_empty();
    if sends_none && matches!(line.error.as_deref(), Some("TypeError" | "AttributeError")) {
        return operation(line).map(|_| "refused-before-sending");
    }
    if given("query").is_some_and(|query| query.get("naked").is_some()) {
        return Some("naked");
    }
    if given("attribute").is_some_and(Value::is_array) {
        return Some("lists-in-segments");
    }
    if given("headers").and_then(|headers| headers.get("X-Custom")).is_some() {
        return Some("headers-of-the-callers");
    }
    let form = line.exchanges.first().map(|exchange| &exchange.request)?;
    if is_text("fileToUpload") && form.body_kind == BodyKind::Form {
        return Some("file-as-form-field");
    }
    if given("fileToUpload").is_some() && (given("fileType").is_some() || given("fileName").is_some()) {
        return Some("drops-form-fields");
    }
    if given("notifications").is_some_and(Value::is_array) {
        return Some("commas-in-form");
    }
    if form.body_kind == BodyKind::Text && given("body").is_some() {
        return Some("body-is-no-json");
    }
    if form.path.contains("%7B") || form.path.contains('{') {
        return Some("literal-placeholder");
    }
    let is_path = |name: &str| given(name).and_then(Value::as_str).is_some_and(is_mangled);
    let has_slash = |name: &str| given(name).and_then(Value::as_str).is_some_and(|text| text.contains('/'));
    if is_path("filePath") || is_path("sourcefilePath") || has_slash("value") {
        return Some("path-not-encoded");
    }
    None
}

/// Whether agavepy sends a path differently from how it was given.
fn is_mangled(path: &str) -> bool {
    path.contains(['#', '?']) || path.starts_with('/')
}
