use saltant_core::Operation as _;
use saltant_core::catalog::Entry;
use serde_json::{Map, Value, json};

use super::super::request::same_text;
use super::{BASE, Line};

/// The lookups of a `list` as the operation's arguments. Known lookups are typed; unknown ones, and values
/// that fit no type, are passed unchecked.
pub(super) fn arguments(entry: &Entry, filters: &Value) -> Map<String, Value> {
    let mut arguments = Map::new();
    let mut typed = Map::new();
    let mut unchecked = Map::new();
    for (name, value) in filters.as_object().into_iter().flatten() {
        let is_paging = matches!(name.as_str(), "page" | "page_size");
        let alone = if is_paging { json!({name: value}) } else { json!({"filters": {name: value}}) };
        let number = is_paging.then(|| value.as_str()?.parse::<u64>().ok()).flatten();
        if is_typed(entry, alone, name, value) {
            if is_paging { &mut arguments } else { &mut typed }.insert(name.clone(), value.clone());
        } else if let Some(number) = number {
            arguments.insert(name.clone(), number.into());
        } else {
            unchecked.insert(name.clone(), Value::String(python_text(value)));
        }
    }
    if !unchecked.is_empty() {
        typed.insert("unchecked".to_owned(), Value::Object(unchecked));
    }
    if !typed.is_empty() {
        arguments.insert("filters".to_owned(), Value::Object(typed));
    }
    arguments
}

/// Whether the operation accepts a lookup and sends its text in the given spelling.
fn is_typed(entry: &Entry, alone: Value, name: &str, value: &Value) -> bool {
    let Ok(operation) = entry.operation(alone) else { return false };
    let Some(text) = value.as_str() else { return true };
    let request = BASE.parse().ok().and_then(|base| operation.to_request(&base).ok());
    let Some(request) = request else { return true };
    let query = request.uri().query().unwrap_or_default().as_bytes();
    form_urlencoded::parse(query).any(|(sent, value)| sent == name && same_text(text, &value))
}

/// A value as Python writes it into a text.
fn python_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| item.as_str().map_or_else(|| python_text(item), |text| format!("'{text}'")))
                .collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// The habit of saltant-py with filter values that a line shows, if it changes the value.
pub(super) fn habit(line: &Line) -> Option<&'static str> {
    let name = line.args.get("name").filter(|_| line.method() == "get");
    let filters = line.args.get("filters").and_then(Value::as_object);
    let values: Vec<&Value> = filters.into_iter().flat_map(Map::values).chain(name).collect();
    if values.iter().any(|value| value.as_str().is_some_and(is_changed_unencoded)) {
        return Some("filters-unencoded");
    }
    values.iter().any(|value| value.is_array()).then_some("filters-python-lists")
}

/// Whether a text changes its meaning if it is put into a query unencoded.
fn is_changed_unencoded(text: &str) -> bool {
    let encoded_by_hand = percent_encoding::percent_decode_str(text).decode_utf8_lossy() != text;
    encoded_by_hand || text.contains(['&', '#', '+'])
}
