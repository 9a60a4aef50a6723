//! Compares the classes of recorded answers with those that the dev servers give.

#[path = "../../../crates/saltant-dev-server/tests/support/answer_class.rs"]
mod answer_class;
#[path = "../../../crates/saltant-dev-server/tests/support/astakos_class.rs"]
mod astakos_class;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use crate::root;
use answer_class::{Body, answer_class};
use astakos_class::astakos_class;

/// A service whose dev server has tables of classes.
struct Compared {
    service: &'static str,
    /// The folder of the tables.
    tables: &'static str,
    /// The class of a recorded exchange's answer with that status.
    class: fn(&Value, u16) -> String,
}

const COMPARED: &[Compared] = &[
    Compared { service: "saltant", tables: "crates/saltant-dev-server/tests/scenarios", class: of_saltant },
    Compared { service: "astakos", tables: "crates/saltant-dev-server/tests/astakos", class: of_astakos },
];

/// Prints how many of the recorded classes are reproduced; returns those that are neither reproduced nor
/// listed as impossible.
pub(super) fn compare() -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for compared in COMPARED {
        let service = compared.service;
        let recorded = compared.recorded()?;
        let reproduced = compared.ids("classes.toml")?;
        let impossible = compared.ids("unreproduced.toml")?;
        let missing: Vec<_> = recorded
            .iter()
            .filter(|(class, _)| !reproduced.contains(*class) && !impossible.contains(*class))
            .map(|(class, line)| format!("no test of the dev server reproduces {class} (recorded in {line})"))
            .collect();
        let both = impossible.intersection(&reproduced);
        problems.extend(both.map(|class| format!("{class} is listed as impossible and is reproduced")));
        let (total, named) =
            (recorded.len(), recorded.keys().filter(|class| impossible.contains(*class)).count());
        let done = total - named - missing.len();
        println!(
            "dev server: {service} {done}/{total} recorded answer classes reproduced, {named} listed as impossible"
        );
        problems.extend(missing);
    }
    Ok(problems)
}

impl Compared {
    /// The classes of the recorded answers, each with the id of the first call that has it.
    fn recorded(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let path = root().join(format!("tests/contract/{}/calls.jsonl", self.service));
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut classes = BTreeMap::new();
        for line in text.lines() {
            // Python writes NaN into a call's arguments, which is not JSON.
            let call: Value = serde_json::from_str(&line.replace(": NaN", ": null"))?;
            for exchange in call["exchanges"].as_array().into_iter().flatten() {
                // A dropped connection has the status 0.
                let status =
                    exchange["response"]["status"].as_u64().and_then(|status| u16::try_from(status).ok());
                if let Some(status) = status.filter(|status| *status > 0) {
                    let id = call["id"].as_str().unwrap_or_default().to_owned();
                    classes.entry((self.class)(exchange, status)).or_insert(id);
                }
            }
        }
        Ok(classes)
    }

    /// The ids in a file of classes.
    fn ids(&self, file: &str) -> anyhow::Result<BTreeSet<String>> {
        let path = root().join(self.tables).join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let table: toml::Table = text.parse().with_context(|| path.display().to_string())?;
        let classes = table.get("class").and_then(toml::Value::as_array).into_iter().flatten();
        Ok(classes.filter_map(|class| class.get("id")?.as_str().map(str::to_owned)).collect())
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn of_saltant(exchange: &Value, status: u16) -> String {
    let (request, response) = (&exchange["request"], &exchange["response"]);
    let body = match response["body_kind"].as_str() {
        Some("json") => Body::Json(&response["body"]),
        Some("none") | None => Body::Nothing,
        Some(_) => Body::Text,
    };
    let content_type = text(&response["headers"]["content-type"]);
    answer_class(text(&request["method"]), text(&request["path"]), status, content_type, body)
}

fn of_astakos(exchange: &Value, status: u16) -> String {
    let (request, body) = (&exchange["request"], &exchange["response"]["body"]);
    let body = Some(body).filter(|body| **body != Value::Null);
    astakos_class(text(&request["method"]), text(&request["path"]), status, body)
}
