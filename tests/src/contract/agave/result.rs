//! What agavepy made of an answer, against what this project makes of it.

use serde_json::{Map, Value};

use super::super::meaning::{Fields, holds};
use super::super::replay::last_value;
use super::super::{Line, Outcome};

/// Compares the results where agavepy gives what the service says.
pub(super) fn check(line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
    let (Some(result), Some(value)) = (&line.result, last_value(outcomes)) else { return Ok(()) };
    // Its reading of a token is a summary, and what it notes as wrong is not to be matched.
    if line.python_note.is_some() || line.call.starts_with("token.") {
        return Ok(());
    }
    let result = plain(result);
    let is_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    if is_nothing(&result) && (is_nothing(value) || value.as_object().is_some_and(all_null)) {
        return Ok(());
    }
    // The record writes a file of JSON in its own way.
    let (result, value) = (read(result), read(value.clone()));
    holds(&result, &value, Fields::MayBeMore).map_err(|why| format!("the result's {why}"))
}

/// A text of JSON as JSON.
fn read(value: Value) -> Value {
    value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(value)
}

fn all_null(fields: &Map<String, Value>) -> bool {
    fields.values().all(Value::is_null)
}

/// A result without agavepy's wrappings: dates and raw answers.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => match (fields.get("__datetime__"), fields.get("content")) {
            (Some(date), _) => date.clone(),
            (None, Some(content)) if fields.contains_key("__response__") => bytes(content),
            _ => Value::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect()),
        },
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}

/// The bytes of a raw answer, as a text.
fn bytes(content: &Value) -> Value {
    use base64::Engine as _;
    let decoded = content
        .get("__b64__")
        .and_then(Value::as_str)
        .and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
    decoded.map_or_else(|| content.clone(), |bytes| String::from_utf8_lossy(&bytes).into_owned().into())
}
