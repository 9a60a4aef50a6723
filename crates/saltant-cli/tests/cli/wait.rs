use serde_json::{Value, json};

use crate::support::{Place, run, run_with_input};

const SOON: [&str; 2] = ["--interval", "10ms"];

#[test]
fn instances_of_both_classes_are_waited_for_together() {
    let place = Place::new();
    let good = place.instance("executable", "true", "good");
    let bad = place.instance("container", "true", "no engine");
    let unknown = "00000000-0000-4000-8000-000000000000";
    let run = place.run(&[&["wait", &good, &bad, unknown][..], &SOON].concat());
    assert_eq!(run.code, Some(4), "{run:?}");
    let lines: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["UUID", "CLASS", "STATE", "TOOK", "NAME"]);
    assert_eq!(lines[1][..3], [&*good, "executable", "successful"]);
    assert_eq!(lines[2][..3], [&*bad, "container", "failed"]);
    assert_eq!(lines[3][..3], [unknown, "–", "–"]);
    assert!(run.stdout.contains("\n1 successful, 1 without success, 1 unknown after "), "{}", run.stdout);
    assert!(
        run.stderr.contains("good successful\n"),
        "plain lines if stderr is not a terminal: {}",
        run.stderr
    );
}

#[test]
fn unknown_and_unfinished_have_different_exit_codes() {
    let place = Place::with(saltant_dev_server::saltant::DevServerBuilder::without_worker);
    let uuid = place.instance("executable", "true", "never");
    let limits = ["--timeout", "50ms", "--interval", "10ms"];
    let json = place.run(&[&["wait", &uuid, "--json"][..], &limits].concat());
    let end: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&end["state"], &end["trouble"]), (&json!("published"), &json!("not finished within 1.0 s")));
    json.fails(3);
    let late = place.run(&[&["wait", &uuid][..], &limits].concat());
    assert!(late.stdout.contains(" published "), "the last known state is printed: {late:?}");
    late.fails(3);
    place.run(&["wait", "00000000-0000-4000-8000-000000000000"]).fails(1);
}

#[test]
fn many_instances_are_requested_by_lists() {
    let place = Place::new();
    let (task_type, queue) = place.task_type("executable", "true");
    let uuids: Vec<_> =
        (0..30).map(|n| place.instance_of("executable", &task_type, &queue, &format!("n{n}"))).collect();
    place.run(&[&["wait", uuids.last().unwrap()][..], &SOON].concat()).ok();
    let before = place.server.request_count();
    let mut command = place.command();
    command.args(["wait", "-", "--quiet"]).args(SOON);
    let run = run_with_input(command, &uuids.join("\n"));
    assert_eq!(run.stderr, "");
    assert!(run.ok().contains("30 successful after"));
    let requests = place.server.request_count() - before;
    assert!(requests < 15, "{requests} requests for 30 instances");
}

#[test]
fn lines_of_a_list_can_be_piped_in_and_json_prints_lines() {
    let place = Place::new();
    let good = place.instance("executable", "true", "good");
    let bad = place.instance("executable", "false", "bad");
    let list = place.run(&["call", "executable_task_instances.list", "--all", "--lines"]).ok();
    let mut command = place.command();
    command.args(["wait", "-", "--json"]).args(SOON);
    let run = run_with_input(command, &list);
    assert_eq!(run.code, Some(4));
    let mut ends: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    ends.sort_by_key(|end| end["state"].to_string());
    for (uuid, state, end) in [(bad, "failed", &ends[0]), (good, "successful", &ends[1])] {
        assert_eq!((&end["uuid"], &end["state"]), (&json!(uuid), &json!(state)));
        let get = place.run(&["call", "executable_task_instances.get", &format!("uuid={uuid}")]);
        assert_eq!(get.json(), *end, "it is printed as a call prints it");
    }
}

#[test]
fn an_array_and_a_page_can_be_piped_in() {
    let place = Place::new();
    let uuid = place.instance("executable", "true", "good");
    for flags in [&[][..], &["--all"], &["--lines"]] {
        let list = place.run(&[&["call", "executable_task_instances.list"][..], flags].concat()).ok();
        let mut command = place.command();
        command.args(["wait", "-"]).args(SOON);
        let waited = run_with_input(command, &list).ok();
        assert!(waited.contains(&uuid) && waited.contains("1 successful"), "{flags:?}: {waited}");
    }
}

#[test]
fn a_terminated_instance_counts_as_failed() {
    let place = Place::new();
    let uuid = place.instance("executable", "sleep 600", "endless");
    place.run(&["call", "executable_task_instances.terminate", &format!("uuid={uuid}")]).ok();
    let run = place.run(&[&["wait", &uuid][..], &SOON].concat());
    assert!(run.stdout.contains(" terminated "), "{run:?}");
    run.fails(4);
}

#[test]
fn w7_a_silent_server_does_not_hold_the_command_beyond_its_time_limit() {
    // Connections are made, but no request is answered.
    let silent = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/api", silent.local_addr().unwrap());
    let uuid = "00000000-0000-4000-8000-000000000000";
    let begun = std::time::Instant::now();
    let wait = run(&["wait", uuid, "--json", "--timeout", "1s", "--url", &url, "--token", "t"]);
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(wait.stdout.contains("the server did not show it within 1.0 s"), "{wait:?}");
    wait.fails(3);
}

#[test]
fn w9_an_interval_of_nothing_is_refused_by_the_command() {
    for interval in ["0", "0ms", "999us"] {
        let refused = run(&["wait", "00000000-0000-4000-8000-000000000000", "--interval", interval]).fails(2);
        assert!(refused.contains("the interval has to be at least 1ms"), "{refused}");
    }
}

#[test]
fn a_wait_has_the_forms_of_all_output() {
    let place = Place::new();
    let bad = place.instance("executable", "false", "bad");
    let good = place.instance("executable", "true", "good");
    let wait =
        |flags: &[&str]| place.run(&[&["wait", &bad, &good, "-q", "--interval", "10ms"], flags].concat());
    let csv = wait(&["-o", "csv", "--columns", "name,state", "--sort", "-name"]);
    assert_eq!((csv.code, csv.stdout.as_str()), (Some(4), "name,state\ngood,successful\nbad,failed\n"));
    assert_eq!(wait(&["-o", "name"]).stdout, format!("{bad}\n{good}\n"));
    assert!(wait(&[]).stdout.starts_with("UUID  "), "without flags it is a table");
    wait(&["--json", "-o", "csv"]).fails(2);
}
