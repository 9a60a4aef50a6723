use saltant_core::catalog::{AnyOperation, ArgumentError, Entry};
use serde_json::{Map, Value, json};

/// An operation with meaningless arguments, which can read an answer if no operation can have the recorded
/// arguments.
pub(super) fn stand_in(entry: &Entry) -> Result<AnyOperation, String> {
    let mut arguments = Map::new();
    let mut tried: usize = 0;
    loop {
        let wrong = match entry.operation(Value::Object(arguments.clone())) {
            Ok(operation) => return Ok(operation),
            Err(ArgumentError::Missing(name)) => {
                tried = 0;
                name
            }
            Err(ArgumentError::Wrong { name, .. }) => {
                tried += 1;
                name
            }
            Err(other) => return Err(other.to_string()),
        };
        let value = candidates().into_iter().nth(tried);
        let Some(value) = value else {
            return Err(format!("no value fits the argument `{wrong}` of {}", entry.metadata.name));
        };
        arguments.insert(wrong.to_owned(), value);
    }
}

fn candidates() -> Vec<Value> {
    vec![
        json!(1),
        json!("x"),
        json!("00000000-0000-4000-8000-000000000000"),
        json!("2026-01-01T00:00:00Z"),
        json!({}),
        json!([]),
        json!(true),
        json!(["x"]),
        json!([1]),
    ]
}
