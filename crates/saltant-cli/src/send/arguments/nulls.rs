//! Nulls deep within an argument that would be ignored.

use saltant::catalog::{AnyOperation, Entry};
use serde_json::{Map, Value};

use crate::exit::Failure;

/// Refuses a null that the operation does not send: for it, null means that nothing is given.
pub(super) fn check(
    entry: &Entry,
    given: &Map<String, Value>,
    operation: &AnyOperation,
) -> Result<(), Failure> {
    let is_null = |(_, value): (&String, &Value)| has_null(value);
    if !given.iter().any(is_null) {
        return Ok(());
    }
    // An operation with the content of a file cannot be written as JSON.
    let Ok(kept) = operation.to_arguments() else { return Ok(()) };
    let lost = given.iter().find_map(|(name, value)| lost(name, value, kept.get(name)));
    match lost {
        None => Ok(()),
        Some(path) => {
            let text = format!("{}: argument `{path}`: it cannot be set to null", entry.metadata.name);
            Err(Failure::usage(text))
        }
    }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}

/// The path of a null that was given and not kept.
fn lost(path: &str, given: &Value, kept: Option<&Value>) -> Option<String> {
    match given {
        Value::Null => kept.is_none().then(|| path.to_owned()),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            lost(&format!("{path}.{name}"), value, kept.and_then(|kept| kept.get(name)))
        }),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, value)| {
            lost(&format!("{path}.{index}"), value, kept.and_then(|kept| kept.get(index)))
        }),
        _ => None,
    }
}
