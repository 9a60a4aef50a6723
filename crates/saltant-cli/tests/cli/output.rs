//! The forms of the output in a pipe.

use saltant_dev_server::astakos::{DevServer, NewUser};
use serde_json::json;

use crate::support::{Place, run_with_input};

/// A server with three queues.
fn place() -> Place {
    let place = Place::new();
    place.run(&["queue", "create", "--name", "gpu", "--description", "eight, cards", "--private"]).ok();
    place.run(&["queue", "create", "--name", "cpu", "--active=false"]).ok();
    place.run(&["queue", "create", "--name", "big", "--description", "a\tb"]).ok();
    place
}

#[test]
fn a_list_is_json_in_the_order_of_the_model() {
    let place = place();
    let list = ["queue", "list", "--name", "gpu", "--columns"];
    assert_eq!(
        place.run(&["queue", "list", "--name", "gpu", "-o", "jsonl"]).ok(),
        "{\"id\":1,\"user\":\"matt\",\"name\":\"gpu\",\"description\":\"eight, cards\",\"private\":true,\
         \"runs_executable_tasks\":true,\"runs_docker_container_tasks\":true,\
         \"runs_singularity_container_tasks\":true,\"active\":true,\"whitelists\":[]}\n"
    );
    assert_eq!(
        place.run(&[&list[..], &["name,id"]].concat()).ok(),
        "[\n  {\n    \"name\": \"gpu\",\n    \"id\": 1\n  }\n]\n"
    );
    assert_eq!(place.run(&["queue", "list", "--name", "none"]).ok(), "[]\n");
    assert_eq!(place.run(&["queue", "get", "1"]).json()["name"], "gpu");
}

#[test]
fn a_call_prints_what_scripts_rely_on() {
    let place = place();
    let sorted = "{\"active\":true,\"description\":\"eight, cards\",\"id\":1,\"name\":\"gpu\",\"private\":true,\
                  \"runs_docker_container_tasks\":true,\"runs_executable_tasks\":true,\
                  \"runs_singularity_container_tasks\":true,\"user\":\"matt\",\"whitelists\":[]}";
    let mut with_variable = place.command();
    with_variable.args(["call", "task_queues.get", "id=1", "--lines"]).env("SALTANT_OUTPUT", "yaml");
    for run in [
        place.run(&["call", "task_queues.get", "id=1", "--lines"]),
        crate::support::run_with_input(with_variable, ""),
    ] {
        assert_eq!(run.ok(), format!("{sorted}\n"));
    }
    let all = place.run(&["call", "task_queues.list", "filters.name=gpu", "--all"]).ok();
    assert_eq!(all, format!("[\n{sorted}\n]\n"));
    let page = place.run(&["call", "task_queues.list", "filters.name=gpu"]).json();
    assert_eq!((&page["count"], &page["next"]), (&json!(1), &json!(null)));
    let name = place.run(&["call", "task_queues.list", "-o", "name", "--limit", "2"]).ok();
    assert_eq!(name, "1\n2\n");
}

#[test]
fn each_form_shows_the_same_things() {
    let place = place();
    let list =
        |form: &str| place.run(&["queue", "list", "--columns", "id,name,description", "-o", form]).ok();
    assert_eq!(list("table"), "ID  NAME  DESCRIPTION\n1   gpu   eight, cards\n2   cpu\n3   big   a b\n");
    assert_eq!(list("csv"), "id,name,description\n1,gpu,\"eight, cards\"\n2,cpu,\n3,big,a\tb\n");
    assert_eq!(
        list("yaml"),
        "- id: 1\n  name: gpu\n  description: eight, cards\n\
         - id: 2\n  name: cpu\n  description: \"\"\n\
         - id: 3\n  name: big\n  description: \"a\\tb\"\n"
    );
    assert_eq!(list("name"), "1\n2\n3\n");
    let one = place.run(&["queue", "get", "1", "-o", "table", "--columns", "name,active"]).ok();
    assert_eq!(one, "name    gpu\nactive  true\n");
    let wide = place.run(&["queue", "list", "-o", "wide"]).ok();
    assert!(
        wide.starts_with("ID  NAME  ACTIVE  PRIVATE  USER  DESCRIPTION   EXECUTABLE  DOCKER  "),
        "{wide}"
    );
    assert_eq!(place.run(&["queue", "list", "--name", "none", "-o", "table"]).ok(), "nothing found\n");
    assert_eq!(place.run(&["queue", "list", "--name", "none", "-o", "csv"]).ok(), "");
}

#[test]
fn things_are_sorted_and_limited() {
    let place = place();
    let names = |flags: &[&str]| {
        let list = ["queue", "list", "-o", "csv", "--columns", "name"];
        let all = place.run(&[&list[..], flags].concat()).ok();
        all.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--sort", "name"]), ["big", "cpu", "gpu"]);
    assert_eq!(names(&["--sort", "-id"]), ["big", "cpu", "gpu"]);
    assert_eq!(names(&["--sort", "name", "--limit", "1"]), ["big"]);
    assert_eq!(names(&["--limit", "2"]), ["gpu", "cpu"]);
    let odd = place.run(&["queue", "list", "--sort", "colour", "-o", "name"]);
    assert!(
        odd.stderr.starts_with("warning: nothing has the key \"colour\"; keys: id, user, name"),
        "{odd:?}"
    );
}

#[test]
fn a_table_has_a_hundred_rows_and_says_that_there_are_more() {
    let place =
        Place::with(|server| (0..99).fold(server, |server, n| server.user(format!("user{n}").as_str())));
    let table = |flags: &[&str]| place.run(&[&["user", "list", "-o", "table"], flags].concat());
    let first = table(&[]);
    assert_eq!(
        first.stderr,
        "hint: these are the first 100; --limit N shows another number of them, --all shows all\n"
    );
    assert_eq!(first.stdout.lines().count(), 101);
    for (flags, lines) in [(&["--all"][..], 102), (&["--limit", "101"], 102), (&["--limit", "7"], 8)] {
        let run = table(flags);
        assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (lines, ""), "{flags:?}");
    }
    assert_eq!(place.run(&["user", "list"]).json().as_array().unwrap().len(), 101);
}

#[test]
fn the_environment_sets_the_usual_form() {
    let place = place();
    let run = |value: &str, arguments: &[&str]| {
        let mut command = place.command();
        command.args(arguments).env("SALTANT_OUTPUT", value);
        crate::support::run_with_input(command, "")
    };
    assert_eq!(run("name", &["queue", "list"]).ok(), "1\n2\n3\n");
    assert_eq!(run("name", &["queue", "get", "1", "-o", "csv", "--columns", "name"]).ok(), "name\ngpu\n");
    let wrong = run("tabel", &["queue", "list"]).fails(2);
    assert_eq!(
        wrong,
        "error: SALTANT_OUTPUT=tabel: not a form of output\n\
         hint: it is one of: table, wide, json, jsonl, yaml, csv, name\n"
    );
}

#[test]
fn quotas_are_rows_of_a_table_and_a_map_in_json() {
    let builder = DevServer::builder().user(NewUser::new("ada@example.org").token("t"));
    let server = builder.limit("cyclades.vm", 2).start_blocking().unwrap();
    let id = &server.users()[0].uuid;
    let list = |verb: &str, form: &str| {
        let mut command = Place::new().bare();
        command.args(["astakos", "quota", verb, "-o", form, "--url", &server.url(), "--token", "t"]);
        command.env("ASTAKOS_SERVICE_TOKEN", server.service_token("cyclades").unwrap());
        run_with_input(command, "").ok()
    };
    let table = list("list", "table");
    let mut lines = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    assert_eq!(lines.next().unwrap(), ["SOURCE", "RESOURCE", "USAGE", "LIMIT", "PENDING"]);
    let lines: Vec<_> = lines.collect();
    assert!(lines.contains(&vec![id, "cyclades.vm", "0", "2", "0"]), "{table}");
    assert!(lines.contains(&vec![id, "cyclades.cpu", "0", "unlimited", "0"]), "{table}");
    assert!(list("list", "wide").contains("PROJECT LIMIT"));
    let of_all = list("list-as-service", "table");
    assert!(of_all.starts_with("USER  "), "{of_all}");
    assert!(of_all.contains(&format!("\n{id}  {id}  cyclades.vm ")), "{of_all}");
    let csv = list("list", "csv");
    assert!(csv.starts_with("source,resource,usage,limit,pending,project_usage,"), "{csv}");
    assert!(csv.contains(&format!("\n{id},cyclades.vm,0,2,0,0,2,0\n")), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&list("list", "json")).unwrap();
    assert_eq!(json[id]["cyclades.vm"]["limit"], 2);
}
