#![cfg(unix)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use saltant::vantage6::{Database, RunStatus};
use saltant_core::http::Method;
use saltant_dev_server::vantage6::Algorithm;
use serde_json::{Value, json};

use super::setup::{builder, hospitals, log_in, run, study, task, wait};

fn shell(script: &str) -> Algorithm {
    Algorithm::command(["sh", "-c", script])
}

/// Decodes a value as the algorithm tools do: base32 with `!` for padding.
fn decoded(text: &str) -> String {
    let mut bits = String::new();
    for letter in text.bytes().filter(|letter| *letter != b'!') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            other => panic!("not base32: {}", char::from(other)),
        };
        write!(bits, "{value:05b}").unwrap();
    }
    let bytes = bits.as_bytes().chunks_exact(8);
    let bytes = bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap());
    String::from_utf8(bytes.collect()).unwrap()
}

#[tokio::test]
async fn a_command_gets_the_environment_and_the_files_of_a_container() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("patients.csv");
    fs::write(&csv, "age\n40\n").unwrap();
    let logs = folder.path().join("logs");
    let server = builder(false)
        .algorithm("env:1", shell("env").variable("PKG_NAME", "v6_env"))
        .database("Hospital A", "default", &csv)
        .database("Hospital A", "other", "postgresql://db.test/x")
        .database("Hospital B", "elsewhere", &csv)
        .log_directory(&logs)
        .start()
        .await
        .unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let create = task("env:1", &all[..1]).databases([Database::new("default").query("SELECT 1")]);
    let created = alice.tasks().create(create).await.unwrap();
    let results = wait(&alice, &created).await;
    let log = results.results[0].log.clone().unwrap();
    let variables: BTreeMap<&str, &str> = log.lines().filter_map(|line| line.split_once('=')).collect();
    let plain = ["PATH", "PYTHONPATH", "PKG_NAME", "PWD", "OLDPWD", "SHLVL", "_"];
    let given = variables.iter().filter(|(name, _)| !plain.contains(name));
    let given: BTreeMap<&str, String> = given.map(|(name, value)| (*name, decoded(value))).collect();
    let mut names: Vec<&str> = given.keys().copied().collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "API_PATH",
            "DB_LABELS",
            "DEFAULT_DATABASE_TYPE",
            "DEFAULT_DATABASE_URI",
            "DEFAULT_QUERY",
            "HOST",
            "INPUT_FILE",
            "OTHER_DATABASE_TYPE",
            "OTHER_DATABASE_URI",
            "OUTPUT_FILE",
            "PORT",
            "TEMPORARY_FOLDER",
            "TOKEN_FILE",
            "USER_REQUESTED_DATABASE_LABELS",
        ]
    );
    assert_eq!(variables["PKG_NAME"], "v6_env");
    assert_eq!(given["HOST"], "http://127.0.0.1");
    assert_eq!(given["PORT"], server.addr().port().to_string());
    assert_eq!((given["API_PATH"].as_str(), given["DEFAULT_QUERY"].as_str()), ("/api", "SELECT 1"));
    assert_eq!(given["DB_LABELS"], "default,other");
    assert_eq!(given["USER_REQUESTED_DATABASE_LABELS"], "default");
    assert_eq!(
        (given["DEFAULT_DATABASE_TYPE"].as_str(), given["OTHER_DATABASE_TYPE"].as_str()),
        ("csv", "sql")
    );
    assert_eq!(given["OTHER_DATABASE_URI"], "postgresql://db.test/x");
    let input = Path::new(&given["INPUT_FILE"]);
    assert!(input.ends_with(format!("task-{:09}/input", results.results[0].run.get())));
    assert_eq!(fs::read_to_string(input).unwrap(), r#"{"method":"run"}"#);
    assert_eq!(fs::read_to_string(&given["OUTPUT_FILE"]).unwrap(), "");
    assert_eq!(fs::read_to_string(&given["TOKEN_FILE"]).unwrap().split('.').count(), 3);
    // The database is a copy: later changes of the file do not reach it.
    assert_ne!(given["DEFAULT_DATABASE_URI"], csv.display().to_string());
    assert_eq!(fs::read_to_string(&given["DEFAULT_DATABASE_URI"]).unwrap(), "age\n40\n");
    server.shutdown().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_exit_code_decides_and_the_output_file_is_the_result() {
    // The name of the output file is encoded, as for the algorithm tools.
    let write =
        r#"printf 42 > "$(printf %s "$OUTPUT_FILE" | tr '!' '=' | base32 -d)"; echo out; echo err >&2"#;
    let server = builder(false)
        .algorithm("good:1", shell(write))
        .algorithm("bad:1", shell(&format!("{write}; exit 3")))
        .algorithm("missing:1", Algorithm::command(["/no/such/program"]))
        .start()
        .await
        .unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let good = run(&alice, "good:1", &all[..1]).await;
    assert_eq!(good.results[0].log.as_deref(), Some("out\nerr\n"));
    assert_eq!(good.results[0].json::<u64>().unwrap(), 42);
    let bad = run(&alice, "bad:1", &all[..1]).await;
    assert_eq!((&bad.results[0].status, bad.results[0].wire.as_deref()), (&RunStatus::Crashed, Some("NDI=")));
    let missing = run(&alice, "missing:1", &all[..1]).await;
    assert_eq!(missing.results[0].status, RunStatus::StartFailed);
    server.shutdown().await;
}

#[tokio::test]
async fn a_kill_ends_the_whole_process_group() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    std::process::Command::new("mkfifo").arg(&fifo).status().unwrap();
    // The grandchild holds the pipe open until it is killed; the reader sees the end only then.
    let script = format!("(echo started; sleep 600) > '{}' & wait", fifo.display());
    let server = builder(false).algorithm("sleep:1", shell(&script)).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let created = alice.tasks().create(task("sleep:1", &all[..1])).await.unwrap();
    let (started, begun) = tokio::sync::oneshot::channel();
    let reader = tokio::task::spawn_blocking(move || {
        use std::io::Read as _;
        let mut pipe = fs::File::open(fifo).unwrap();
        let mut first = [0; 8];
        pipe.read_exact(&mut first).unwrap();
        let _ = started.send(());
        let mut rest = String::new();
        pipe.read_to_string(&mut rest).unwrap()
    });
    begun.await.unwrap();
    alice.tasks().kill(&created).await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), reader).await.expect("the process is gone").unwrap();
    let results = wait(&alice, &created).await;
    let result = &results.results[0];
    assert_eq!((&result.status, &result.log, &result.wire), (&RunStatus::Killed, &None, &None));
    server.shutdown().await;
}

#[tokio::test]
async fn a_command_that_takes_too_long_is_killed() {
    let server = builder(false)
        .algorithm("sleep:1", shell("echo begun; sleep 600"))
        .time_limit(Duration::from_millis(300))
        .start()
        .await
        .unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let results = run(&alice, "sleep:1", &all[..1]).await;
    let log = results.results[0].log.as_deref().unwrap();
    assert_eq!(results.results[0].status, RunStatus::Crashed);
    assert_eq!(log, "begun\n\nKilled: it ran longer than 300ms\n");
    server.shutdown().await;
}

#[tokio::test]
async fn words_reach_a_command_without_a_shell() {
    let words = ["printf", "%s|", "$HOME", "a b", ";rm -rf /", "`id`", "*"];
    let server = builder(false).algorithm("words:1", Algorithm::command(words)).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let results = run(&alice, "words:1", &all[..1]).await;
    assert_eq!(results.results[0].log.as_deref(), Some("$HOME|a b|;rm -rf /|`id`|*|"));
    // The client refuses such a label, the server does not: only the node does.
    let body = json!({
        "name": "label", "image": "words:1", "collaboration_id": study(),
        "organizations": [{"id": all[0], "input": "e30="}],
        "databases": [{"label": "../x y;z=", "query": "q"}],
    });
    let created = alice.request(Method::POST, "task").json(&body).await.unwrap();
    let created: Value = serde_json::from_slice(created.body()).unwrap();
    let created = alice.tasks().get(created["id"].as_u64().unwrap()).await.unwrap();
    let results = wait(&alice, &created).await;
    assert_eq!(results.results[0].status, RunStatus::Failed);
    assert!(results.results[0].log.as_deref().unwrap().contains("cannot be part of the name of a variable"));
    server.shutdown().await;
}
