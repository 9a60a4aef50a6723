#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{command, run, run_with_input};

/// A running `saltant dev-server --json`, and its one line.
struct Running {
    child: Child,
    stdout: BufReader<std::process::ChildStdout>,
    said: Value,
}

fn start(arguments: &[&str]) -> Running {
    start_at("127.0.0.1:0", arguments)
}

fn start_at(address: &str, arguments: &[&str]) -> Running {
    let mut command = command();
    command.arg("dev-server").args(arguments).args(["--addr", address, "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let said = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
    Running { child, stdout, said }
}

impl Running {
    fn url(&self) -> &str {
        self.said["url"].as_str().unwrap()
    }

    fn call(&self, arguments: &[&str]) -> crate::support::Run {
        let token = self.said["users"][0]["token"].as_str().unwrap();
        let mut command = command();
        command.env("SALTANT_API_URL", self.url()).env("SALTANT_AUTH_TOKEN", token);
        command.arg("call").args(arguments);
        run_with_input(command, "")
    }

    /// Sends a signal, and returns the exit code and the rest of the output.
    fn end(mut self, signal: &str) -> (Option<i32>, String, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        let (mut out, mut err) = (String::new(), String::new());
        self.stdout.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code(), out, err)
    }
}

#[test]
fn json_prints_one_line_and_an_interrupt_ends_the_server_with_0() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let server = start(&["--user", "matt:s3cret", "--user", "daniel"]);
        let keys: Vec<_> = server.said.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["url", "users"]);
        let url = server.url().to_owned();
        assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/api/"), "{url}");
        let users = server.said["users"].as_array().unwrap();
        let keys: Vec<_> = users[1].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        assert_eq!((&users[0]["username"], &users[0]["token"]), (&"matt".into(), &"s3cret".into()));
        assert_eq!((&users[0]["superuser"], &users[1]["superuser"]), (&true.into(), &false.into()));
        assert!(users.iter().all(|user| user["password"].as_str().unwrap().len() > 8));
        assert!(users[1]["token"].as_str().unwrap().len() > 20);
        server.call(&["users.list"]).ok();
        assert_eq!(server.end(signal), (Some(0), String::new(), String::new()));
    }
}

/// Whether a process runs; one that has ended and was not waited for does not.
fn alive(process: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z")
}

/// Whether this process ignores SIGHUP, which its children inherit; known on Linux only.
fn hangups_are_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[test]
fn a_closed_terminal_ends_the_server_and_its_jobs_and_nohup_keeps_them() {
    for nohup in [false, true] {
        // A server started by tests that run under `nohup` keeps the signal ignored.
        if !nohup && hangups_are_ignored() {
            continue;
        }
        let logs = tempfile::tempdir().unwrap();
        let arguments =
            ["dev-server", "--addr", "127.0.0.1:0", "--json", "-q", "--logs", logs.path().to_str().unwrap()];
        let mut server = command();
        if nohup {
            let mut shell = Command::new("sh");
            shell.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(server.get_program());
            server = shell;
        }
        let mut child = server.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let server = Running { child, stdout, said: serde_json::from_str(&line).unwrap() };
        let job = "command_to_run=sh -c 'echo $$; exec sleep 60'";
        server.call(&["executable_task_types.create", "name=t", job]).ok();
        server.call(&["task_whitelists.create", "name=w", "whitelisted_executable_task_types=1"]).ok();
        server.call(&["task_queues.create", "name=q", "whitelists=1"]).ok();
        let created =
            server.call(&["executable_task_instances.create", "task_type=1", "task_queue=1"]).json();
        let uuid = created["uuid"].as_str().unwrap();
        let output = logs.path().join(uuid).join(format!("{uuid}-stdout.txt"));
        let deadline = Instant::now() + Duration::from_secs(20);
        let process = loop {
            match std::fs::read_to_string(&output) {
                Ok(text) if text.ends_with('\n') => break text.trim().to_owned(),
                _ => assert!(Instant::now() < deadline),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        if nohup {
            let pid = server.child.id().to_string();
            assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
            server.call(&["users.list"]).ok();
            assert!(alive(&process));
            assert_eq!(server.end("-TERM").0, Some(0));
        } else {
            assert_eq!(server.end("-HUP").0, Some(0));
        }
        while alive(&process) {
            assert!(Instant::now() < deadline, "{process} lives on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn passwords_superusers_and_lifetimes_are_set() {
    let server = start(&[
        "saltant",
        "--user",
        "matt:s3cret",
        "--user",
        "daniel:d",
        "--user",
        "zoe",
        "--password",
        "daniel:word: two",
        "--superuser",
        "daniel",
        "--access-lifetime",
        "90s",
        "--refresh-lifetime",
        "2h",
    ]);
    let users = server.said["users"].as_array().unwrap();
    let ranks: Vec<_> = users.iter().map(|user| user["superuser"].as_bool().unwrap()).collect();
    assert_eq!(ranks, [true, true, false]);
    assert_eq!(users[1]["password"], "word: two");
    let mut call = command();
    call.args([
        "call",
        "saltant.token.obtain",
        "username=daniel",
        "password=word: two",
        "--url",
        server.url(),
    ]);
    let pair = run_with_input(call, "").json();
    // The middle of a token is its claims; a test decodes base64 only here.
    let lifetime = |token: &Value| {
        let mut decode = Command::new("base64");
        decode.arg("-d");
        let mut claims =
            token.as_str().unwrap().split('.').nth(1).unwrap().replace('-', "+").replace('_', "/");
        claims.push_str(&"=".repeat((4 - claims.len() % 4) % 4));
        let claims = run_with_input(decode, &claims).json();
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()
    };
    assert_eq!((lifetime(&pair["access"]), lifetime(&pair["refresh"])), (90, 7200));
    server.end("-INT");
    for wrong in [["--password", "nobody:x"], ["--password", "s3cret"], ["--superuser", "nobody"]] {
        let said = run(&[&["dev-server", "--addr", "127.0.0.1:0"], &wrong[..]].concat()).fails(2);
        assert!(said.contains(wrong[0]) && !said.contains("s3cret"), "{said}");
    }
}

#[test]
fn an_astakos_server_is_announced_with_the_tokens_of_its_components() {
    let server = start(&[
        "astakos",
        "--user",
        "ada@example.org:s3cret",
        "--user",
        "bob@example.org",
        "--administrator",
        "bob@example.org",
        "--service-token",
        "cyclades:t0ken",
        "--quota",
        "cyclades.vm=2",
    ]);
    let keys: Vec<_> = server.said.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["other_origin", "service_tokens", "url", "users"]);
    assert!(server.url().ends_with("/astakos/identity/v2.0"), "{}", server.url());
    assert_eq!(server.said["service_tokens"]["cyclades"], "t0ken");
    let users = server.said["users"].as_array().unwrap();
    assert_eq!((&users[0]["token"], &users[1]["administrator"]), (&"s3cret".into(), &true.into()));
    let mut call = command();
    call.env("ASTAKOS_AUTH_URL", server.url()).env("ASTAKOS_TOKEN", "s3cret");
    call.args(["call", "astakos.get_quotas"]);
    let quotas = run_with_input(call, "").json();
    assert_eq!(quotas[users[0]["uuid"].as_str().unwrap()]["cyclades.vm"]["limit"], 2);
    assert_eq!(server.end("-INT").0, Some(0));
    for wrong in [
        ["--administrator", "nobody"],
        ["--quota", "cyclades.vm"],
        ["--quota", "cyclades.vm=-1"],
        ["--service-token", "s3cret"],
        ["--service-token", "nobody:s3cret"],
    ] {
        let said = run(&[&["dev-server", "astakos", "--addr", "127.0.0.1:0"], &wrong[..]].concat()).fails(2);
        assert!(!said.contains("s3cret"), "{said}");
    }
}

#[test]
fn the_worker_logs_where_the_output_of_a_job_is() {
    let logs = tempfile::tempdir().unwrap();
    let server = start(&["--logs", logs.path().to_str().unwrap(), "--env", "WORD=hello"]);
    server
        .call(&["executable_task_types.create", "name=t", "command_to_run=env", "environment_variables=WORD"])
        .ok();
    server.call(&["task_whitelists.create", "name=w", "whitelisted_executable_task_types=1"]).ok();
    server.call(&["task_queues.create", "name=q", "whitelists=1"]).ok();
    let created = server.call(&["executable_task_instances.create", "task_type=1", "task_queue=1"]).json();
    let uuid = created["uuid"].as_str().unwrap();
    let mut wait = command();
    wait.args(["wait", uuid, "--interval", "10ms", "--url", server.url()]);
    wait.args(["--token", server.said["users"][0]["token"].as_str().unwrap()]);
    run_with_input(wait, "").ok();
    let (_, _, log) = server.end("-INT");
    let directory = logs.path().join(uuid);
    assert!(log.contains(&format!("logs in {}", directory.display())), "{log}");
    let output = std::fs::read_to_string(directory.join(format!("{uuid}-stdout.txt"))).unwrap();
    assert!(output.contains("WORD=hello\n"), "{output}");
}

#[test]
fn an_address_that_other_machines_can_reach_is_refused_without_the_flag() {
    let refused = run(&["dev-server", "--addr", "0.0.0.0:0"]).fails(2);
    assert!(refused.contains("refused to listen on 0.0.0.0:0"), "{refused}");
    assert!(refused.contains("--let-the-network-run-commands"), "{refused}");
    let server = start_at("0.0.0.0:0", &["--let-the-network-run-commands"]);
    assert_eq!(server.end("-INT").0, Some(0));
}

#[test]
fn faults_apply_to_the_requests_they_name() {
    let server = start(&[
        "--fault",
        "500 GET /api/users/",
        "--fault",
        "drop POST /api/taskqueues/",
        "--fault",
        "stuck=published POST /api/executabletaskinstances/",
    ]);
    server.call(&["users.list"]).fails(1);
    server.call(&["users.list"]).ok();
    server.call(&["task_queues.create", "name=q"]).fails(3);
    server.call(&["task_queues.create", "name=q"]).ok();
    server.end("-INT");
    let wrong = run(&["dev-server", "--fault", "boom"]).fails(2);
    assert!(wrong.contains("drop, lose, cut, delay=TIME or stuck=STATE"), "{wrong}");
}

#[test]
fn a_wrong_user_variable_or_address_is_refused() {
    run(&["dev-server", "--user", "a/b", "--addr", "127.0.0.1:0"]).fails(2);
    run(&["dev-server", "--user", "a:b c", "--addr", "127.0.0.1:0"]).fails(2);
    run(&["dev-server", "--env", "WORD", "--addr", "127.0.0.1:0"]).fails(2);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(
        run(&["dev-server", "--addr", &address]).fails(3).contains("--addr 127.0.0.1:0 selects a free port")
    );
}

#[test]
fn without_json_the_address_and_users_are_printed_as_a_table() {
    let mut command = command();
    command.args(["dev-server", "--addr", "127.0.0.1:0", "--user", "matt:s3cret"]).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<_> =
        lines.by_ref().take_while(|line| !line.contains("Stop the server with Ctrl-C")).collect();
    assert!(said[0].starts_with("A saltant server for development: http://127.0.0.1:"), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("matt ") && line.ends_with("superuser")), "{said:?}");
    assert!(said.iter().any(|line| line.contains("SALTANT_AUTH_TOKEN=s3cret")), "{said:?}");
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn agave_has_users_clients_and_actors() {
    let server = start(&[
        "agave",
        "--user",
        "matt:s3cret",
        "--user",
        "daniel",
        "--password",
        "matt:word",
        "--admin",
        "daniel",
        "--actor",
        "example/echo=printf '%s' \"$MSG\"",
    ]);
    let users = server.said["users"].as_array().unwrap();
    assert_eq!((&users[0]["token"], &users[0]["password"]), (&"s3cret".into(), &"word".into()));
    assert_eq!((&users[0]["admin"], &users[1]["admin"]), (&true.into(), &true.into()));
    let call = |arguments: &[&str]| {
        let mut command = command();
        command.env("TAPIS_BASE_URL", server.url()).env("TAPIS_TOKEN", "s3cret");
        command.arg("call").args(arguments);
        run_with_input(command, "")
    };
    assert_eq!(call(&["agave.profiles.get"]).json()["username"], "matt");
    let actor = call(&["agave.actors.add", "image=example/echo"]).json()["id"].as_str().unwrap().to_owned();
    let actor_id = format!("actor_id={actor}");
    let sent = call(&["agave.actors.send_message", &actor_id, "body=hello"]).json();
    let execution_id = format!("execution_id={}", sent["executionId"].as_str().unwrap());
    let deadline = Instant::now() + Duration::from_secs(20);
    while call(&["agave.actors.get_execution", &actor_id, &execution_id]).json()["status"] != "COMPLETE" {
        assert!(Instant::now() < deadline);
    }
    assert_eq!(call(&["agave.actors.get_execution_logs", &actor_id, &execution_id]).json()["logs"], "hello");
    let (code, _, log) = server.end("-TERM");
    assert_eq!(code, Some(0));
    assert!(log.contains("running") && !log.contains("s3cret"), "{log}");
    for wrong in [["--actor", "no-command"], ["--admin", "nobody"], ["--password", "matt"]] {
        let arguments = ["dev-server", "agave", "--user", "matt", wrong[0], wrong[1]];
        assert_eq!(run(&arguments).code, Some(2), "{wrong:?}");
    }
}

#[test]
fn vantage6_has_users_with_passwords_and_nodes_that_run_commands() {
    let flags = ["vantage6", "--user", "root", "--user", "alice:s3cret", "--node", "A", "--node", "B"];
    let server = start(&[&flags[..], &["--algorithm", "list:1=NAME=x sh -c 'echo \"$NAME\" done'"]].concat());
    assert_eq!(server.said["users"][0]["role"], "Root");
    let alice = &server.said["users"][1];
    assert_eq!((&alice["organization"], &alice["password"]), (&"A".into(), &"s3cret".into()));
    let call = |arguments: &[&str]| {
        let mut command = command();
        command.env("VANTAGE6_API_URL", server.url());
        command.env("VANTAGE6_USERNAME", "alice").env("VANTAGE6_PASSWORD", "s3cret");
        command.args(arguments);
        run_with_input(command, "").ok()
    };
    let names = call(&["call", "vantage6.organization.list"]);
    assert!(names.contains("\"A\"") && names.contains("\"B\"") && !names.contains("\"root\""), "{names}");
    let nodes = call(&["call", "vantage6.node.list"]);
    assert_eq!(nodes.matches("\"online\"").count(), 2, "{nodes}");
    assert_eq!(server.end("-TERM").0, Some(0));
    for wrong in [
        &["--algorithm", "x"][..],
        &["--algorithm", "x='"],
        &["--algorithm", "x=A=1"],
        &["--database", "A=x.csv"],
        &["--database", "A:../x=x.csv"],
        &["--role", "root:King"],
        &["--key", "A=/no/such/file"],
    ] {
        let mut arguments = vec!["dev-server", "vantage6", "--addr", "127.0.0.1:0"];
        arguments.extend(wrong);
        let refused = run(&arguments);
        assert_eq!(refused.code, Some(2), "{wrong:?}: {}", refused.stderr);
    }
}
