//! The task instances that a command is for: UUIDs from the command line and from standard input.

use std::collections::BTreeSet;
use std::io::Read as _;

use saltant::Uuid;
use serde_json::Value;

use crate::exit::Failure;

/// The key of a page's items.
const ITEMS: &str = "results";

/// The UUIDs from the command line, without duplicates. `-` stands for those on standard input.
pub(crate) fn uuids(given: &[String]) -> Result<Vec<Uuid>, Failure> {
    let mut uuids = Vec::new();
    for text in given {
        if text == "-" {
            let mut input = String::new();
            std::io::stdin().read_to_string(&mut input)?;
            read(&input, &mut uuids)?;
        } else {
            uuids.push(parse(text)?);
        }
    }
    let mut seen = BTreeSet::new();
    uuids.retain(|uuid| seen.insert(*uuid));
    Ok(uuids)
}

/// Reads UUIDs, one on a line, and JSON: objects with a UUID, arrays and pages of them.
fn read(input: &str, uuids: &mut Vec<Uuid>) -> Result<(), Failure> {
    let mut rest = input.trim_start();
    while !rest.is_empty() {
        if rest.starts_with(['{', '[', '"']) {
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            if let Some(value) = values.next() {
                let wrong = |error| Failure::usage(format!("standard input is not valid JSON: {error}"));
                collect(&value.map_err(wrong)?, uuids)?;
            }
            rest = &rest[values.byte_offset()..];
        } else {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            uuids.push(parse(line.trim())?);
            rest = after;
        }
        rest = rest.trim_start();
    }
    Ok(())
}

fn collect(value: &Value, uuids: &mut Vec<Uuid>) -> Result<(), Failure> {
    let items = value.as_array().or_else(|| value.get(ITEMS)?.as_array());
    if let Some(items) = items {
        return items.iter().try_for_each(|item| collect(item, uuids));
    }
    match value.as_str().or_else(|| value.get("uuid")?.as_str()) {
        Some(uuid) => uuids.push(parse(uuid)?),
        None => {
            return Err(Failure::usage("standard input has JSON without a text under `uuid`"));
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
        let mut uuids = Vec::new();
        read(input, &mut uuids).map(|()| uuids.iter().map(ToString::to_string).collect())
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
        for wrong in ["8c93", "{", "[", "{\"uuid\": 7}", "{}", "[7]", "\"8c93\"", "[[]] x"] {
            assert!(found(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_repeated_uuid_counts_once() {
        assert_eq!(uuids(&[ONE.to_owned(), ONE.to_uppercase()]).unwrap().len(), 1);
    }
}
