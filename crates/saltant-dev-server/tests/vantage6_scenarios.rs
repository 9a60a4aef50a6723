//! Plays every scenario of `tests/vantage6/scenarios.toml`: for each class of answers that was recorded from a real
//! vantage6 server, a request that gets an answer of the class here.
//!
//! `stage.toml` has the requests that set a fresh server up before. A scenario is sent by the user `as` (`-` for
//! nobody), with JSON or another body, after the steps in `before`: `METHOD PATH JSON` as root, or `clock SECONDS`.
//! `{mail}` is the token of the latest mail, `{key7}` the key of node 7, `{token:alice}` a token.

#[path = "support/http.rs"]
mod http;
#[path = "vantage6/stage.rs"]
mod stage;
#[path = "support/vantage6_class.rs"]
mod vantage6_class;

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use stage::Stage;
use vantage6_class::vantage6_class;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: Vec<Scenario>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    class: String,
    #[serde(rename = "as")]
    user: String,
    request: String,
    #[serde(default)]
    refresh: bool,
    #[serde(default)]
    two_factor: bool,
    #[serde(default)]
    before: Vec<String>,
    authorization: Option<String>,
    json: Option<String>,
    body: Option<String>,
    content_type: Option<String>,
}

fn scenarios() -> Vec<Scenario> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vantage6/scenarios.toml");
    toml::from_str::<File>(&std::fs::read_to_string(path).unwrap()).unwrap().scenario
}

/// Whether a scenario leaves the stage as it is.
fn is_harmless(scenario: &Scenario) -> bool {
    let refused = scenario.class.split(" | ").nth(1) >= Some("400");
    let reads = scenario.request.starts_with("GET ");
    // A failed login counts, and a fault of the server may have done half of its work.
    (refused || reads)
        && scenario.before.is_empty()
        && !scenario.two_factor
        && !scenario.request.contains("token/user")
}

/// The class of the answer to a scenario's request.
fn play(stage: &mut Stage, scenario: &Scenario) -> String {
    // Tokens are older than what comes before the request.
    let authorization = match scenario.user.as_str() {
        "-" => scenario.authorization.clone(),
        user => Some(format!("Bearer {}", stage.token(user, scenario.refresh))),
    };
    for step in &scenario.before {
        stage.prepare(step);
    }
    let (method, target) = scenario.request.split_once(' ').unwrap();
    let mut request = http::Request::new(method, target);
    if let Some(authorization) = authorization {
        request = request.header("authorization", &authorization);
    }
    if let Some(json) = &scenario.json {
        request = request.json(&stage.replaced(json));
    }
    if let Some(body) = &scenario.body {
        request.body = body.as_bytes().to_vec();
    }
    if let Some(content_type) = &scenario.content_type {
        request = request.header("content-type", content_type);
    }
    let answer = stage.send(&request);
    let content_type = answer.header("content-type").unwrap_or("");
    let json: Option<Value> =
        content_type.contains("json").then(|| serde_json::from_str(&answer.text).ok()).flatten();
    let body = (!answer.text.is_empty()).then(|| json.as_ref().ok_or(()));
    vantage6_class(method, target.split('?').next().unwrap(), answer.status, content_type, body)
}

#[test]
fn every_recorded_class_of_answers_is_reproduced() {
    let scenarios = scenarios();
    let classes: BTreeSet<&str> = scenarios.iter().map(|scenario| scenario.class.as_str()).collect();
    assert_eq!(classes.len(), scenarios.len(), "two scenarios have the same class");
    assert!(classes.len() > 200);
    let mut shared = Stage::new(false);
    let mut wrong = Vec::new();
    for scenario in &scenarios {
        let found = if is_harmless(scenario) {
            play(&mut shared, scenario)
        } else {
            play(&mut Stage::new(scenario.two_factor), scenario)
        };
        if found != scenario.class {
            wrong.push(format!(
                "{} as {}: {found}\n  and not {}",
                scenario.request, scenario.user, scenario.class
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_spoiled_scenario_is_of_another_class() {
    let all = scenarios();
    let scenario = all.iter().find(|scenario| scenario.request == "GET /api/organization/3").unwrap();
    assert_eq!(play(&mut Stage::new(false), scenario), scenario.class);
    for spoiled in [
        Scenario { request: "GET /api/organization/99".to_owned(), ..scenario.clone() },
        Scenario { request: "DELETE /api/organization/3".to_owned(), ..scenario.clone() },
        Scenario { user: "-".to_owned(), ..scenario.clone() },
        Scenario { user: "bob".to_owned(), ..scenario.clone() },
    ] {
        assert_ne!(play(&mut Stage::new(false), &spoiled), scenario.class);
    }
}
