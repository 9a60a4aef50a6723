use serde_json::{Value, json};

use crate::support::{Place, answering, run, run_with_input};

fn place() -> Place {
    let place = Place::new();
    place.run(&["queue", "create", "--name", "gpu", "--private", "--active=false"]).ok();
    place.run(&["queue", "create", "--name", "cpu", "--description", "no cards"]).ok();
    place
}

#[test]
fn flags_give_the_arguments() {
    let place = place();
    let queue = place.run(&["queue", "get", "1"]).json();
    assert_eq!(
        (&queue["name"], &queue["private"], &queue["active"]),
        (&json!("gpu"), &json!(true), &json!(false))
    );
    let list = place
        .run(&["queue", "list", "--name-startswith", "g", "--active=false", "--private", "--all"])
        .json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    let several = place.run(&["queue", "list", "--name", "gpu", "--name", "cpu", "--dry-run"]).ok();
    assert!(several.lines().next().unwrap().ends_with("/taskqueues/?name__in=gpu%2Ccpu"), "{several}");
    let unchecked = place.run(&["queue", "list", "--unchecked", "colour=red", "--dry-run"]).ok();
    assert!(unchecked.lines().next().unwrap().ends_with("/taskqueues/?colour=red"), "{unchecked}");
    let json = place.run(&["queue", "create", "--json", r#"{"name": "a", "private": true}"#, "--name", "b"]);
    let json = json.json();
    assert_eq!((&json["name"], &json["private"]), (&json!("b"), &json!(true)));
}

#[test]
fn the_same_request_is_sent_as_by_a_call() {
    let dry = |arguments: &[&str]| {
        let connection = ["--url", "https://example.org/api", "--token", "t", "--dry-run"];
        run(&[arguments, &connection].concat()).ok()
    };
    for (tree, call) in [
        (
            &["v6", "task", "list", "--status", "completed", "--collaboration", "3"][..],
            &["call", "vantage6.task.list", "status=completed", "collaboration=3"][..],
        ),
        (
            &["agave", "app", "create", "--name", "a", "--version", "1.0", "--tags", "x", "--tags", "y"],
            &["call", "agave.apps.add", "body.name=a", "body.version=1.0", "body.tags=x", "body.tags=y"],
        ),
        (
            &["agave", "actor", "send-message", "a", "--body", "hi", "--environment", "N=5"],
            &["call", "agave.actors.send_message", "actor_id=a", "body=hi", "environment.N=5"],
        ),
        (
            &[
                "inmanta",
                "agent",
                "action",
                "web",
                "pause",
                "--environment",
                "00000000-0000-4000-8000-000000000000",
            ],
            &[
                "call",
                "inmanta.agent_action",
                "name=web",
                "action=pause",
                "tid=00000000-0000-4000-8000-000000000000",
            ],
        ),
    ] {
        assert_eq!(dry(tree), dry(call), "{tree:?}");
    }
}

#[test]
fn a_json_file_is_an_argument_and_flags_override_its_keys() {
    let place = Place::new();
    let file = place.home.path().join("app.json");
    std::fs::write(&file, r#"{"name": "a", "version": "1.0"}"#).unwrap();
    let body = format!("@{}", file.display());
    let shown = run(&[
        "agave",
        "app",
        "create",
        "--body",
        &body,
        "--name",
        "b",
        "--dry-run",
        "--url",
        "https://example.org/",
    ]);
    let shown = shown.ok();
    let sent: Value = serde_json::from_str(shown.lines().last().unwrap()).unwrap();
    assert_eq!(sent, json!({"name": "b", "version": "1.0"}));
    let path = file.to_str().unwrap();
    let same = ["agave", "app", "create", path, "--name", "b", "--dry-run", "--url", "https://example.org/"];
    assert_eq!(run(&same).ok(), shown);
    let update = ["agave", "app", "update", "a-1.0", path, "--dry-run", "--url", "https://example.org/"];
    assert!(run(&update).ok().starts_with("POST https://example.org/apps/v2/a-1.0\n"));
    let missing =
        run(&["agave", "app", "create", "/nonexistent.json", "--url", "https://example.org/"]).fails(2);
    assert!(missing.starts_with("error: /nonexistent.json: "), "{missing}");
}

#[test]
fn names_stand_for_ids_and_candidates_are_listed() {
    let place = place();
    assert_eq!(place.run(&["queue", "get", "gpu"]).json()["id"], 1);
    let (task_type, queue) = place.task_type("executable", "true");
    let name = place.run(&["task-type", "get", &task_type]).json()["name"].as_str().unwrap().to_owned();
    let queue_name = place.run(&["queue", "get", &queue]).json()["name"].as_str().unwrap().to_owned();
    let create = ["instance", "create", "--task-type", &name, "--queue", &queue_name];
    assert_eq!(place.run(&create).json()["task_queue"], queue.parse::<u64>().unwrap());
    let unknown = place.run(&["instance", "create", "--task-type", &name, "--queue", "gpx"]).fails(2);
    assert_eq!(
        unknown,
        format!("error: there is no queue named \"gpx\"\nhint: there are: gpu, cpu, {queue_name}\n")
    );
    // A dry run looks names up too, with the token, and shows only the request itself.
    let before = place.server.request_count();
    let dry = place.run(&["queue", "update", "gpu", "--active=false", "--dry-run"]).ok();
    assert!(dry.starts_with(&format!("PATCH {}taskqueues/1/\n", place.server.url())), "{dry}");
    assert!(dry.contains("authorization: ***") && place.server.request_count() == before + 1, "{dry}");
    let mut without = place.bare();
    without.args(["queue", "get", "gpu", "--dry-run", "--url", &place.server.url()]);
    let without = run_with_input(without, "").fails(2);
    assert!(without.starts_with("error: saltant.token is not set\n"), "{without}");
    let hint = "hint: the dry run has to look up the queue \"gpu\": give its id instead\n";
    assert!(without.contains(hint), "{without}");
}

#[test]
fn a_name_that_several_things_have_is_refused_with_their_ids() {
    let ids = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    let (server, url) = answering(move |_| {
        let prod = |id| {
            json!({
                "id": id, "name": "prod", "project_id": ids[0], "repo_url": "", "repo_branch": "",
                "settings": {}, "halted": false
            })
        };
        json!({"data": ids.map(prod)}).to_string().into_bytes()
    });
    let ambiguous = run(&["inmanta", "agent", "list", "--environment", "prod", "--url", &url]).fails(2);
    server.join().unwrap();
    assert_eq!(
        ambiguous,
        format!(
            "error: environment \"prod\" is ambiguous: several have this name\n\
             hint: give one of the ids: {}, {}\n",
            ids[0], ids[1]
        )
    );
}

#[test]
fn the_class_of_an_instance_is_found_out() {
    let place = Place::with(saltant_dev_server::saltant::DevServerBuilder::without_worker);
    let executable = place.instance("executable", "true", "one");
    let container = place.instance("container", "true", "two");
    let both = place.run(&["instance", "get", &executable, &container]).json();
    assert_eq!((&both[0]["name"], &both[1]["name"]), (&json!("one"), &json!("two")));
    assert_eq!(place.run(&["instance", "clone", &container]).json()["name"], "two");
    place.run(&["instance", "get", &container, "--class", "executable"]).fails(1);
    place.run(&["instance", "terminate", "00000000-0000-4000-8000-000000000000"]).fails(1);
}

#[test]
fn a_list_has_the_things_of_all_classes_unless_one_is_named() {
    let place = Place::with(saltant_dev_server::saltant::DevServerBuilder::without_worker);
    let (task_type, queue) = place.task_type("executable", "true");
    place.instance_of("executable", &task_type, &queue, "one");
    place.instance("container", "true", "two");
    let list = |flags: &[&str]| place.run(&[&["instance", "list"], flags].concat());
    let table = list(&["-o", "table", "--columns", "name,class"]).ok();
    assert_eq!(table, "NAME  CLASS\none   executable\ntwo   container\n");
    let table = list(&["-o", "table"]).ok();
    assert!(table.lines().next().unwrap().ends_with("  CLASS"), "{table}");
    let both = list(&[]).json();
    assert_eq!((&both[0]["class"], &both[1]["class"]), (&json!("executable"), &json!("container")));
    let one = list(&["--class", "container"]).json();
    assert_eq!((one.as_array().unwrap().len(), one[0].get("class")), (1, None));
    assert_eq!(list(&["--limit", "1"]).json().as_array().unwrap().len(), 1);
    // Only one class has a task type of this name.
    let name = place.run(&["task-type", "get", &task_type, "--class", "executable"]).json();
    let named = list(&["--task-type", name["name"].as_str().unwrap()]).json();
    assert_eq!((named.as_array().unwrap().len(), &named[0]["name"]), (1, &json!("one")));
    let unknown = list(&["--task-type", "none"]).fails(2);
    assert!(unknown.contains("there is no executable task type named \"none\""), "{unknown}");
    let types = place.run(&["task-type", "list", "-o", "csv", "--columns", "class"]).ok();
    assert_eq!(types, "class\nexecutable\ncontainer\n");
    // A flag that only containers have.
    let image = place.run(&["task-type", "list", "--container-type", "docker"]);
    assert!(image.code == Some(2) || image.json().as_array().unwrap().len() == 1);
}

#[test]
fn a_filter_selects_from_all_classes() {
    let place = Place::with(saltant_dev_server::saltant::DevServerBuilder::without_worker);
    place.instance("executable", "true", "one");
    place.instance("container", "true", "two");
    let all = ["instance", "terminate", "--state", "created", "--state", "published", "-o", "name"];
    assert!(place.run(&all).fails(2).contains("terminate 2 things: this has to be confirmed"));
    let dry = place.run(&[&all[..], &["--dry-run"]].concat()).ok();
    let requests: Vec<_> = dry.lines().filter(|line| line.starts_with("POST ")).collect();
    assert!(requests[0].contains("/executabletaskinstances/"), "{dry}");
    assert!(requests[1].contains("/containertaskinstances/"), "{dry}");
    assert_eq!(place.run(&[&all[..], &["--yes"]].concat()).ok().lines().count(), 2);
}

#[test]
fn several_answers_are_an_array_and_a_single_one_is_the_thing() {
    let place = place();
    assert_eq!(place.run(&["queue", "get", "gpu"]).json()["id"], 1);
    let both = place.run(&["queue", "get", "gpu", "cpu"]).json();
    assert_eq!((&both[0]["id"], &both[1]["id"]), (&json!(1), &json!(2)));
    let piped = |input: &str| {
        let mut command = place.command();
        command.args(["queue", "get", "-"]);
        run_with_input(command, input).json()
    };
    assert_eq!(piped("1\n2\n").as_array().unwrap().len(), 2);
    assert_eq!(piped("2\n").as_array().unwrap().len(), 1, "what `-` gives is always an array");
    let lines = place.run(&["queue", "get", "gpu", "cpu", "-o", "jsonl"]).ok();
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn standard_input_is_for_one_reader_only() {
    let place = place();
    let with_input = |arguments: &[&str], input: &str| {
        let mut command = place.bare();
        command.args(arguments).args(["--url", &place.server.url(), "--token-file", "-"]);
        run_with_input(command, input)
    };
    let token = crate::support::TOKEN;
    assert_eq!(with_input(&["queue", "get", "gpu"], token).json()["id"], 1);
    assert_eq!(with_input(&["whoami", "--json"], token).json()["service"], "saltant");
    for arguments in [&["queue", "get", "-"][..], &["wait", "-"], &["queue", "create", "--json", "-"]] {
        let refused = with_input(arguments, token).fails(2);
        assert!(refused.contains("cannot both read standard input"), "{arguments:?}: {refused}");
    }
    assert_eq!(place.run(&["queue", "list", "-o", "name"]).ok(), "1\n2\n");
}

#[test]
fn several_things_are_destroyed_only_after_a_confirmation() {
    let place = Place::new();
    let (task_type, queue) = place.task_type("executable", "sleep 600");
    let uuids: Vec<_> =
        (0..4).map(|n| place.instance_of("executable", &task_type, &queue, &format!("n{n}"))).collect();
    let terminated = || {
        let mut list = place.run(&["instance", "list", "--state", "terminated", "--all"]).json();
        let names = list.as_array_mut().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let wait = |uuid: &str| place.run(&["wait", uuid, "--interval", "10ms"]).fails(4);
    let asked = place.run(&["instance", "terminate", &uuids[0], &uuids[1]]).fails(2);
    assert!(asked.contains("terminate 2 things: this has to be confirmed"), "{asked}");
    let filtered = ["instance", "terminate", "--name", "n2"];
    assert!(place.run(&filtered).fails(2).contains("terminate 1 thing: "));
    assert!(terminated().is_empty());

    place.run(&[&filtered[..], &["--yes"]].concat()).ok();
    place.run(&["instance", "terminate", &uuids[0]]).ok();
    wait(&uuids[2]);
    wait(&uuids[0]);
    assert_eq!(terminated(), ["n0", "n2"]);
    let list = place.run(&["instance", "list", "--name", "n1", "--name", "n3", "--all"]).ok();
    let mut command = place.command();
    command.args(["instance", "terminate", "-", "--yes"]);
    run_with_input(command, &list).ok();
    wait(&uuids[1]);
    wait(&uuids[3]);
    assert_eq!(terminated(), ["n0", "n1", "n2", "n3"]);
}

#[test]
fn one_failure_of_several_does_not_keep_the_others() {
    let place = place();
    let run = place.run(&["queue", "get", "99", "cpu"]);
    assert!(run.stdout.contains("\"name\": \"cpu\""), "{run:?}");
    assert!(run.fails(1).starts_with("error: 99: saltant.task_queues.get: 404"));
}

#[test]
fn wrong_commands_and_arguments_are_2_with_a_tip() {
    let place = Place::new();
    for (arguments, tip) in [
        (&["quue", "list"][..], "'queue'"),
        (&["queue", "lst"], "'list'"),
        (&["queue", "create", "--nam", "x"], "'--name'"),
        (&["vantage6", "tsk"], "'task'"),
        (&["queue", "create"], "--name <TEXT>"),
        (&["queue", "get"], "<ID>"),
        (&["vantage6", "task", "list", "--status", "x", "--all=1"], "--all"),
    ] {
        let wrong = place.run(arguments).fails(2);
        assert!(wrong.contains(tip), "{arguments:?}: {wrong}");
    }
    assert_eq!(place.server.request_count(), 0);
}

#[test]
fn no_tip_proposes_a_dangerous_flag() {
    let place = Place::new();
    for arguments in
        [&["wait", "--allow"][..], &["queue", "list", "--yess"], &["queue", "list", "--insecured"]]
    {
        let wrong = place.run(arguments).fails(2);
        assert!(!wrong.contains("--allow-http") && !wrong.contains("--insecure "), "{wrong}");
        assert!(!wrong.contains("tip:"), "{wrong}");
    }
}

#[test]
fn help_has_docs_words_lookups_and_an_example() {
    let list = run(&["instance", "list", "--help"]).ok();
    for part in [
        "Lists task instances of a class, newest first.",
        "--state <WORD>\n          Those whose state is one of these [created, published, running, successful, failed,",
        "--name-startswith <TEXT>\n          Those whose name begins with this",
        "Example:\n  saltant instance list\n",
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
    insta::assert_snapshot!("tree-queue-create", run(&["queue", "create", "--help"]).ok());
    insta::assert_snapshot!("tree-instance-terminate", run(&["instance", "terminate", "--help"]).ok());
    insta::assert_snapshot!("tree-vantage6", run(&["vantage6", "--help"]).ok());
}
