//! `saltant submit`.

use std::process::Stdio;
use std::time::Duration;

use saltant_dev_server::Fault;
use serde_json::{Value, json};

use crate::support::{Place, Run, run_with_input};

/// Adds the task type `align`, which runs a command, and the queue `gpu`, which takes it.
fn prepare(place: &Place, command: &str) {
    let task_type = place.run(&[
        "call",
        "executable_task_types.create",
        "name=align",
        &format!("command_to_run={command}"),
        "required_arguments:=[\"seed\", \"reads\"]",
        "required_arguments_default_values:={\"seed\": 1}",
    ]);
    let id = task_type.json()["id"].to_string();
    let allowed = format!("whitelisted_executable_task_types={id}");
    let whitelist = place.run(&["call", "task_whitelists.create", "name=w", &allowed]).json();
    let whitelists = format!("whitelists={}", whitelist["id"]);
    place.run(&["call", "task_queues.create", "name=gpu", &whitelists]).ok();
}

fn with_align() -> Place {
    let place = Place::new();
    prepare(&place, "true");
    place
}

fn submit(place: &Place, arguments: &[&str], input: &str) -> Run {
    let mut command = place.command();
    command.args(["submit", "align", "--queue", "gpu"]).args(arguments);
    run_with_input(command, input)
}

fn lines(text: &str) -> Vec<Value> {
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.sort_by_key(|line| line["row"].as_u64());
    lines
}

fn count(place: &Place) -> usize {
    let list = place.run(&["call", "executable_task_instances.list", "--all", "--lines"]);
    list.ok().lines().count()
}

const SAMPLES: &str = "name,reads,seed\nfirst,a.txt,\n,b.txt,7\nthird,\"c,d\",[1]\n";

#[test]
fn one_is_submitted_by_the_names_of_its_type_and_queue() {
    let place = with_align();
    let instance = submit(&place, &["reads=a.txt", "seed=7", "--name", "n"], "").json();
    assert_eq!(instance["arguments"], json!({"reads": "a.txt", "seed": 7}));
    assert_eq!((&instance["name"], &instance["state"]), (&"n".into(), &"created".into()));
    let counted = submit(&place, &["reads=a", "--count", "4"], "").ok();
    let rows: Vec<_> = lines(&counted).iter().map(|line| line["row"].as_u64().unwrap()).collect();
    assert_eq!((rows, count(&place)), (vec![1, 2, 3, 4], 5));
}

#[test]
fn s10_a_second_run_with_the_same_key_creates_only_what_is_missing() {
    let place = Place::with(|builder| {
        builder.fault(Fault::status(400).on("POST", "/api/executabletaskinstances/").times(1))
    });
    prepare(&place, "true");
    let arguments = ["--from", "-", "--once", "batch"];
    let first = submit(&place, &arguments, SAMPLES);
    assert!(first.stderr.contains("/3 "), "{first:?}");
    let (code, first) = (first.code, lines(&first.stdout));
    assert_eq!(code, Some(1), "{first:?}");
    let bad: Vec<_> = first.iter().filter(|line| line["trouble"].is_string()).collect();
    assert_eq!((first.len(), bad.len(), count(&place)), (3, 1, 2), "{first:?}");
    assert!(bad[0]["arguments"]["reads"].is_string() && bad[0]["uuid"].is_null(), "{bad:?}");
    let second = lines(&submit(&place, &arguments, SAMPLES).ok());
    assert_eq!(count(&place), 3);
    for (before, after) in first.iter().zip(&second) {
        assert!(before["uuid"].is_null() || before["uuid"] == after["uuid"], "{before} {after}");
    }
    let given: Vec<_> = second.iter().map(|line| line["arguments"].clone()).collect();
    let expected = [
        json!({"reads": "a.txt", "seed": 1}),
        json!({"reads": "b.txt", "seed": 7}),
        json!({"reads": "c,d", "seed": [1]}),
    ];
    assert_eq!(given, expected);
    let names: Vec<_> = second.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["first [once batch-1]", "[once batch-2]", "third [once batch-3]"]);
}

#[test]
fn a_mistake_is_found_before_anything_is_sent() {
    let place = with_align();
    let missing = submit(&place, &["--from", "-"], "reads,seed\na,1\n,2\n").fails(2);
    assert!(missing.contains("--from -, row 2: the argument \"reads\" has no value"), "{missing}");
    assert!(missing.contains("arguments of the task type: seed, reads"), "{missing}");
    submit(&place, &["--from", "-"], "reads,seed\n").fails(2);
    submit(&place, &["reads"], "").fails(2);
    submit(&place, &["--from", "/nonexistent"], "").fails(2);
    let place_of = |name: &str| place.run(&["submit", name, "--queue", "gpu", "reads=a"]);
    let unknown = place_of("algn").fails(2);
    assert!(unknown.contains("there is no task type named \"algn\"\nhint: there are: align"), "{unknown}");
    let queue = place.run(&["submit", "align", "--queue", "gpx", "reads=a"]).fails(2);
    assert!(queue.contains("there is no queue named \"gpx\"\nhint: there are: gpu"), "{queue}");
    place.task_type("container", "true");
    let create = ["call", "container_task_types.create", "name=align", "command_to_run=true"];
    place.run(&[&create[..], &["container_image=a", "container_type=docker"]].concat()).ok();
    let ambiguous = place_of("align").fails(2);
    assert!(ambiguous.contains("is ambiguous") && ambiguous.contains("container task type"), "{ambiguous}");
    assert_eq!(count(&place), 0);
    submit(&place, &["--class", "executable", "reads=a"], "").ok();
    let warned = submit(&place, &["--class", "executable", "reads=a", "sed=3"], "");
    assert!(warned.stderr.contains("names no argument \"sed\""), "{warned:?}");
}

#[test]
fn a_wait_follows_and_its_exit_code_counts() {
    let place = Place::new();
    prepare(&place, "false");
    let waited = submit(&place, &["reads=a", "--wait", "--quiet"], "");
    assert_eq!(waited.code, Some(4), "{waited:?}");
    assert_eq!(lines(&waited.stdout)[0]["state"], "failed");
}

/// The requests of 8 rows are under way when the command is interrupted, and the others have not begun.
#[cfg(unix)]
#[test]
fn an_interrupt_names_the_rows_that_were_not_sent_and_a_second_run_goes_on() {
    use rustix::process::{Pid, Signal, kill_process};

    let slow = Fault::delay(Duration::from_secs(600)).on("POST", "/api/executabletaskinstances/");
    let place = Place::with(|builder| builder.without_worker().fault(slow.times(8).after(2)));
    prepare(&place, "true");
    let before = place.server.request_count();
    let arguments = ["submit", "align", "--queue", "gpu", "reads=a", "--count", "12", "--once", "night"];
    let mut command = place.command();
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut done = String::new();
    for _ in 0..2 {
        std::io::BufRead::read_line(&mut stdout, &mut done).unwrap();
    }
    // Before the first row there are 4 requests; each row looks for its instance and creates it.
    while place.server.request_count() < before + 4 + 10 * 2 {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    std::io::Read::read_to_string(&mut stdout, &mut done).unwrap();
    let stderr = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{stderr}");
    let rows = lines(&done);
    assert_eq!(
        rows.iter().map(|row| row["row"].as_u64().unwrap()).collect::<Vec<_>>(),
        (1..=12).collect::<Vec<_>>()
    );
    let with = |trouble: &str| rows.iter().filter(|row| row["trouble"] == trouble).count();
    assert_eq!((with("interrupted: it may have been submitted"), with("not sent")), (8, 2), "{done}");
    assert!(stderr.contains("warning: not sent: rows 11-12\n"), "{stderr}");
    assert!(stderr.contains("hint: the same command goes on: it creates only what is missing\n"), "{stderr}");
    assert!(stderr.contains("error: interrupted\n"), "{stderr}");
    place.server.clear_faults();
    assert_eq!(lines(&place.run(&arguments).ok()).len(), 12);
    assert_eq!(count(&place), 12);
}

#[test]
fn the_rows_have_the_forms_of_all_output() {
    let place = Place::with(saltant_dev_server::saltant::DevServerBuilder::without_worker);
    prepare(&place, "true");
    let csv = submit(&place, &["--from", "-", "-o", "csv", "--columns", "row,name,state"], SAMPLES).ok();
    assert_eq!(csv, "row,name,state\n1,first,created\n2,,created\n3,third,created\n");
    let table = submit(&place, &["reads=a", "--count", "2", "-o", "table"], "");
    assert!(table.stdout.starts_with("ROW  UUID  "), "{table:?}");
    assert!(table.stderr.ends_with("\n2 submitted\n"), "{table:?}");
    let name = submit(&place, &["reads=a", "-o", "name"], "").ok();
    assert_eq!(name.len(), 37, "{name}");
}
