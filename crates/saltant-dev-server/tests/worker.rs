//! The worker: real subprocesses, what they get and what becomes of them.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;
#[path = "worker/processes.rs"]
mod processes;

use std::time::{Duration, Instant};

use http::{Request, send};
use saltant_dev_server::saltant::{DevServer, DevServerBuilder, Logs, NewUser};
use saltant_dev_server::{Fault, Uuid};
use serde_json::{Value, json};

/// A server with one queue that takes every type made through [`World::task_type`].
struct World {
    server: DevServer,
    types: Vec<u64>,
}

impl World {
    fn new(builder: DevServerBuilder) -> Self {
        let server = builder.user(NewUser::new("matt").token("t")).start_blocking().unwrap();
        let world = Self { server, types: Vec::new() };
        world.post("taskwhitelists/", &json!({"name": "w"}));
        world.post("taskqueues/", &json!({"name": "q", "whitelists": [1]}));
        world
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::new(method, &format!("/api/{path}")).token("t").json(&body.to_string());
        let answer = send(self.server.addr(), &request).unwrap();
        let body = if answer.status == 500 { Value::Null } else { answer.json() };
        (answer.status, body)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.ask("POST", path, body);
        assert!(status == 201 || status == 202, "{status} {answer}");
        answer
    }

    fn get(&self, uuid: &str) -> Value {
        let request = Request::new("GET", &format!("/api/executabletaskinstances/{uuid}/")).token("t");
        send(self.server.addr(), &request).unwrap().json()
    }

    /// Makes a type that the queue takes.
    fn task_type(&mut self, mut fields: Value) -> u64 {
        fields["name"] = format!("type {}", self.types.len()).into();
        let id = self.post("executabletasktypes/", &fields)["id"].as_u64().unwrap();
        self.types.push(id);
        let list = json!({"whitelisted_executable_task_types": self.types});
        assert_eq!(self.ask("PATCH", "taskwhitelists/1/", &list).0, 200);
        id
    }

    fn create(&self, task_type: u64, arguments: &Value) -> String {
        let body = json!({"task_type": task_type, "task_queue": 1, "arguments": arguments});
        let answer = self.post("executabletaskinstances/", &body);
        assert_eq!(answer["state"], "created");
        answer["uuid"].as_str().unwrap().to_owned()
    }

    /// Polls until the state is one of the wanted.
    fn until(&self, uuid: &str, wanted: &[&str]) -> Value {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let row = self.get(uuid);
            if wanted.contains(&row["state"].as_str().unwrap()) {
                return row;
            }
            assert!(Instant::now() < deadline, "still {}", row["state"]);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn finished(&self, uuid: &str) -> Value {
        self.until(uuid, &["successful", "failed", "terminated"])
    }

    fn logs(&self, uuid: &str) -> Logs {
        self.server.logs(Uuid::parse_str(uuid).unwrap())
    }

    /// Runs a command and gives its final state and what it wrote.
    fn run(&mut self, fields: Value, arguments: &Value) -> (String, Logs) {
        let task_type = self.task_type(fields);
        let uuid = self.create(task_type, arguments);
        let state = self.finished(&uuid)["state"].as_str().unwrap().to_owned();
        (state, self.logs(&uuid))
    }
}

fn world() -> World {
    World::new(DevServer::builder().worker_variable("DEMO", "demo value"))
}

#[test]
fn words_are_split_and_variables_of_the_worker_replaced() {
    let command = "printf '[%s]' $DEMO ${DEMO} $SURELY_NOT_THERE 'a b' | cat";
    let mut world = world();
    let (state, logs) = world.run(json!({"command_to_run": command}), &json!({}));
    assert_eq!(state, "successful");
    assert_eq!(logs.stdout().unwrap(), "[demo][value][demo][value][$SURELY_NOT_THERE][a b][|][cat]");
    assert!(
        logs.stdout_path()
            .ends_with(format!("{}-stdout.txt", logs.directory().file_name().unwrap().display()))
    );
}

#[test]
fn arguments_are_one_word_of_ascii_json_in_the_order_they_were_sent() {
    let mut world = world();
    let task_type = world.task_type(json!({"command_to_run": "printf '[%s]'"}));
    // Not through a JSON value, which would order the keys.
    let body = format!(
        r#"{{"task_type":{task_type},"task_queue":1,"arguments":{{"zebra":"é🚀","b":[1,2.50,1180591620717411303424]}}}}"#
    );
    let request = Request::new("POST", "/api/executabletaskinstances/").token("t").json(&body);
    let created = send(world.server.addr(), &request).unwrap();
    assert!(
        created.text.contains(r#""arguments":{"zebra":"é🚀","b":[1,2.5,1180591620717411303424]}"#),
        "{}",
        created.text
    );
    let uuid = created.json()["uuid"].as_str().unwrap().to_owned();
    world.finished(&uuid);
    let wanted = r#"[{"zebra": "\u00e9\ud83d\ude80", "b": [1, 2.5, 1180591620717411303424]}]"#;
    assert_eq!(world.logs(&uuid).stdout().unwrap(), wanted);
    let request = Request::new("GET", &format!("/api/executabletaskinstances/{uuid}/")).token("t");
    let read = send(world.server.addr(), &request).unwrap().text;
    assert!(read.contains(r#""arguments":{"b":[1,2.5,1180591620717411303424],"zebra":"é🚀"}"#), "{read}");
}

#[test]
fn nothing_is_appended_without_arguments() {
    let fields = json!({"command_to_run": "printf '[%s]' x", "json_file_option": "--f"});
    let mut world = world();
    let (_, logs) = world.run(fields, &json!({}));
    assert_eq!(logs.stdout().unwrap(), "[x]");
}

#[test]
fn the_json_file_option_passes_a_file_that_is_gone_afterwards() {
    let fields = json!({"command_to_run": r#"sh -c 'echo "$1 $2"; cat "$2"' sh"#, "json_file_option": "--f"});
    let mut world = world();
    let (state, logs) = world.run(fields, &json!({"k": "ü"}));
    assert_eq!(state, "successful");
    let output = logs.stdout().unwrap();
    let (first, second) = output.split_once('\n').unwrap();
    let path = first.strip_prefix("--f ").unwrap();
    let name = format!("{}_args.json", logs.directory().file_name().unwrap().display());
    assert!(path.ends_with(&name), "{path}");
    assert_eq!(second, "{\"k\": \"\\u00fc\"}\n");
    assert!(!std::path::Path::new(path).exists());
    // An empty option counts as none.
    let fields = json!({"command_to_run": "printf '[%s]'", "json_file_option": ""});
    assert_eq!(world.run(fields, &json!({"k": 1})).1.stdout().unwrap(), r#"[{"k": 1}]"#);
}

#[test]
fn the_environment_is_what_the_type_lists_and_two_more() {
    let fields = json!({"command_to_run": "env", "environment_variables": ["DEMO"]});
    let mut world = world();
    let (_, logs) = world.run(fields, &json!({}));
    let output = logs.stdout().unwrap();
    let mut names: Vec<_> = output.lines().filter_map(|line| line.split_once('=')).collect();
    names.sort_unstable();
    let uuid = logs.directory().file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(names[0], ("DEMO", "demo value"));
    assert_eq!(names[1], ("JOB_UUID", uuid.as_str()));
    assert_eq!(names.len(), 3);
    assert_eq!(names[2].0, "PATH");
}

#[test]
fn what_cannot_run_fails_and_only_the_worker_tells_why() {
    for (fields, reason) in [
        (json!({"command_to_run": "sh -c 'echo out; echo err >&2; exit 3'"}), "exit status: 3"),
        (json!({"command_to_run": "/no/such/command"}), "No such file"),
        (json!({"command_to_run": "echo 'oops"}), "No closing quotation"),
        (
            json!({"command_to_run": "true", "environment_variables": ["SURELY_NOT_THERE"]}),
            "SURELY_NOT_THERE",
        ),
    ] {
        let (state, logs) = world().run(fields, &json!({}));
        assert_eq!(state, "failed");
        let last = logs.worker_lines().last().unwrap();
        assert!(last.contains(reason), "{last}");
        assert!(logs.worker_lines().iter().any(|line| line.contains(logs.directory().to_str().unwrap())));
    }
    let mut world = world();
    let (_, logs) =
        world.run(json!({"command_to_run": "sh -c 'echo out; echo err >&2; exit 3'"}), &json!({}));
    assert_eq!((logs.stdout().unwrap().as_str(), logs.stderr().unwrap().as_str()), ("out\n", "err\n"));
    let (_, logs) = world.run(json!({"command_to_run": "echo 'oops"}), &json!({}));
    assert!(logs.directory().is_dir() && std::fs::read_dir(logs.directory()).unwrap().next().is_none());
}

#[test]
fn finish_times_are_set_by_success_and_failure_and_not_by_termination() {
    let mut world = world();
    let types =
        ["true", "false", "sleep 60"].map(|command| world.task_type(json!({"command_to_run": command})));
    let [good, bad, long] = types.map(|id| world.create(id, &json!({})));
    assert!(world.until(&good, &["successful"])["datetime_finished"].is_string());
    assert!(world.until(&bad, &["failed"])["datetime_finished"].is_string());
    world.until(&long, &["running"]);
    let answer = world.post(&format!("executabletaskinstances/{long}/terminate/"), &json!({}));
    assert_eq!(answer["state"], "running");
    assert!(world.until(&long, &["terminated"])["datetime_finished"].is_null());
}

#[test]
fn a_waiting_job_stays_published_and_is_discarded_when_its_turn_comes() {
    let mut world = World::new(DevServer::builder().concurrency(1));
    let long = world.task_type(json!({"command_to_run": "sleep 60"}));
    let first = world.create(long, &json!({}));
    world.until(&first, &["running"]);
    let second = world.create(long, &json!({}));
    let answer = world.post(&format!("executabletaskinstances/{second}/terminate/"), &json!({}));
    assert_eq!(answer["state"], "published");
    assert_eq!(world.get(&second)["state"], "published", "nobody has looked at it yet");
    world.post(&format!("executabletaskinstances/{first}/terminate/"), &json!({}));
    world.until(&second, &["terminated"]);
    assert!(!world.logs(&second).stdout_path().exists(), "it never ran");
}

#[test]
fn a_uuid_of_the_other_class_is_an_error_page_and_ends_the_job_all_the_same() {
    let mut world = world();
    let long = world.task_type(json!({"command_to_run": "sleep 60"}));
    let uuid = world.create(long, &json!({}));
    world.until(&uuid, &["running"]);
    assert_eq!(world.ask("POST", &format!("containertaskinstances/{uuid}/terminate/"), &json!({})).0, 500);
    world.until(&uuid, &["terminated"]);
}

#[test]
fn container_instances_fail_and_the_worker_says_that_it_has_no_engine() {
    let world = world();
    let fields =
        json!({"name": "c", "command_to_run": "x", "container_image": "img", "container_type": "docker"});
    world.post("containertasktypes/", &fields);
    world.ask("PATCH", "taskwhitelists/1/", &json!({"whitelisted_container_task_types": [1]}));
    let answer = world.post("containertaskinstances/", &json!({"task_type": 1, "task_queue": 1}));
    let uuid = answer["uuid"].as_str().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let request = Request::new("GET", &format!("/api/containertaskinstances/{uuid}/")).token("t");
        let row = send(world.server.addr(), &request).unwrap().json();
        if row["state"] == "failed" {
            break assert!(row["datetime_finished"].is_string());
        }
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    let logs = world.logs(uuid);
    assert!(logs.worker_lines()[0].contains("no docker engine"), "{:?}", logs.worker_lines());
}

#[test]
fn a_job_that_loses_its_queue_keeps_its_state_for_ever() {
    let mut world = world();
    let directory = tempfile::tempdir().unwrap();
    let gate = directory.path().join("gate");
    let command = format!("sh -c 'until test -e {}; do sleep 0.01; done'", gate.display());
    let task_type = world.task_type(json!({"command_to_run": command}));
    let uuid = world.create(task_type, &json!({}));
    world.until(&uuid, &["running"]);
    assert_eq!(world.ask("PATCH", "taskqueues/1/", &json!({"active": false})).0, 200);
    std::fs::write(&gate, "").unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while world.logs(&uuid).worker_lines().last().map(String::as_str) != Some("successful") {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(world.ask("PATCH", "taskqueues/1/", &json!({"active": true})).0, 200);
    assert_eq!(world.get(&uuid)["state"], "running");
}

#[test]
fn a_stuck_instance_runs_but_its_state_stays() {
    let mut world = world();
    let task_type = world.task_type(json!({"command_to_run": "echo ran"}));
    world.server.inject(Fault::stuck_in("published").on("POST", "/api/executabletaskinstances/"));
    let stuck = world.create(task_type, &json!({}));
    let free = world.create(task_type, &json!({}));
    world.until(&free, &["successful"]);
    let deadline = Instant::now() + Duration::from_secs(20);
    while world.logs(&stuck).worker_lines().last().map(String::as_str) != Some("successful") {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    let row = world.get(&stuck);
    assert_eq!((row["state"].as_str(), row["datetime_finished"].is_null()), (Some("published"), true));
    assert_eq!(world.logs(&stuck).stdout().unwrap(), "ran\n");
}

#[test]
fn queues_without_a_worker_leave_instances_published() {
    for builder in [DevServer::builder().without_worker(), DevServer::builder().worker_queues(["another"])] {
        let mut world = World::new(builder);
        let task_type = world.task_type(json!({"command_to_run": "true"}));
        let uuid = world.create(task_type, &json!({}));
        assert_eq!(world.get(&uuid)["state"], "published");
        assert!(world.logs(&uuid).worker_lines().is_empty());
    }
}

#[test]
fn logs_can_be_kept_and_dropping_the_server_ends_its_jobs() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::new(DevServer::builder().log_directory(directory.path()));
    let task_type = world.task_type(json!({"command_to_run": "sh -c 'echo $$; sleep 60'"}));
    let uuid = world.create(task_type, &json!({}));
    let path = world.logs(&uuid).stdout_path();
    assert!(path.starts_with(directory.path()));
    let deadline = Instant::now() + Duration::from_secs(20);
    let process: i32 = loop {
        if let Ok(id) = std::fs::read_to_string(&path).unwrap_or_default().trim().parse() {
            break id;
        }
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    };
    drop(world);
    let alive = || {
        let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        !status.is_empty() && !status.contains(") Z")
    };
    while alive() {
        assert!(Instant::now() < deadline, "{process} lives on");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(path.exists(), "given directories are kept");
}
