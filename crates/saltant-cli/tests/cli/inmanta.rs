//! Deployments and dry runs of Inmanta, on a stub that answers what the service answers.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::stub::{self, Request};
use crate::support::{Place, Run, run_with_input};

const ENVIRONMENT: &str = "8c93e8b4-cf1a-4387-9dc4-78be37627356";
const DRY_RUN: &str = "3f6a6a0e-6d0b-4e2c-8f0e-1b9c5a2d7e10";

fn run(server: &stub::Server, arguments: &[&str]) -> Run {
    let mut command = Place::new().bare();
    command.arg("inmanta").args(arguments).args(["--environment", ENVIRONMENT]);
    command.args(["--url", &server.url, "--token", "t"]);
    run_with_input(command, "")
}

#[test]
fn an_environment_can_be_named_with_its_project_where_an_id_is_asked_for() {
    let other = "00000000-0000-4000-8000-000000000001";
    let server = stub::Server::start(move |request: &Request| {
        let project = |id: &str, name: &str| json!({"id": id, "name": name, "environments": []});
        let environment = |id: &str, project: &str| json!({"id": id, "name": "production", "project_id": project, "repo_url": "", "repo_branch": ""});
        let items = match request.path.split('?').next() {
            Some("/api/v2/project") => json!([project(other, "db"), project(DRY_RUN, "web")]),
            _ => json!([environment(other, other), environment(ENVIRONMENT, DRY_RUN)]),
        };
        (200, json!({"data": items}).to_string())
    });
    let run = |name: &str| {
        let mut command = Place::new().bare();
        command.args([
            "inmanta",
            "v1",
            "notify-change",
            name,
            "--dry-run",
            "--url",
            &server.url,
            "--token",
            "t",
        ]);
        run_with_input(command, "")
    };
    let request = run("web/production").ok();
    assert!(request.starts_with(&format!("POST {}/api/v1/notify/{ENVIRONMENT}\n", server.url)), "{request}");
    let unknown = run("web/staging").fails(2);
    assert!(unknown.starts_with("error: there is no environment named \"web/staging\"\n"), "{unknown}");
    assert!(run("production").fails(2).contains("ambiguous"), "two projects have one");
}

fn page(items: impl Into<Value>, more: impl Into<Value>) -> (u16, String) {
    let (items, more) = (items.into(), more.into());
    let mut metadata = json!({"total": 1, "before": 0, "after": 0, "page_size": 100});
    metadata.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    (200, json!({"data": items, "links": {"self": "/"}, "metadata": metadata}).to_string())
}

/// An environment in which version 7 is being deployed at the first look, and then ended as these states say.
fn deploying(ended: &'static [(&'static str, u64)]) -> stub::Server {
    let looks = AtomicUsize::new(0);
    stub::Server::start(move |request: &Request| {
        assert!(request.head.contains(&format!("x-inmanta-tid: {ENVIRONMENT}")), "{}", request.head);
        let path = request.path.as_str();
        if path.starts_with("/api/v2/desiredstate/7/promote") {
            return (200, String::new());
        }
        if path.starts_with("/api/v2/desiredstate") {
            let version = |number, released| {
                json!({"version": number, "date": "2026-11-21T00:39:03Z", "total": 3, "status": "active",
                    "released": released})
            };
            let is_whole = !path.contains("filter");
            let newer = is_whole.then(|| version(8, false));
            return page(newer.into_iter().chain([version(7, true)]).collect::<Value>(), json!({}));
        }
        if path.contains("/logs?") {
            let line = json!({"action_id": ENVIRONMENT, "action": "deploy", "timestamp": "2026-11-21T00:39:03Z",
                "level": "ERROR", "msg": "no space\u{1b}[2J left", "args": [], "kwargs": {}});
            return page(json!([line]), json!({}));
        }
        if path.contains("deploy_summary=true") {
            let states: Value = match looks.fetch_add(1, Ordering::SeqCst) {
                0 => json!({"deployed": 1, "available": 2, "failed": 0}),
                _ => ended.iter().map(|(state, count)| ((*state).to_owned(), json!(count))).collect(),
            };
            return page(json!([]), json!({"deploy_summary": {"total": 3, "by_state": states}}));
        }
        let failed = json!([{
            "resource_id": "t::T[a,key=x]", "resource_version_id": "t::T[a,key=x],v=7",
            "id_details": {"resource_type": "t::T", "agent": "a", "attribute": "key", "resource_id_value": "x"},
            "requires": [], "status": "failed"
        }]);
        page(failed, json!({}))
    })
}

#[test]
fn a_deployment_is_waited_for_with_its_counts_as_progress() {
    let server = deploying(&[("deployed", 3)]);
    let done = run(&server, &["deploy", "wait", "7", "--promote", "--interval", "1ms"]);
    assert_eq!(done.stderr, "version 7: 1 deployed, 2 available of 3\nversion 7: 3 deployed of 3\n");
    assert_eq!(
        done.ok(),
        "{\"version\":7,\"status\":\"active\",\"total\":3,\"states\":{\"deployed\":3},\"failed\":[]}\n"
    );
    // The newest released version is meant if none is named.
    let table =
        run(&deploying(&[("deployed", 3)]), &["deploy", "wait", "--interval", "1ms", "-o", "table", "-q"]);
    assert!(table.stderr.starts_with("version 7: 3 deployed of 3 after "), "{table:?}");
    assert_eq!(table.ok(), "");
}

#[test]
fn a_failed_resource_is_listed_with_the_last_line_of_its_log() {
    let failing = || deploying(&[("deployed", 2), ("failed", 1)]);
    let wait = ["deploy", "wait", "7", "--interval", "1ms", "--quiet"];
    let json = run(&failing(), &wait);
    assert_eq!((json.code, json.stderr.as_str()), (Some(4), ""));
    let shown: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        shown["trouble"],
        "inmanta.list_desired_state_versions version=7: ended as active with 1 of 3 resources not deployed"
    );
    assert_eq!(shown["states"], json!({"deployed": 2, "failed": 1}));
    let failed =
        json!({"resource_id": "t::T[a,key=x]", "status": "failed", "message": "no space\u{1b}[2J left"});
    assert_eq!(shown["failed"], json!([failed]));
    let table = run(&failing(), &[&wait[..], &["-o", "table"]].concat());
    assert_eq!(table.code, Some(4));
    assert_eq!(table.stdout, "RESOURCE       STATUS  MESSAGE\nt::T[a,key=x]  failed  no space [2J left\n");
    assert!(table.stderr.starts_with("version 7: 2 deployed, 1 failed of 3 after "), "{table:?}");
    let name = run(&failing(), &[&wait[..], &["-o", "name"]].concat());
    assert_eq!(name.stdout, "t::T[a,key=x]\n");
}

#[test]
fn a_deployment_that_takes_too_long_is_3_with_what_was_seen_last() {
    let server = deploying(&[("deployed", 2), ("deploying", 1)]);
    let late = run(&server, &["deploy", "wait", "7", "--interval", "1ms", "--timeout", "1s", "--quiet"]);
    assert_eq!(late.code, Some(3), "{late:?}");
    let shown: Value = serde_json::from_str(&late.stdout).unwrap();
    assert_eq!(
        (&shown["states"]["deploying"], &shown["trouble"]),
        (&json!(1), &json!("not finished within 1.0 s"))
    );
}

/// Dry runs of version 7: the newest one has two resources left at the first look.
fn dry_runs() -> stub::Server {
    let looks = AtomicUsize::new(0);
    stub::Server::start(move |request: &Request| {
        let is_first = request.path.ends_with(DRY_RUN) && looks.fetch_add(1, Ordering::SeqCst) == 0;
        let run = json!({"id": DRY_RUN, "environment": ENVIRONMENT, "model": 7, "date": "2026-11-21T00:39:03Z",
            "total": 3, "todo": if is_first { 2 } else { 0 }});
        let attribute = |from: Value, to: Value| json!({"from_value": from, "to_value": to, "from_value_compare": "", "to_value_compare": ""});
        let changed = json!([
            {"resource_id": "t::T[a,key=x]", "status": "modified", "attributes": {
                "mode": attribute(json!(644), json!(600)), "owner": attribute(json!(null), json!("root"))}},
            {"resource_id": "t::T[a,key=y]", "status": "unmodified", "attributes": {}},
            {"resource_id": "t::T[a,key=z]", "status": "agent_down", "attributes": {}},
        ]);
        let data = match request.path.as_str() {
            "/api/v2/dryrun/7" if request.head.contains("content-length") => json!(DRY_RUN),
            "/api/v2/dryrun/7" => json!([run]),
            "/api/v2/dryrun/8" => json!([]),
            _ => json!({"summary": run, "diff": changed}),
        };
        (200, json!({"data": data}).to_string())
    })
}

const CHANGES: &str = "\
RESOURCE       STATUS      ATTRIBUTE  FROM  TO
t::T[a,key=x]  modified    mode       644   600
t::T[a,key=x]  modified    owner      –     root
t::T[a,key=z]  agent_down  –          –     –
";

#[test]
fn a_dry_run_is_waited_for_and_its_changes_are_shown() {
    let wait = ["dry-run", "wait", "7", "--interval", "1ms", "-o", "table"];
    let done = run(&dry_runs(), &wait);
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), CHANGES));
    let (progress, summary) = done.stderr.split_once('\n').unwrap();
    assert_eq!(progress, "2 of 3 resources to be examined");
    assert!(summary.contains("\n2 of 3 resources would change after "), "{summary}");
    let json = run(&dry_runs(), &["dry-run", "wait", "7", DRY_RUN, "--interval", "1ms", "--quiet"]).json();
    assert_eq!((&json["summary"]["todo"], json["diff"].as_array().unwrap().len()), (&json!(0), 3));
    run(&dry_runs(), &["dry-run", "wait", "7", DRY_RUN, "--trigger"]).fails(2);
}

#[test]
fn the_differences_are_those_of_the_newest_dry_run() {
    let shown = run(&dry_runs(), &["dry-run", "diff", "7", "-o", "table"]);
    assert_eq!(shown.stdout, CHANGES);
    assert!(shown.stderr.contains("warning: the dry run has not ended: 2 resources"), "{shown:?}");
    let csv = run(&dry_runs(), &["dry-run", "diff", "7", "-o", "csv", "--columns", "attribute,from,to"]).ok();
    assert_eq!(csv, "attribute,from_value,to_value\nmode,644,600\nowner,,root\n,,\n");
    let none = run(&dry_runs(), &["dry-run", "diff", "8"]).fails(2);
    assert!(none.starts_with(
        "error: version 8 has no dry run\nhint: saltant inmanta dry-run wait VERSION --trigger"
    ));
}
