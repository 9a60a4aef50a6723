//! Documents in files, such as the description of an app that another client has saved.

use saltant::core::types::schema::Schema;
use serde_json::Value;

use crate::exit::Failure;
use crate::stdin;

/// Reads the JSON of a file, or of standard input for `-`.
pub(in super::super) fn read(path: &str) -> Result<Value, Failure> {
    let text = match path {
        "-" => stdin::text("-")?,
        path => std::fs::read_to_string(path).map_err(|error| Failure::usage(format!("{path}: {error}")))?,
    };
    serde_json::from_str(&text).map_err(|error| Failure::usage(format!("{path}: {error}")))
}

/// Reads a whole document. It may have all keys, as services answer it: a null there means that nothing is
/// given, so it is left out.
pub(in super::super) fn read_whole(path: &str, schema: &Schema) -> Result<Value, Failure> {
    let mut value = read(path)?;
    leave_out_nulls(schema, &mut value);
    Ok(value)
}

fn leave_out_nulls(schema: &Schema, value: &mut Value) {
    match (schema.without_null(), value) {
        (Schema::Record(fields), Value::Object(object)) => {
            for field in *fields {
                let inner = field.schema.without_null();
                if *inner != Schema::Json && object.get(field.name).is_some_and(Value::is_null) {
                    object.remove(field.name);
                } else if let Some(value) = object.get_mut(field.name) {
                    leave_out_nulls(inner, value);
                }
            }
        }
        (Schema::List(item), Value::Array(items)) => {
            for value in items {
                leave_out_nulls(item, value);
            }
        }
        (Schema::Map(item), Value::Object(object)) => {
            for value in object.values_mut() {
                leave_out_nulls(item, value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use saltant::catalog;
    use serde_json::json;

    use super::*;

    #[test]
    fn nulls_of_known_fields_are_left_out_and_others_stay() {
        let entry = catalog::find("agave.apps.add").unwrap();
        let body = entry.arguments().find(|argument| argument.name == "body").unwrap();
        let mut app = json!({
            "name": "a", "helpURI": null, "unknown": null,
            "inputs": [{"id": "x", "details": {"argument": null, "label": "l"}}],
        });
        leave_out_nulls(&body.schema, &mut app);
        let expected =
            json!({"name": "a", "unknown": null, "inputs": [{"id": "x", "details": {"label": "l"}}]});
        assert_eq!(app, expected);
        let entry = catalog::find("agave.meta.add_metadata").unwrap();
        let body = entry.arguments().find(|argument| argument.name == "body").unwrap();
        let mut item = json!({"name": "a", "value": null});
        leave_out_nulls(&body.schema, &mut item);
        assert_eq!(item, json!({"name": "a", "value": null}));
    }
}
