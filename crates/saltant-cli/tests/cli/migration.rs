//! Each command of saltant-cli has a row in the table of the page `command-compared.md`, which is run here.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::Place;

/// The commands of saltant-cli 0.4, by group.
const COMMANDS: &[(&str, &[&str])] = &[
    ("completion", &["install"]),
    ("container-task-instances", &["clone", "create", "get", "list", "terminate", "wait"]),
    ("container-task-types", &["create", "get", "list", "put"]),
    ("executable-task-instances", &["clone", "create", "get", "list", "terminate", "wait"]),
    ("executable-task-types", &["create", "get", "list", "put"]),
    ("task-queues", &["create", "get", "list", "put"]),
    ("task-whitelists", &["create", "get", "list", "put"]),
    ("users", &["get", "list"]),
];

/// The rows of the table: what was written, and what is written now.
fn rows() -> Vec<(String, String)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/command-compared.md");
    let text = std::fs::read_to_string(page).expect("the page exists");
    let (_, table) =
        text.split_once("| saltant-cli | saltant |\n|---|---|\n").expect("the page has the table");
    let row = |line: &str| {
        let line = line.strip_prefix("| `")?.strip_suffix("` |")?;
        let (before, now) = line.split_once("` | `")?;
        Some((before.to_owned(), now.to_owned()))
    };
    table.lines().map_while(row).collect()
}

/// A server with the queue gpu, the whitelist ours, and the task types greet and box, which it allows.
fn place() -> Place {
    let place = Place::with(|server| server.user("anna"));
    let create = |words: &[&str]| {
        place.run(&[words, &["-o", "name"]].concat()).ok();
    };
    let greet = ["task-type", "create", "--name", "greet", "--command-to-run", "echo hello"];
    create(&[&greet[..], &["--required-arguments", "whom"]].concat());
    let image = ["--class", "container", "--container-image", "alpine", "--container-type", "docker"];
    create(&[&["task-type", "create", "--name", "box", "--command-to-run", "true"][..], &image].concat());
    create(&[
        "whitelist",
        "create",
        "--name",
        "ours",
        "--whitelisted-executable-task-types",
        "greet",
        "--whitelisted-container-task-types",
        "box",
    ]);
    create(&["queue", "create", "--name", "gpu", "--whitelists", "ours"]);
    std::fs::write(place.home.path().join("filters.json"), r#"{"name": "gpu"}"#).expect("it can be written");
    place
}

#[test]
fn every_command_of_saltant_cli_has_one_that_works_in_its_place() {
    let place = place();
    let bin = Path::new(env!("CARGO_BIN_EXE_saltant")).parent().expect("it has one").display();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
    let mut tried = BTreeSet::new();
    for (before, now) in rows() {
        let mut words = before.split(' ');
        let (group, verb) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        tried.insert(format!("{group} {verb}"));
        let mut line = now.clone();
        if line.contains("UUID") {
            let what: &[&str] =
                if group.starts_with("container") { &["box"] } else { &["greet", "whom=Ada"] };
            let uuid = place.run(&[&["submit", "--queue", "gpu", "-o", "name"][..], what].concat()).ok();
            line = line.replace("UUID", uuid.trim());
        }
        let mut shell = Command::new("bash");
        shell.args(["-c", &line]).current_dir(place.home.path()).env_clear().stdin(Stdio::null());
        for (name, value) in place.command().get_envs().filter_map(|(name, value)| Some((name, value?))) {
            shell.env(name, value);
        }
        let done = shell.env("PATH", &path).output().expect("bash runs");
        // The dev server has no container engine, so a container fails.
        let is_failed_container =
            verb == "wait" && group.starts_with("container") && done.status.code() == Some(4);
        assert!(done.status.success() || is_failed_container, "{before}: {now}: {done:?}");
        assert!(!done.stdout.is_empty(), "{now}");
    }
    let all: BTreeSet<_> = COMMANDS
        .iter()
        .flat_map(|(group, verbs)| verbs.iter().map(move |verb| format!("{group} {verb}")))
        .collect();
    assert_eq!(tried, all);
}
