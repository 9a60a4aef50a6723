//! Compares agavepy's results with this project's.

use serde_json::Value;

use super::super::meaning::{Fields, holds};
use super::super::replay::last_value;
use super::super::{Line, Outcome};

/// Compares the results, unless agavepy changes what the service says.
pub(super) fn check(line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
    let (Some(result), Some(value)) = (&line.result, last_value(outcomes)) else { return Ok(()) };
    if line.call.starts_with("token.") {
        return same_token(result, value);
    }
    let mut result = plain(result);
    // agavepy puts the whole parent in place of a null that should have been an object.
    let answer = line.exchanges.last().and_then(|exchange| exchange.response.body.get("result"));
    if let (Some(fields), Some(answer)) = (result.as_object_mut(), answer.and_then(Value::as_object)) {
        fields.retain(|name, _| answer.get(name).is_none_or(|value| !value.is_null()));
    }
    // If agavepy does not recognise the envelope, it returns all of it.
    let is_envelope = result.get("status").is_some_and(|status| status == "success");
    let result = result.get("result").filter(|_| is_envelope).unwrap_or(&result);
    // The record formats JSON files in its own way.
    same(&read(result.clone()), &read(value.clone())).map_err(|why| format!("the result's {why}"))
}

/// Compares tokens: agavepy returns only the access token, or a summary with names of its own.
fn same_token(result: &Value, value: &Value) -> Result<(), String> {
    let told = [("token", "access_token"), ("refresh", "refresh_token"), ("expires_in", "expires_in")];
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fits = match result {
        Value::Object(summary) => {
            told.iter().all(|(theirs, own)| summary.get(*theirs).map(text) == value.get(*own).map(text))
        }
        token => value.get("access_token") == Some(token),
    };
    if fits { Ok(()) } else { Err("the result's token differs".to_owned()) }
}

/// Whether a value is what was recorded.
///
/// Absent, null and empty are equal, and a list may be recorded as its only item.
pub(super) fn same(recorded: &Value, value: &Value) -> Result<(), String> {
    let recorded = without_nulls(recorded);
    match (&recorded, value) {
        (_, Value::Null) if is_nothing(&recorded) => Ok(()),
        (_, Value::Array(items)) if items.is_empty() && is_nothing(&recorded) => Ok(()),
        (Value::Object(_), Value::Array(items)) if items.len() == 1 => {
            holds(&recorded, &items[0], Fields::Same)
        }
        _ => holds(&recorded, value, Fields::Same),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(name, value)| (name.clone(), without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

/// Parses a text that is JSON.
fn read(value: Value) -> Value {
    value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(value)
}

/// A result without agavepy's wrappers around dates and raw answers.
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
