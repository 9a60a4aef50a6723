//! Compares the classes of recorded answers with the scenarios of the dev servers.

#[path = "../../../crates/saltant-dev-server/tests/support/agave_class.rs"]
mod agave_class;
#[path = "../../../crates/saltant-dev-server/tests/support/answer_class.rs"]
mod answer_class;
#[path = "../../../crates/saltant-dev-server/tests/support/astakos_class.rs"]
mod astakos_class;
#[path = "../../../crates/saltant-dev-server/tests/support/vantage6_class.rs"]
mod vantage6_class;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use crate::root;
use agave_class::agave_class;
use answer_class::{Body, answer_class};
use astakos_class::astakos_class;
use vantage6_class::vantage6_class;

/// A dev server with recorded answers.
struct Recorded {
    service: &'static str,
    /// The files of the classes that scenarios reproduce.
    reproduced: &'static str,
    /// The files of classes that cannot be reproduced, each with its reason.
    impossible: Option<&'static str>,
    class: fn(&Answer<'_>) -> String,
}

/// A recorded answer.
struct Answer<'a> {
    method: &'a str,
    path: &'a str,
    status: u16,
    content_type: &'a str,
    kind: &'a str,
    body: &'a Value,
}

const RECORDED: [Recorded; 4] = [
    Recorded {
        service: "saltant",
        reproduced: "scenarios/classes.toml",
        impossible: Some("scenarios/unreproduced.toml"),
        class: |answer| {
            let body = match answer.kind {
                "json" => Body::Json(answer.body),
                "none" | "" => Body::Nothing,
                _ => Body::Text,
            };
            answer_class(answer.method, answer.path, answer.status, answer.content_type, body)
        },
    },
    Recorded {
        service: "vantage6",
        reproduced: "vantage6/scenarios.toml",
        impossible: None,
        class: |answer| {
            let body = match answer.kind {
                "json" => Some(Ok(answer.body)),
                "none" | "" => None,
                _ => Some(Err(())),
            };
            vantage6_class(answer.method, answer.path, answer.status, answer.content_type, body)
        },
    },
    Recorded {
        service: "agave",
        reproduced: "agave/classes.toml",
        impossible: Some("agave/unreproduced.toml"),
        class: |answer| {
            let body = match answer.kind {
                "json" => Some(Ok(answer.body)),
                "none" | "" => None,
                _ => Some(Err(())),
            };
            agave_class(answer.method, answer.path, answer.status, body)
        },
    },
    Recorded {
        service: "astakos",
        reproduced: "astakos/classes.toml",
        impossible: Some("astakos/unreproduced.toml"),
        class: |answer| {
            let body = Some(answer.body).filter(|body| **body != Value::Null);
            astakos_class(answer.method, answer.path, answer.status, body)
        },
    },
];

/// Prints how many of the recorded classes are reproduced; returns those that are neither reproduced nor
/// listed as impossible.
pub(super) fn compare() -> anyhow::Result<Vec<String>> {
    let mut missing = Vec::new();
    for service in &RECORDED {
        missing.extend(service.compare()?);
    }
    Ok(missing)
}

impl Recorded {
    fn compare(&self) -> anyhow::Result<Vec<String>> {
        let recorded = self.classes()?;
        let reproduced = ids(self.reproduced)?;
        let impossible = self.impossible.map(ids).transpose()?.unwrap_or_default();
        let name = self.service;
        let missing =
            recorded.iter().filter(|(class, _)| !reproduced.contains(*class) && !impossible.contains(*class));
        let missing: Vec<_> = missing
            .map(|(class, line)| {
                format!("no scenario of {name}'s dev server reproduces {class} (recorded in {line})")
            })
            .collect();
        let (total, named) =
            (recorded.len(), recorded.keys().filter(|class| impossible.contains(*class)).count());
        let done = total - named - missing.len();
        println!(
            "{name}'s dev server: {done}/{total} recorded answer classes reproduced, {named} listed as impossible"
        );
        Ok(missing)
    }

    /// The classes of the recorded answers, each with the id of the first call that has it.
    fn classes(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let path = root().join("tests/contract").join(self.service).join("calls.jsonl");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut classes = BTreeMap::new();
        for line in text.lines() {
            // Python writes NaN into a call's arguments, which is not JSON.
            let call: Value = serde_json::from_str(&line.replace(": NaN", ": null"))?;
            for exchange in call["exchanges"].as_array().into_iter().flatten() {
                if let Some(answer) = Answer::read(exchange) {
                    let id = || call["id"].as_str().unwrap_or_default().to_owned();
                    classes.entry((self.class)(&answer)).or_insert_with(id);
                }
            }
        }
        Ok(classes)
    }
}

impl<'a> Answer<'a> {
    /// An exchange's answer; `None` if the connection was dropped.
    fn read(exchange: &'a Value) -> Option<Self> {
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let status = u16::try_from(response["status"].as_u64()?).ok().filter(|status| *status > 0)?;
        let text = |value: &'a Value| value.as_str().unwrap_or_default();
        Some(Self {
            method: text(&request["method"]),
            path: text(&request["path"]),
            status,
            content_type: text(&response["headers"]["content-type"]),
            kind: text(&response["body_kind"]),
            body: &response["body"],
        })
    }
}

/// The classes in a file of them, below the folder of the dev server's tests.
fn ids(file: &str) -> anyhow::Result<BTreeSet<String>> {
    let path = root().join("crates/saltant-dev-server/tests").join(file);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let table: toml::Table = text.parse().with_context(|| path.display().to_string())?;
    let list = |name: &str| table.get(name).and_then(toml::Value::as_array).into_iter().flatten();
    // A reason may hold for several classes.
    let several = list("class").filter_map(|row| row.get("ids")?.as_array()).flatten().map(Some);
    let named = list("class").map(|row| row.get("id")).chain(list("scenario").map(|row| row.get("class")));
    Ok(named.chain(several).filter_map(|name| name?.as_str().map(str::to_owned)).collect())
}
