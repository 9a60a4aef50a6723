use saltant_core::vantage6::Payload;
use serde_json::Value;

use super::super::meaning::{Fields, holds};
use super::{Line, Outcome};

/// Compares the value with the Python client's result.
pub(super) fn check(line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
    let last =
        outcomes.last().filter(|outcome| outcome.exchange.is_none_or(|at| at + 1 == line.exchanges.len()));
    let (Some(result), Some(Ok(value))) = (&line.result, last.map(|outcome| &outcome.result)) else {
        return Ok(());
    };
    // The Python client discards these answers.
    if result.is_null() || line.call.starts_with("wire.") {
        return Ok(());
    }
    // Of these, the Python client returns some items, or one field of each.
    if ["field", "filter_"].iter().any(|name| line.args.get(name).is_some()) {
        let rows = value["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_there = |row: &&Value| rows.iter().any(|found| holds(row, found, Fields::MayBeMore).is_ok());
        return match result.as_array().into_iter().flatten().find(|row| !is_there(row)) {
            Some(row) => Err(format!("the result's {row} is not in the answer")),
            None => Ok(()),
        };
    }
    let mut value = value.clone();
    // The Python client returns the items alone, or with the links.
    if result.is_array() && value.get("data").is_some() {
        value = value["data"].clone();
    }
    let name = match line.call.split('.').next() {
        Some("run") => "input",
        Some("result") => "result",
        _ => "",
    };
    if let Some(rows) = value.get_mut("data").and_then(Value::as_array_mut) {
        for row in rows {
            read(row, name);
        }
    } else if let Some(rows) = value.as_array_mut() {
        for row in rows {
            read(row, name);
        }
    } else {
        read(&mut value, name);
    }
    let result = if line.call == "result.get" && !result.is_object() {
        value = value[name].take();
        result.clone()
    } else {
        result.clone()
    };
    if name.is_empty() || !has_encrypted(&value) {
        return holds(&result, &value, Fields::Same).map_err(|why| format!("the result's {why}"));
    }
    Ok(())
}

/// Reads the field that the Python client reads: base64 of a text.
fn read(row: &mut Value, name: &str) {
    let Some(field) = row.get_mut(name) else { return };
    let text = field.as_str().and_then(|text| Some(Payload::from_wire(text).ok()?.text().ok()?.to_owned()));
    if let Some(text) = text {
        *field = text.into();
    }
}

/// Whether a part is left that only a key can decrypt.
fn has_encrypted(value: &Value) -> bool {
    value.to_string().contains('$')
}
