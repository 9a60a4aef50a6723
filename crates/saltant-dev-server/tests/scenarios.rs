//! Plays every scenario of `tests/scenarios/` on a stage of its own, and checks that the table of the
//! classes they reproduce, `tests/scenarios/classes.toml`, is up to date.
//!
//! After a change of scenarios, `UPDATE_CLASSES=1 cargo test -p saltant-dev-server --test scenarios` rewrites it.

#[path = "support/answer_class.rs"]
mod answer_class;
#[path = "support/http.rs"]
mod http;
#[path = "support/stage.rs"]
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use answer_class::{Body, answer_class};
use http::{Answer, Request};
use serde::Deserialize;
use serde_json::Value;
use stage::Stage;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: Vec<Scenario>,
}

/// One request, and the class of its answer.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    /// Makes one scenario for each combination of these: the key in angle brackets stands for the value.
    #[serde(default)]
    each: BTreeMap<String, Vec<String>>,
    /// What is done before, on a fresh stage.
    #[serde(default)]
    before: Vec<String>,
    /// Method and path.
    request: String,
    /// Whose token is sent: matt's if this is not given, none if it is empty.
    #[serde(rename = "as")]
    user: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// A JSON body.
    json: Option<String>,
    /// A form, encoded.
    form: Option<String>,
    /// Any other body; its type is among the headers.
    body: Option<String>,
    /// A body that is not text.
    bytes: Option<Vec<u8>>,
    /// The class of the answer, without its operation: that follows from the request.
    class: String,
    /// The whole answer, where more than its class is of interest.
    answer: Option<String>,
    /// Headers that the answer has.
    #[serde(default)]
    answer_headers: BTreeMap<String, String>,
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

fn scenarios() -> Vec<Scenario> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let tables = ["classes.toml", "unreproduced.toml"];
    files.retain(|path| !tables.iter().any(|table| path.ends_with(table)));
    let mut scenarios = Vec::new();
    for path in files {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        scenarios.extend(file.scenario.iter().flat_map(Scenario::combinations));
    }
    scenarios
}

impl Scenario {
    /// The scenarios that this one stands for.
    fn combinations(&self) -> Vec<Self> {
        let mut all = vec![Self { each: BTreeMap::new(), ..self.clone() }];
        for (key, values) in &self.each {
            assert!(!values.is_empty() && self.name.contains(&format!("<{key}>")), "{}: {key}", self.name);
            all = all.iter().flat_map(|one| values.iter().map(|value| one.with(key, value))).collect();
        }
        all
    }

    fn with(&self, key: &str, value: &str) -> Self {
        let put = |text: &String| text.replace(&format!("<{key}>"), value);
        let put_all = |texts: &BTreeMap<String, String>| {
            texts.iter().map(|(name, text)| (name.clone(), put(text))).collect::<BTreeMap<_, _>>()
        };
        Self {
            name: put(&self.name),
            each: BTreeMap::new(),
            before: self.before.iter().map(put).collect(),
            request: put(&self.request),
            user: self.user.as_ref().map(put),
            headers: put_all(&self.headers),
            json: self.json.as_ref().map(put),
            form: self.form.as_ref().map(put),
            body: self.body.as_ref().map(put),
            bytes: self.bytes.clone(),
            class: put(&self.class),
            answer: self.answer.as_ref().map(put),
            answer_headers: put_all(&self.answer_headers),
        }
    }
}

/// Whether a scenario leaves the stage as it is: it only reads, or is refused.
fn is_harmless(scenario: &Scenario) -> bool {
    let reads = ["GET ", "HEAD ", "OPTIONS "].iter().any(|method| scenario.request.starts_with(method));
    let refused = scenario.class.as_str() >= "4";
    scenario.before.is_empty() && (reads || refused)
}

/// Plays a scenario and gives the class of the answer, or what is wrong with it.
fn play(stage: &mut Stage, scenario: &Scenario) -> Result<String, String> {
    for step in &scenario.before {
        stage.prepare(step);
    }
    let (method, target) = scenario.request.split_once(' ').unwrap();
    let target = stage.replaced(target);
    let mut request = Request::new(method, &target);
    match scenario.user.as_deref() {
        Some("") => {}
        user => request = request.token(&format!("token-of-{}", user.unwrap_or("matt"))),
    }
    for (name, value) in &scenario.headers {
        request = request.header(name, &stage.replaced(value));
    }
    if let Some(text) = &scenario.json {
        request = request.json(&stage.replaced(text));
    }
    if let Some(text) = &scenario.form {
        request = request.form(&stage.replaced(text));
    }
    if let Some(text) = &scenario.body {
        request.body = text.as_bytes().to_vec();
    }
    if let Some(bytes) = &scenario.bytes {
        request.body.clone_from(bytes);
    }
    let answer = stage.send(&request);
    let class = class_of(method, &target, &answer);
    if class != format!("{} | {}", answer_class::operation(method, &target), scenario.class) {
        return Err(format!(
            "is of class\n    {class}\n  and not of\n    {}\n  {}",
            scenario.class, answer.text
        ));
    }
    if let Some(wanted) = &scenario.answer {
        let wanted: Value = serde_json::from_str(&stage.replaced(wanted)).unwrap();
        if answer.json() != wanted {
            return Err(format!("answered\n    {}\n  and not\n    {wanted}", answer.text));
        }
    }
    for (name, wanted) in &scenario.answer_headers {
        let wanted = stage.replaced(wanted);
        if answer.header(name) != Some(&wanted) {
            return Err(format!("has {name} {:?} and not {wanted:?}", answer.header(name)));
        }
    }
    Ok(class)
}

fn class_of(method: &str, target: &str, answer: &Answer) -> String {
    let path = target.split('?').next().unwrap_or(target);
    let content_type = answer.header("content-type").unwrap_or("");
    let json: Option<Value> =
        content_type.contains("json").then(|| serde_json::from_str(&answer.text).ok()).flatten();
    let body = match &json {
        Some(value) => Body::Json(value),
        None if answer.text.is_empty() => Body::Nothing,
        None => Body::Text,
    };
    answer_class(method, path, answer.status, content_type, body)
}

/// Plays them all and gives the names of the scenarios by class.
fn play_all(scenarios: &[Scenario]) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let next = AtomicUsize::new(0);
    let classes = Mutex::new(BTreeMap::<String, BTreeSet<String>>::new());
    let failures = Mutex::new(String::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                // Harmless scenarios share a stage, as setting one up takes longer than they do.
                let mut shared = Stage::new();
                while let Some(scenario) = scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let played = if is_harmless(scenario) {
                        play(&mut shared, scenario)
                    } else {
                        play(&mut Stage::new(), scenario)
                    };
                    match played {
                        Ok(class) => {
                            classes.lock().unwrap().entry(class).or_default().insert(scenario.name.clone());
                        }
                        Err(why) => writeln!(failures.lock().unwrap(), "{}\n  {why}", scenario.name).unwrap(),
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    if failures.is_empty() { Ok(classes.into_inner().unwrap()) } else { Err(failures) }
}

fn table(classes: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut text = String::from(
        "# The answer classes that the scenarios reproduce, and the scenarios of each. The test program\n\
         # `scenarios` writes this file and checks it; the rule of the classes is in ../CLASSES.md.\n",
    );
    for (class, names) in classes {
        let class = toml::Value::String(class.clone());
        let names = toml::Value::Array(names.iter().cloned().map(toml::Value::String).collect());
        writeln!(text, "\n[[class]]\nid = {class}\nscenarios = {names}").unwrap();
    }
    text
}

#[test]
fn every_scenario_gets_an_answer_of_its_class_and_the_table_has_them_all() {
    let scenarios = scenarios();
    let names: BTreeSet<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    assert!(!scenarios.is_empty());
    assert_eq!(names.len(), scenarios.len(), "two scenarios have the same name");
    let classes = play_all(&scenarios).unwrap_or_else(|failures| panic!("\n{failures}"));
    let path = directory().join("classes.toml");
    let wanted = table(&classes);
    if std::env::var_os("UPDATE_CLASSES").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == wanted, "{} is out of date: run this test with UPDATE_CLASSES=1", path.display());
}

#[test]
fn what_is_said_to_be_unreproduced_is_not_in_the_table() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Unreproduced {
        #[serde(default)]
        class: Vec<Entry>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        id: String,
        reason: String,
    }
    let read = |name: &str| std::fs::read_to_string(directory().join(name)).unwrap();
    let reproduced = read("classes.toml");
    let unreproduced: Unreproduced = toml::from_str(&read("unreproduced.toml")).unwrap();
    for entry in unreproduced.class {
        assert!(!entry.reason.is_empty());
        assert!(!reproduced.contains(&entry.id), "{} is reproduced", entry.id);
    }
}

#[test]
fn a_spoiled_scenario_fails() {
    let scenario = Scenario {
        name: "spoiled".to_owned(),
        each: BTreeMap::new(),
        before: Vec::new(),
        request: "GET /api/users/matt/".to_owned(),
        user: None,
        headers: BTreeMap::new(),
        json: None,
        form: None,
        body: None,
        bytes: None,
        class: "200 | application/json | object".to_owned(),
        answer: Some(r#"{"username":"matt","email":"matt@example.org"}"#.to_owned()),
        answer_headers: BTreeMap::from([("allow".to_owned(), "GET".to_owned())]),
    };
    assert!(play(&mut Stage::new(), &scenario).is_ok());
    for spoiled in [
        Scenario { class: "404 | application/json | object".to_owned(), ..scenario.clone() },
        Scenario { answer: Some("{}".to_owned()), ..scenario.clone() },
        Scenario { user: Some(String::new()), ..scenario.clone() },
        Scenario {
            answer_headers: BTreeMap::from([("allow".to_owned(), "POST".to_owned())]),
            ..scenario.clone()
        },
        Scenario { request: "GET /api/users/daniel/".to_owned(), ..scenario.clone() },
    ] {
        assert!(play(&mut Stage::new(), &spoiled).is_err());
    }
}

#[test]
fn the_rule_of_the_classes_takes_out_what_varies() {
    let class = |method: &str, path: &str, status, body: &str| {
        let value: Value = serde_json::from_str(body).unwrap();
        answer_class(method, path, status, "application/json", Body::Json(&value))
    };
    let unknown = |id: &str| {
        class(
            "POST",
            "/api/taskqueues",
            400,
            &format!(r#"{{"whitelists":["Invalid pk \"{id}\" - object does not exist."]}}"#),
        )
    };
    assert_eq!(unknown("4"), unknown("999"));
    assert_eq!(
        unknown("4"),
        "task_queues.create | 400 | application/json | {whitelists: [Invalid pk \"…\" - object does not exist.]}"
    );
    let listed = class(
        "POST",
        "/api/x/",
        400,
        r#"{"non_field_errors":["['Queue q w has not whitelisted task type t u']"]}"#,
    );
    assert!(
        listed.ends_with("{non_field_errors: [['Queue … has not whitelisted task type …']]}"),
        "{listed}"
    );
    assert!(listed.starts_with("other.post |"));
    assert_eq!(
        class("GET", "/api/users/a/", 200, r#"{"username":"a"}"#),
        "users.get | 200 | application/json | object"
    );
    assert_eq!(
        answer_class::operation("POST", "/api/executabletaskinstances/x/clone/"),
        "executable_task_instances.clone"
    );
    assert_eq!(
        answer_class::operation("HEAD", "/api/executabletaskinstances/x/clone/"),
        "executable_task_instances.clone.head"
    );
    assert_eq!(answer_class::operation("GET", "/api/users//"), "other.get");
    assert_eq!(answer_class::operation("GET", "/api/users.json"), "users.list");
}
