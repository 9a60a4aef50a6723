//! Actors: messages, executions, results, state, nonces, aliases, workers, permissions.

use saltant_dev_server::agave::{ActorReport, DevServerBuilder};
use serde_json::{Value, json};

use super::stage::{Stage, stage_with};
use crate::http::{Answer, Request};

/// Images: `echo` reports its message and variables, `count` counts in its state, `shell` runs `$SCRIPT`.
fn images(builder: DevServerBuilder) -> DevServerBuilder {
    builder
        .actor_function("echo", |invocation| {
            let mut report = ActorReport::new().log(String::from_utf8_lossy(&invocation.message));
            for (name, value) in &invocation.environment {
                report = report.log(format!("{name}={value}"));
            }
            report.result(invocation.message.clone()).result("second").exit_code(3)
        })
        .actor_function("count", |invocation| {
            let before = &invocation.environment["_abaco_actor_state"];
            let count: u64 =
                before.strip_prefix("{'n': ").map_or(0, |rest| rest.trim_end_matches('}').parse().unwrap());
            ActorReport::new().log(before).state(format!(r#"{{"n": {}}}"#, count + 1))
        })
        .actor_command("shell", ["sh", "-c", "eval \"$SCRIPT\""])
}

fn stage() -> Stage {
    stage_with(images)
}

fn actor(stage: &Stage, image: &str, more: &Value) -> String {
    let mut body = json!({"image": image, "name": format!("my-{image}")});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    let answer = stage.ask("matt", "POST /actors/v2", &body);
    assert_eq!((answer.status, &answer.json()["result"]["status"]), (200, &json!("SUBMITTED")));
    let path = format!("/actors/v2/{}", answer.json()["result"]["id"].as_str().unwrap());
    stage.until("matt", &path, |actor| actor["status"] != "SUBMITTED");
    path
}

/// Sends a message and waits for the end of its execution; returns the path of the execution.
fn run(stage: &Stage, actor: &str, query: &str, message: &Value) -> String {
    let sent = stage.good("matt", &format!("POST {actor}/messages{query}"), message);
    finish(stage, actor, &sent)
}

fn finish(stage: &Stage, actor: &str, sent: &Value) -> String {
    let execution = format!("{actor}/executions/{}", sent["executionId"].as_str().unwrap());
    stage.until("matt", &execution, |found| found["status"] == "COMPLETE" || found["status"] == "ERROR");
    execution
}

fn logs(stage: &Stage, execution: &str) -> String {
    stage.get("matt", &format!("{execution}/logs"))["logs"].as_str().unwrap().to_owned()
}

fn post(stage: &Stage, path: &str, kind: &str, body: &[u8]) -> Answer {
    let mut request = Request::new("POST", path)
        .header("authorization", "Bearer token-of-matt")
        .header("content-type", kind);
    request.body = body.to_vec();
    stage.send(&request)
}

#[test]
pub(crate) fn a_message_runs_the_image_with_the_environment_of_abaco() {
    let stage = stage();
    let actor = actor(&stage, "echo", &json!({"defaultEnvironment": {"A": 1, "B": "b"}}));
    let sent = stage.good("matt", &format!("POST {actor}/messages?B=c&x=y"), &json!({"message": "hello"}));
    assert_eq!(sent["msg"], "hello");
    let execution = finish(&stage, &actor, &sent);
    let shown = stage.get("matt", &execution);
    assert_eq!(
        (&shown["status"], &shown["exitCode"], &shown["executor"]),
        (&json!("COMPLETE"), &json!(3), &json!("matt"))
    );
    let logs = logs(&stage, &execution);
    let id = actor.rsplit('/').next().unwrap();
    for line in [
        "hello",
        "A=1",
        "B=c",
        "x=y",
        "MSG=hello",
        "_abaco_Content_Type=str",
        "_abaco_actor_name=my-echo",
        "_abaco_username=matt",
        "_abaco_actor_state={}",
        &format!("_abaco_actor_id={id}"),
        &format!("_abaco_actor_dbid=dev_{id}"),
        "_abaco_container_repo=echo",
    ] {
        assert!(logs.lines().any(|found| found == line), "{line} is not in {logs}");
    }
    // The token that the program gets works.
    let token = logs.lines().find_map(|line| line.strip_prefix("_abaco_access_token=")).unwrap();
    let me = Request::new("GET", "/profiles/v2/me").header("authorization", &format!("Bearer {token}"));
    assert_eq!(stage.send(&me).json()["result"]["username"], "matt");
    // Results are taken one by one.
    let result = || stage.ask("matt", &format!("GET {execution}/results"), &Value::Null).text;
    assert_eq!((result(), result(), result()), ("hello".to_owned(), "second".to_owned(), String::new()));
    let all = stage.get("matt", &format!("{actor}/executions"));
    assert_eq!((&all["totalExecutions"], &all["executions"][0]["status"]), (&json!(1), &json!("COMPLETE")));
}

#[test]
pub(crate) fn messages_are_texts_objects_or_bytes() {
    let stage = stage();
    let actor = actor(&stage, "echo", &json!({}));
    let execution = run(&stage, &actor, "", &json!({"a": true, "b": [null, "it's"]}));
    let said = logs(&stage, &execution);
    assert!(said.starts_with("{'a': True, 'b': [None, \"it's\"]}\n"), "{said}");
    assert!(said.contains("_abaco_Content_Type=application/json\n"), "{said}");
    let messages = format!("{actor}/messages");
    let sent = post(&stage, &messages, "application/x-www-form-urlencoded", b"message=a+b").json();
    assert!(logs(&stage, &finish(&stage, &actor, &sent["result"])).starts_with("a b\n"));
    let sent = post(&stage, &messages, "application/octet-stream", b"a\0b").json();
    assert_eq!(sent["result"]["msg"], "binary - omitted");
    let execution = finish(&stage, &actor, &sent["result"]);
    let said = logs(&stage, &execution);
    assert!(said.starts_with("a\0b\n") && !said.contains("MSG="), "{said}");
    assert_eq!(stage.ask("matt", &format!("GET {execution}/results"), &Value::Null).text, "a\0b");
    for (kind, body) in [
        ("application/json", &b""[..]),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"x=1"),
    ] {
        assert_eq!(post(&stage, &messages, kind, body).status, 400, "{kind}");
    }
    let waited = post(
        &stage,
        &format!("{messages}?_abaco_synchronous=true"),
        "application/json",
        b"{\"message\": \"now\"}",
    );
    assert_eq!((waited.status, waited.text.as_str()), (200, "now"));
}

#[test]
pub(crate) fn state_lasts_from_one_execution_to_the_next() {
    let stage = stage();
    let counter = actor(&stage, "count", &json!({"stateless": false}));
    assert_eq!(logs(&stage, &run(&stage, &counter, "", &json!({"message": "x"}))), "{}\n");
    assert_eq!(logs(&stage, &run(&stage, &counter, "", &json!({"message": "x"}))), "{'n': 1}\n");
    assert_eq!(stage.get("matt", &format!("{counter}/state"))["state"], json!({"n": 2}));
    let changed = stage.good("matt", &format!("POST {counter}/state"), &json!({"n": 9}));
    assert_eq!((&changed["state"], &changed["image"]), (&json!({"n": 9}), &json!("count")));
    for empty in [json!({}), json!(""), json!([])] {
        assert_eq!(stage.refused("matt", &format!("POST {counter}/state"), &empty).0, 400, "{empty}");
    }
    let without = actor(&stage, "count", &json!({}));
    run(&stage, &without, "", &json!({"message": "x"}));
    assert_eq!(
        stage.refused("matt", &format!("GET {without}/state"), &Value::Null),
        (404, "actor is stateless.".to_owned())
    );
}

#[cfg(unix)]
#[test]
pub(crate) fn commands_run_in_a_directory_of_their_own_with_a_socket_for_results() {
    let stage = stage();
    let actor = actor(&stage, "shell", &json!({}));
    let mark = stage.data.path().join("mark");
    let script = "echo out; echo err >&2; echo $_abaco_results > $MARK; until [ -e $MARK.go ]; do sleep 0.01; done; exit 4";
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("SCRIPT", script)
        .append_pair("MARK", mark.to_str().unwrap())
        .finish();
    let sent = stage.good("matt", &format!("POST {actor}/messages?{query}"), &json!({"message": "m"}));
    let mut path = String::new();
    stage.until_true(
        || {
            path = std::fs::read_to_string(&mark).unwrap_or_default();
            path.ends_with('\n')
        },
        "the command has begun",
    );
    let socket = std::os::unix::net::UnixDatagram::unbound().unwrap();
    socket.send_to(b"one", path.trim()).unwrap();
    socket.send_to(b"two", path.trim()).unwrap();
    std::fs::write(mark.with_extension("go"), "").unwrap();
    let execution = finish(&stage, &actor, &sent);
    assert_eq!(stage.get("matt", &execution)["exitCode"], 4);
    assert_eq!(logs(&stage, &execution), "out\nerr\n");
    let result = || stage.ask("matt", &format!("GET {execution}/results"), &Value::Null).text;
    assert_eq!((result(), result(), result()), ("one".to_owned(), "two".to_owned(), String::new()));
    let left = std::fs::read_dir(stage.data.path().join("actors")).unwrap().count();
    assert_eq!(left, 0, "the directory of the execution is removed");

    let binary = "cat $_abaco_binary_data; printf ' %s' \"${MSG-no message}\"; echo; ls";
    let query: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("SCRIPT", binary).finish();
    let sent =
        post(&stage, &format!("{actor}/messages?{query}"), "application/octet-stream", b"bytes").json();
    let said = logs(&stage, &finish(&stage, &actor, &sent["result"]));
    assert_eq!(said, "bytes no message\n_abaco_binary_data\n_abaco_results.sock\nlogs\n");
}

#[test]
pub(crate) fn a_running_execution_is_halted_and_others_wait_for_a_worker() {
    let stage = stage();
    let actor = actor(&stage, "shell", &json!({"defaultEnvironment": {"SCRIPT": "sleep 600"}}));
    let first = stage.good("matt", &format!("POST {actor}/messages"), &json!({"message": "1"}));
    let second = stage.good("matt", &format!("POST {actor}/messages"), &json!({"message": "2"}));
    let path = |sent: &Value| format!("{actor}/executions/{}", sent["executionId"].as_str().unwrap());
    stage.until("matt", &path(&first), |found| found["status"] == "RUNNING");
    assert_eq!(stage.get("matt", &format!("{actor}/messages"))["messages"], 1);
    assert_eq!(stage.get("matt", &path(&second))["status"], "SUBMITTED");
    assert_eq!(stage.refused("matt", &format!("DELETE {}", path(&second)), &Value::Null).0, 400);
    assert_eq!(stage.get("matt", &format!("{actor}/workers"))[0]["status"], "BUSY");
    stage.good("matt", &format!("POST {actor}/workers"), &json!({"num": 2}));
    stage.until("matt", &path(&second), |found| found["status"] == "RUNNING");
    stage.good("matt", &format!("DELETE {}", path(&first)), &Value::Null);
    let halted = stage.until("matt", &path(&first), |found| found["status"] == "COMPLETE");
    assert_eq!(halted["exitCode"], 137);
    let workers = stage.get("matt", &format!("{actor}/workers"));
    assert_eq!(workers.as_array().unwrap().len(), 2);
    let worker = format!("{actor}/workers/{}", workers[1]["id"].as_str().unwrap());
    assert_eq!(stage.get("matt", &worker)["lastExecutionTime"], "None");
    stage.good("matt", &format!("DELETE {worker}"), &Value::Null);
    assert_eq!(stage.refused("matt", &format!("GET {worker}"), &Value::Null).0, 404);
    assert_eq!(stage.refused("matt", &format!("POST {actor}/workers"), &json!({"num": 0})).0, 400);
    assert_eq!(stage.refused("matt", &format!("GET {actor}/executions/x"), &Value::Null).0, 400);
    stage.good("matt", &format!("POST {actor}/messages"), &json!({"message": "3"}));
    stage.good("matt", &format!("DELETE {actor}/messages"), &Value::Null);
    stage.good("matt", &format!("DELETE {actor}"), &Value::Null);
    let (status, message) = stage.refused("matt", &format!("GET {actor}"), &Value::Null);
    assert_eq!((status, message.starts_with("Actor with identifier")), (404, true));
}

#[test]
pub(crate) fn an_image_without_a_program_is_an_error_until_the_actor_gets_another() {
    let stage = stage();
    let actor = actor(&stage, "docker.io/unknown", &json!({}));
    let shown = stage.get("matt", &actor);
    assert_eq!((&shown["status"], shown.get("link")), (&json!("ERROR"), None));
    assert_eq!(stage.refused("matt", &format!("POST {actor}/messages"), &json!({"message": "x"})).0, 400);
    let changed = stage.good("matt", &format!("PUT {actor}"), &json!({"image": "echo"}));
    assert_eq!((&changed["status"], &changed["revision"]), (&json!("SUBMITTED"), &json!(2)));
    stage.until("matt", &actor, |actor| actor["status"] == "READY");
    let kept = stage.good("matt", &format!("PUT {actor}"), &json!({"image": "echo", "description": "d"}));
    assert_eq!(
        (&kept["status"], &kept["name"], &kept["revision"]),
        (&json!("READY"), &json!("my-docker.io/unknown"), &json!(2))
    );
    assert_eq!(stage.refused("matt", "POST /actors/v2", &json!({"name": "n"})).0, 400);
    let answer = stage.ask("matt", "POST /actors/v2", &json!({"name": "n"})).json();
    assert_eq!((answer["result"].is_null(), &answer["version"]), (true, &json!(":dev")));
}

#[test]
pub(crate) fn permissions_nonces_and_aliases_let_others_in() {
    let stage = stage();
    let actor = actor(&stage, "echo", &json!({}));
    let id = actor.rsplit('/').next().unwrap().to_owned();
    let messages = format!("POST {actor}/messages");
    let message = json!({"message": "x"});
    assert_eq!(stage.refused("daniel", &format!("GET {actor}"), &Value::Null).0, 400);
    assert_eq!(stage.get("daniel", "/actors/v2"), json!([]));
    let map =
        stage.good("matt", &format!("POST {actor}/permissions"), &json!({"user": "daniel", "level": "READ"}));
    assert_eq!(map, json!({"matt": "UPDATE", "daniel": "READ"}));
    assert_eq!(stage.get("daniel", "/actors/v2?limit=1&skip=0")[0]["id"], json!(id));
    assert_eq!(stage.get("daniel", "/actors/v2?skip=1"), json!([]));
    assert_eq!(stage.refused("daniel", &messages, &message).0, 400);
    stage.good(
        "matt",
        &format!("POST {actor}/permissions"),
        &json!({"user": "ABACO_WORLD", "level": "EXECUTE"}),
    );
    stage.good("daniel", &messages, &message);
    assert_eq!(stage.refused("daniel", &format!("DELETE {actor}"), &Value::Null).0, 400);
    assert_eq!(
        stage.refused("matt", &format!("POST {actor}/permissions"), &json!({"user": "x", "level": "SOME"})).0,
        400
    );

    let nonce = stage.good("matt", &format!("POST {actor}/nonces"), &json!({"maxUses": 2}));
    assert_eq!(
        (&nonce["level"], &nonce["remainingUses"], &nonce["actorId"]),
        (&json!("EXECUTE"), &json!(2), &json!(id))
    );
    let key = nonce["id"].as_str().unwrap();
    assert_eq!(stage.ask("", &format!("{messages}?x-nonce={key}"), &message).status, 200);
    assert_eq!(stage.ask("", &format!("PUT {actor}?x-nonce={key}"), &json!({"image": "echo"})).status, 400);
    assert_eq!(stage.ask("", &format!("GET {actor}?x-nonce={key}"), &Value::Null).status, 200);
    assert_eq!(
        stage.ask("", &format!("GET {actor}?x-nonce={key}"), &Value::Null).status,
        400,
        "it is used up"
    );
    let used = stage.get("matt", &format!("{actor}/nonces/{key}"));
    assert_eq!((&used["currentUses"], &used["remainingUses"]), (&json!(2), &json!(0)));
    stage.good("matt", &format!("DELETE {actor}/nonces/{key}"), &Value::Null);
    assert_eq!(stage.refused("matt", &format!("GET {actor}/nonces/{key}"), &Value::Null).0, 400);
    let endless = stage.good("matt", &format!("POST {actor}/nonces"), &json!({"level": "READ"}));
    assert_eq!(endless["maxUses"], -1);
    for body in [json!({"maxUses": 0}), json!({"maxUses": "x"}), json!({"level": "SOME"})] {
        assert_eq!(stage.refused("matt", &format!("POST {actor}/nonces"), &body).0, 400, "{body}");
    }

    let alias = stage.good("matt", "POST /actors/v2/aliases", &json!({"alias": "latest", "actorId": id}));
    assert_eq!((&alias["alias"], &alias["actorId"]), (&json!("latest"), &json!(id)));
    assert_eq!(stage.get("matt", "/actors/v2/latest")["id"], json!(id));
    for body in [
        json!({"alias": "latest", "actorId": id}),
        json!({"alias": "nonces", "actorId": id}),
        json!({"alias": "a/b", "actorId": id}),
    ] {
        assert_eq!(stage.refused("matt", "POST /actors/v2/aliases", &body).0, 400, "{body}");
    }
    let nonce = stage.good("matt", "POST /actors/v2/aliases/latest/nonces", &json!({}));
    let key = nonce["id"].as_str().unwrap();
    assert_eq!(nonce["alias"], "latest");
    assert_eq!(
        stage.ask("", &format!("POST /actors/v2/latest/messages?x-nonce={key}"), &message).status,
        200
    );
    assert_eq!(stage.ask("", &format!("{messages}?x-nonce={key}"), &message).status, 400, "not by the id");
    assert_eq!(stage.get("daniel", "/actors/v2/aliases").as_array().unwrap().len(), 1);
    assert_eq!(stage.refused("daniel", "DELETE /actors/v2/aliases/latest", &Value::Null).0, 400);
    stage.good("matt", "DELETE /actors/v2/aliases/latest", &Value::Null);
    assert_eq!(stage.refused("matt", "GET /actors/v2/latest", &Value::Null).0, 404);
}
