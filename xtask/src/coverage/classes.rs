//! Compares the classes of recorded answers with the scenarios of the dev server.

#[path = "../../../crates/saltant-dev-server/tests/support/answer_class.rs"]
mod answer_class;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use crate::root;
use answer_class::{Body, answer_class};

/// The folder of the dev server's scenarios.
const SCENARIOS: &str = "crates/saltant-dev-server/tests/scenarios";

/// Prints how many of the recorded classes are reproduced; returns those that are neither reproduced nor
/// listed as impossible.
pub(super) fn compare() -> anyhow::Result<Vec<String>> {
    let recorded = recorded()?;
    let reproduced = ids("classes.toml")?;
    let impossible = ids("unreproduced.toml")?;
    let missing: Vec<_> = recorded
        .iter()
        .filter(|(class, _)| !reproduced.contains(*class) && !impossible.contains(*class))
        .map(|(class, line)| format!("no scenario of the dev server reproduces {class} (recorded in {line})"))
        .collect();
    let (total, named) =
        (recorded.len(), recorded.keys().filter(|class| impossible.contains(*class)).count());
    let done = total - named - missing.len();
    println!("dev server: {done}/{total} recorded answer classes reproduced, {named} listed as impossible");
    Ok(missing)
}

/// The classes of the recorded answers, each with the id of the first call that has it.
fn recorded() -> anyhow::Result<BTreeMap<String, String>> {
    let path = root().join("tests/contract/saltant/calls.jsonl");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut classes = BTreeMap::new();
    for line in text.lines() {
        // Python writes NaN into a call's arguments, which is not JSON.
        let call: Value = serde_json::from_str(&line.replace(": NaN", ": null"))?;
        for exchange in call["exchanges"].as_array().into_iter().flatten() {
            if let Some(class) = class_of(exchange) {
                classes.entry(class).or_insert_with(|| call["id"].as_str().unwrap_or_default().to_owned());
            }
        }
    }
    Ok(classes)
}

/// The class of an exchange's answer; `None` if the connection was dropped.
fn class_of(exchange: &Value) -> Option<String> {
    let (request, response) = (&exchange["request"], &exchange["response"]);
    let status = u16::try_from(response["status"].as_u64()?).ok().filter(|status| *status > 0)?;
    let body = match response["body_kind"].as_str() {
        Some("json") => Body::Json(&response["body"]),
        Some("none") | None => Body::Nothing,
        Some(_) => Body::Text,
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let content_type = text(&response["headers"]["content-type"]);
    Some(answer_class(&text(&request["method"]), &text(&request["path"]), status, &content_type, body))
}

/// The ids in a file of classes.
fn ids(file: &str) -> anyhow::Result<BTreeSet<String>> {
    let path = root().join(SCENARIOS).join(file);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let table: toml::Table = text.parse().with_context(|| path.display().to_string())?;
    let classes = table.get("class").and_then(toml::Value::as_array).into_iter().flatten();
    Ok(classes.filter_map(|class| class.get("id")?.as_str().map(str::to_owned)).collect())
}
