//! The things that a command is for: ids from the command line and from standard input.

use std::collections::BTreeSet;

use saltant::Uuid;
use serde_json::Value;

use crate::exit::Failure;
use crate::stdin;

/// The keys of a page's items.
const ITEMS: &[&str] = &["results", "data", "result"];

/// The ids from the command line, without duplicates. `-` stands for those on standard input.
///
/// Standard input has ids, one on a line, or JSON: ids, objects with one under the first of these keys that
/// they have, arrays and pages of them.
pub(crate) fn ids(given: &[String], keys: &[&str]) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    for text in given {
        if text == "-" {
            read(&stdin::text("-")?, keys, &mut ids)?;
        } else {
            ids.push(text.clone());
        }
    }
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    Ok(ids)
}

/// The UUIDs from the command line and from standard input, like [`ids`].
pub(crate) fn uuids(given: &[String]) -> Result<Vec<Uuid>, Failure> {
    let uuids = ids(given, &["uuid"])?;
    let mut uuids = uuids.iter().map(|text| parse(text)).collect::<Result<Vec<_>, _>>()?;
    let mut seen = BTreeSet::new();
    uuids.retain(|uuid| seen.insert(*uuid));
    Ok(uuids)
}

fn read(input: &str, keys: &[&str], ids: &mut Vec<String>) -> Result<(), Failure> {
    let mut rest = input.trim_start();
    while !rest.is_empty() {
        if rest.starts_with(['{', '[', '"']) {
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            if let Some(value) = values.next() {
                let wrong = |error| Failure::usage(format!("standard input is not valid JSON: {error}"));
                collect(&value.map_err(wrong)?, keys, ids)?;
            }
            rest = &rest[values.byte_offset()..];
        } else {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            ids.push(line.trim().to_owned());
            rest = after;
        }
        rest = rest.trim_start();
    }
    Ok(())
}

fn collect(value: &Value, keys: &[&str], ids: &mut Vec<String>) -> Result<(), Failure> {
    let page = ITEMS.iter().find_map(|key| value.get(key)?.as_array());
    if let Some(items) = value.as_array().or(page) {
        return items.iter().try_for_each(|item| collect(item, keys, ids));
    }
    let id = if value.is_object() { keys.iter().find_map(|key| value.get(key)) } else { Some(value) };
    match id {
        Some(Value::String(id)) => ids.push(id.clone()),
        Some(Value::Number(id)) => ids.push(id.to_string()),
        _ => {
            let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" or ");
            return Err(Failure::usage(format!("standard input has JSON without an id under {keys}")));
        }
    }
    Ok(())
}

fn parse(text: &str) -> Result<Uuid, Failure> {
    Uuid::parse_str(text).map_err(|error| Failure::usage(format!("{text:?} is not a UUID: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "8c93e8b4-cf1a-4387-9dc4-78be37627356";
    const TWO: &str = "00000000-0000-4000-8000-000000000000";

    fn found(input: &str) -> Result<Vec<String>, Failure> {
        let mut ids = Vec::new();
        read(input, &["uuid"], &mut ids).map(|()| ids)
    }

    #[test]
    fn uuids_come_as_lines_as_json_lines_as_an_array_or_as_a_page() {
        for input in [
            format!("{ONE}\n  {TWO}\n\n"),
            format!("{ONE}\r\n{TWO}"),
            format!("{{\"uuid\": \"{ONE}\", \"state\": \"running\"}}\n{{\"uuid\": \"{TWO}\"}}\n"),
            format!("{ONE}\n{{\"uuid\":\n\"{TWO}\"}}"),
            format!("[\n{{\"uuid\": \"{ONE}\"}},\n{{\"uuid\": \"{TWO}\"}}\n]\n"),
            format!("[\"{ONE}\", \"{TWO}\"]"),
            format!(
                "{{\"count\": 2, \"next\": null, \"results\": [{{\"uuid\": \"{ONE}\"}}, {{\"uuid\": \"{TWO}\"}}]}}"
            ),
        ] {
            assert_eq!(found(&input).unwrap(), [ONE, TWO], "{input}");
        }
        assert!(found(" \n").unwrap().is_empty() && found("[]").unwrap().is_empty());
    }

    #[test]
    fn other_input_is_refused() {
        for wrong in ["{", "[", "{\"uuid\": null}", "{\"id\": 7}", "{}", "[true]"] {
            assert!(found(wrong).is_err(), "{wrong}");
        }
        assert!(uuids(&["8c93".to_owned()]).is_err());
    }

    #[test]
    fn a_repeated_uuid_counts_once() {
        assert_eq!(uuids(&[ONE.to_owned(), ONE.to_uppercase()]).unwrap().len(), 1);
    }
}
