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
    let dry = place.run(&["queue", "get", "gpu", "--dry-run"]).fails(2);
    assert!(dry.contains("a dry run does not look names up"), "{dry}");
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
    let filtered = ["instance", "terminate", "--class", "executable", "--name", "n2"];
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
    assert!(run.fails(1).starts_with("error: saltant.task_queues.get: 404"));
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
