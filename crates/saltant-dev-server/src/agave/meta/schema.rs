//! A part of JSON Schema, draft 4, which is what the service takes.
//!
//! Known are `type enum properties required additionalProperties patternProperties items minItems maxItems
//! uniqueItems minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern allOf anyOf oneOf not`.
//! Other keywords, `$ref` among them, are ignored: nothing is fetched.

use regex::Regex;

use crate::json::{Json, python};

const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// What is wrong with a schema.
pub(super) fn check(schema: &Json) -> Result<(), String> {
    if schema.entries().is_none() {
        return Err("a schema is an object".to_owned());
    }
    for name in words(schema.get("type")) {
        if !TYPES.contains(&name) {
            return Err(format!("{name} is not a type"));
        }
    }
    if let Some(pattern) = schema.get("pattern").and_then(Json::as_str)
        && Regex::new(pattern).is_err()
    {
        return Err(format!("{pattern} is not a regular expression"));
    }
    let inner = ["properties", "patternProperties"].iter().filter_map(|name| schema.get(name)?.entries());
    for (_, inner) in inner.flatten() {
        check(inner)?;
    }
    for name in ["items", "not", "additionalProperties"] {
        if let Some(inner) = schema.get(name).filter(|inner| inner.entries().is_some()) {
            check(inner)?;
        }
    }
    let several = ["allOf", "anyOf", "oneOf"].iter().filter_map(|name| schema.get(name)?.as_array());
    several.flatten().try_for_each(check)
}

fn words(value: Option<&Json>) -> Vec<&str> {
    match value {
        Some(Json::String(text)) => vec![text],
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_type(value: &Json, name: &str) -> bool {
    match value {
        Json::Null => name == "null",
        Json::Bool(_) => name == "boolean",
        Json::Number(text) => name == "number" || name == "integer" && python::is_integer(text),
        Json::String(_) => name == "string",
        Json::Array(_) => name == "array",
        Json::Object(_) => name == "object",
    }
}

/// Whether a value conforms to a schema.
pub(super) fn conforms(schema: &Json, value: &Json) -> bool {
    let types = words(schema.get("type"));
    let has_type = types.is_empty() || types.iter().any(|name| is_type(value, name));
    let listed = schema.get("enum").and_then(Json::as_array).is_none_or(|all| all.contains(value));
    let of = |name: &str| schema.get(name).and_then(Json::as_array);
    let count = |name: &str| of(name).map(|all| all.iter().filter(|inner| conforms(inner, value)).count());
    has_type
        && listed
        && of("allOf").is_none_or(|all| all.iter().all(|inner| conforms(inner, value)))
        && count("anyOf").is_none_or(|count| count > 0)
        && count("oneOf").is_none_or(|count| count == 1)
        && schema.get("not").is_none_or(|inner| !conforms(inner, value))
        && match value {
            Json::Object(entries) => object(schema, entries),
            Json::Array(items) => array(schema, items),
            Json::String(text) => string(schema, text),
            Json::Number(text) => number(schema, text),
            Json::Null | Json::Bool(_) => true,
        }
}

fn object(schema: &Json, entries: &[(String, Json)]) -> bool {
    let has = |name: &str| entries.iter().any(|(key, _)| key == name);
    let patterns: Vec<(Regex, &Json)> = schema
        .get("patternProperties")
        .and_then(Json::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|(pattern, inner)| Some((Regex::new(pattern).ok()?, inner)))
        .collect();
    words(schema.get("required")).into_iter().all(has)
        && entries.iter().all(|(key, value)| {
            let named = schema.get("properties").and_then(|properties| properties.get(key));
            let mut inner: Vec<&Json> = named.into_iter().collect();
            inner.extend(patterns.iter().filter(|(regex, _)| regex.is_match(key)).map(|(_, inner)| *inner));
            if inner.is_empty() {
                return match schema.get("additionalProperties") {
                    Some(Json::Bool(allowed)) => *allowed,
                    Some(inner) => conforms(inner, value),
                    None => true,
                };
            }
            inner.into_iter().all(|inner| conforms(inner, value))
        })
}

fn array(schema: &Json, items: &[Json]) -> bool {
    let fits = match schema.get("items") {
        Some(Json::Array(each)) => each.iter().zip(items).all(|(inner, item)| conforms(inner, item)),
        Some(inner) => items.iter().all(|item| conforms(inner, item)),
        None => true,
    };
    let unique = schema.get("uniqueItems").and_then(Json::as_bool) != Some(true)
        || items.iter().enumerate().all(|(index, item)| !items[..index].contains(item));
    fits && unique && in_range(schema, "minItems", "maxItems", items.len())
}

fn string(schema: &Json, text: &str) -> bool {
    let pattern = schema.get("pattern").and_then(Json::as_str);
    let matches = pattern.is_none_or(|pattern| Regex::new(pattern).is_ok_and(|regex| regex.is_match(text)));
    matches && in_range(schema, "minLength", "maxLength", text.chars().count())
}

fn in_range(schema: &Json, least: &str, most: &str, count: usize) -> bool {
    let bound = |name: &str| schema.get(name).and_then(Json::as_i64);
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    bound(least).is_none_or(|least| count >= least) && bound(most).is_none_or(|most| count <= most)
}

fn number(schema: &Json, text: &str) -> bool {
    let Ok(value) = text.parse::<f64>() else { return true };
    let bound = |name: &str| match schema.get(name)? {
        Json::Number(text) => text.parse::<f64>().ok(),
        _ => None,
    };
    let excludes = |name: &str| schema.get(name).and_then(Json::as_bool) == Some(true);
    bound("minimum").is_none_or(|least| value > least || value >= least && !excludes("exclusiveMinimum"))
        && bound("maximum").is_none_or(|most| value < most || value <= most && !excludes("exclusiveMaximum"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Constants, parse};

    fn json(text: &str) -> Json {
        parse(text, Constants::Refused).unwrap()
    }

    #[test]
    fn values_conform_or_not() {
        for (schema, value, expected) in [
            ("{}", "[1]", true),
            (r#"{"type": "integer"}"#, "1", true),
            (r#"{"type": "integer"}"#, "1.5", false),
            (r#"{"type": ["null", "string"]}"#, "null", true),
            (r#"{"enum": ["a", 1]}"#, "\"b\"", false),
            (r#"{"required": ["a"]}"#, "{}", false),
            (r#"{"properties": {"a": {"type": "string"}}}"#, r#"{"a": 1}"#, false),
            (r#"{"properties": {"a": {}}, "additionalProperties": false}"#, r#"{"a": 1, "b": 2}"#, false),
            (
                r#"{"patternProperties": {"^n": {"type": "number"}}, "additionalProperties": false}"#,
                r#"{"n1": 1}"#,
                true,
            ),
            (r#"{"additionalProperties": {"type": "number"}}"#, r#"{"x": "y"}"#, false),
            (r#"{"items": {"maximum": 3}}"#, "[1, 4]", false),
            (r#"{"items": [{"type": "string"}, {"type": "number"}]}"#, r#"["a", 1, true]"#, true),
            (r#"{"uniqueItems": true}"#, "[1, 1]", false),
            (r#"{"minItems": 2}"#, "[1]", false),
            (r#"{"minimum": 3, "exclusiveMinimum": true}"#, "3", false),
            (r#"{"maxLength": 2, "pattern": "^ä"}"#, "\"äb\"", true),
            (r#"{"allOf": [{"minimum": 1}, {"maximum": 2}]}"#, "3", false),
            (r#"{"anyOf": [{"type": "string"}, {"minimum": 5}]}"#, "3", false),
            (r#"{"oneOf": [{"minimum": 1}, {"minimum": 2}]}"#, "3", false),
            (r#"{"not": {"type": "object"}}"#, "{}", false),
            (r#"{"$ref": "http://example.org/schema"}"#, "1", true),
        ] {
            assert_eq!(conforms(&json(schema), &json(value)), expected, "{schema} {value}");
        }
        for schema in ["3", r#"{"type": "text"}"#, r#"{"properties": {"a": 1}}"#, r#"{"pattern": "("}"#] {
            assert!(check(&json(schema)).is_err(), "{schema}");
        }
    }
}
