//! Waits, results and logs of vantage6, Inmanta and Agave, on stubs that answer what the services answer.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::stub::{self, Request};
use crate::support::{Place, Run, run_with_input};

fn run(server: &stub::Server, service: &str, arguments: &[&str]) -> Run {
    let place = Place::new();
    let mut command = place.bare();
    command.arg(service).args(arguments).args(["--url", &server.url, "--token", "t"]);
    run_with_input(command, "")
}

/// Lists of JSON lines.
fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Jobs that are running when they are looked at for the first time.
fn agave() -> stub::Server {
    let looks = AtomicUsize::new(0);
    stub::Server::start(move |request: &Request| {
        let is_first = looks.fetch_add(1, Ordering::SeqCst) < 2;
        let status = match request.path.as_str() {
            _ if is_first => "RUNNING",
            "/jobs/v2/good/status" => "FINISHED",
            _ => "FAILED",
        };
        let result = json!({"status": "success", "message": null, "result": {"id": "x", "status": status}});
        (200, result.to_string())
    })
}

#[test]
fn agaves_jobs_are_waited_for_and_a_failed_one_counts() {
    let wait = ["job", "wait", "good", "bad", "--interval", "1ms"];
    let done = run(&agave(), "agave", &wait);
    assert_eq!(done.code, Some(4), "{done:?}");
    let states: Vec<_> = lines(&done.stdout).iter().map(|line| line["status"].clone()).collect();
    assert_eq!(states, ["FINISHED", "FAILED"]);
    // They are reported as they end.
    let ends: Vec<_> = done.stderr.lines().map(|line| line.split_at(4)).collect();
    assert_eq!((ends[0].0, ends[1].0), ("1/2 ", "2/2 "));
    let mut ends = [ends[0].1, ends[1].1];
    ends.sort_unstable();
    assert_eq!(ends, ["bad FAILED", "good FINISHED"]);
    run(&agave(), "agave", &["job", "wait", "good", "--interval", "1ms", "--quiet"]).ok();
}

#[test]
fn a_wait_that_takes_too_long_says_what_it_saw_last() {
    let server = stub::Server::start(|_| {
        (200, r#"{"status": "success", "result": {"id": "x", "status": "QUEUED"}}"#.to_owned())
    });
    let late = run(&server, "agave", &["job", "wait", "x", "--interval", "1ms", "--timeout", "200ms"]);
    assert_eq!(late.code, Some(3), "{late:?}");
    let line = &lines(&late.stdout)[0];
    assert_eq!((&line["status"], &line["trouble"]), (&"QUEUED".into(), &"not finished within 200 ms".into()));
}

const COMPILE: &str = "3f6a6a0e-6d0b-4e2c-8f0e-1b9c5a2d7e10";
const ENVIRONMENT: &str = "8c93e8b4-cf1a-4387-9dc4-78be37627356";

#[test]
fn what_a_server_warns_of_is_printed_on_stderr_and_the_answer_on_stdout() {
    let server = stub::Server::start(|_| {
        let parameter = json!({
            "id": COMPILE, "name": "p", "value": "1", "environment": ENVIRONMENT, "source": "user",
            "updated": "2026-11-21T10:00:00.000000+00:00", "metadata": {},
        });
        let warnings = ["Skipping compile because server compile not enabled.", "two\u{1b}[31m"];
        (200, json!({"data": parameter, "metadata": {"warnings": warnings}}).to_string())
    });
    let environment = format!("tid={ENVIRONMENT}");
    let arguments = ["inmanta.set_parameter", &environment, "name=p", "source=user", "value=1"];
    let warned = run(&server, "call", &arguments);
    assert_eq!(warned.code, Some(0), "{warned:?}");
    let answer: Value = serde_json::from_str(&warned.stdout).unwrap();
    assert_eq!(answer["value"], "1");
    let first = "warning: Skipping compile because server compile not enabled.\n";
    assert!(warned.stderr.starts_with(first) && warned.stderr.contains("warning: two"), "{warned:?}");
    assert!(!warned.stderr.contains('\u{1b}'), "{warned:?}");
}

/// A compile that has failed.
fn inmanta() -> stub::Server {
    stub::Server::start(|request: &Request| {
        assert!(request.head.contains(&format!("x-inmanta-tid: {ENVIRONMENT}")), "{}", request.head);
        let step = json!({
            "id": COMPILE, "started": "2026-11-21T10:00:00.000000", "completed": "2026-11-21T10:00:01.000000",
            "command": "inmanta export", "name": "Recompiling", "errstream": "it broke", "outstream": "begun\n",
            "returncode": 1, "compile": COMPILE,
        });
        let compile = json!({
            "id": COMPILE, "remote_id": null, "environment": ENVIRONMENT, "requested": "2026-11-21T10:00:00.000000",
            "started": "2026-11-21T10:00:00.000000", "completed": "2026-11-21T10:00:02.000000", "success": false,
            "version": null, "do_export": true, "force_update": false, "metadata": {},
            "environment_variables": {}, "requested_environment_variables": {}, "reports": [step],
            "compile_data": {"errors": [{"category": "runtime", "type": "E", "message": "no such file"}]},
        });
        (200, json!({"data": compile}).to_string())
    })
}

#[test]
fn inmantas_compile_is_waited_for_and_its_log_is_printed() {
    let environment = ["--environment", ENVIRONMENT];
    let done = run(&inmanta(), "inmanta", &[&["compile", "wait", COMPILE][..], &environment].concat());
    assert_eq!(done.code, Some(4), "{done:?}");
    assert_eq!(lines(&done.stdout)[0]["success"], false);
    let log = run(&inmanta(), "inmanta", &[&["compile", "log", COMPILE][..], &environment].concat()).ok();
    assert_eq!(log, "== Recompiling (exit code 1)\nbegun\nit broke\nerror: no such file\n");
    let missing = run(&inmanta(), "inmanta", &["compile", "log", COMPILE]).fails(2);
    assert!(missing.contains("inmanta.environment is not set"), "{missing}");
    run(&inmanta(), "inmanta", &[&["compile", "log", "x"][..], &environment].concat()).fails(2);
}

/// A server of vantage6 with the organizations A and B, each with a node.
mod vantage6 {
    use saltant_dev_server::vantage6::{Algorithm, DevServer, DevServerBuilder, NewCollaboration, NewUser};
    use serde_json::{Value, json};

    use super::lines;
    use crate::support::{Place, Run, run_with_input};

    const PASSWORD: &str = "canary-password";
    /// `{"method":"run"}` in base64.
    const INPUT: &str = "eyJtZXRob2QiOiJydW4ifQ==";

    fn start() -> DevServer {
        start_with(|builder| builder)
    }

    fn start_with(set_up: impl FnOnce(DevServerBuilder) -> DevServerBuilder) -> DevServer {
        let builder = DevServer::builder()
            .user("root")
            .collaboration(NewCollaboration::new("Study", ["A", "B"]))
            .user(NewUser::new("anna").password(PASSWORD).role("Collaboration Admin"));
        let failing = Algorithm::function(|_| Err("KeyError: 'age'".to_owned()));
        let good = Algorithm::function(|_| Ok(br#"{"sum": 7}"#.to_vec()));
        let builder = builder.node("A").node("B").algorithm("good:1", good).algorithm("bad:1", failing);
        set_up(builder).start_blocking().expect("the server starts")
    }

    fn run(place: &Place, arguments: &[&str]) -> Run {
        let mut command = place.bare();
        command.args(arguments);
        run_with_input(command, "")
    }

    fn log_in(server: &DevServer) -> Place {
        let place = Place::new();
        let mut command = place.bare();
        let url = server.url();
        command.args(["login", "vantage6", "--url", &url, "--username", "anna", "--password-file", "-"]);
        run_with_input(command, PASSWORD).ok();
        place
    }

    /// Creates a task for both organizations, and gives its id and theirs.
    fn create(place: &Place, image: &str) -> (String, Vec<String>) {
        let all = run(place, &["call", "vantage6.organization.list", "--all", "--lines"]).ok();
        let ids: Vec<Value> = lines(&all)
            .into_iter()
            .filter(|row| row["name"] == "A" || row["name"] == "B")
            .map(|row| row["id"].clone())
            .collect();
        let organizations: Vec<_> = ids.iter().map(|id| json!({"id": id, "input": INPUT})).collect();
        let task = json!({"image": image, "collaboration_id": 1, "organizations": organizations}).to_string();
        let created = run(place, &["call", "vantage6.task.create", "--json", &task]).json();
        (created["id"].to_string(), ids.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_tasks_results_are_printed_and_written_once() {
        for server in [start(), start_with(DevServerBuilder::blob_store)] {
            results_of(&server);
        }
    }

    fn results_of(server: &DevServer) {
        let place = log_in(server);
        let (task, organizations) = create(&place, "good:1");
        let waited = run(&place, &["vantage6", "task", "wait", &task, "--interval", "5ms"]).ok();
        assert!(lines(&waited).iter().all(|line| line["status"] == "completed"), "{waited}");
        assert_eq!(lines(&waited).len(), 2);
        let results = run(&place, &["v6", "task", "results", &task]).json();
        for (result, organization) in results.as_array().unwrap().iter().zip(&organizations) {
            assert_eq!(result["organization"].to_string(), *organization);
            assert_eq!(result["result"], json!({"sum": 7}), "{results}");
        }
        let forms = ["v6", "task", "results", &task, "--columns", "status,result.sum", "-o"];
        let table = run(&place, &[&forms[..], &["table"]].concat()).ok();
        assert_eq!(table, "STATUS     RESULT SUM\ncompleted  7\ncompleted  7\n");
        let csv = run(&place, &["v6", "task", "results", &task, "-o", "csv"]).ok();
        assert!(csv.starts_with("organization,run,status,result.sum\n"), "{csv}");
        let directory = place.home.path().join("out");
        let write = ["v6", "task", "results", &task, "--out", directory.to_str().unwrap()];
        run(&place, &write).ok();
        let file = directory.join(format!("organization-{}.json", organizations[0]));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), r#"{"sum": 7}"#);
        std::fs::write(&file, "mine").unwrap();
        let refused = run(&place, &write).fails(2);
        assert!(refused.contains("organization-"), "{refused}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine", "it is not replaced");
        let left: Vec<_> = std::fs::read_dir(&directory).unwrap().collect();
        assert_eq!(left.len(), 2, "a file that is not whole does not stay: {left:?}");
    }

    #[test]
    fn a_task_that_failed_says_why() {
        let server = start();
        let place = log_in(&server);
        // Once a run has failed, the server gives no token to one that has not begun, so the first one tells.
        let (task, _) = create(&place, "bad:1");
        let waited = run(&place, &["vantage6", "task", "wait", &task, "--interval", "5ms"]);
        assert_eq!(waited.code, Some(4), "{waited:?}");
        let troubles = lines(&waited.stdout).into_iter().map(|run| run["trouble"].to_string());
        assert!(troubles.into_iter().any(|trouble| trouble.contains("KeyError: 'age'")), "{waited:?}");
        let results = run(&place, &["v6", "task", "results", &task]);
        assert_eq!((results.code, results.stdout.as_str()), (Some(4), "[]\n"));
        assert!(results.stderr.contains("KeyError: 'age'"), "{results:?}");
        let logs = run(&place, &["v6", "task", "logs", &task]).ok();
        assert!(logs.starts_with("== run ") && logs.contains("KeyError: 'age'"), "{logs}");
    }

    /// In an encrypted collaboration, anna of A makes a task with the library and reads it with the command.
    #[test]
    fn an_encrypted_result_is_decrypted_with_the_key() {
        use saltant::vantage6::{Client, CreateTask, ListOrganizations, Login, PrivateKey};

        let good = Algorithm::function(|_| Ok(br#"{"sum": 7}"#.to_vec()));
        let server = DevServer::builder()
            .user("root")
            .collaboration(NewCollaboration::new("Study", ["A", "B"]).encrypted(true))
            .user(NewUser::new("anna").password(PASSWORD).organization("A").role("Researcher"))
            .node("A")
            .node("B")
            .algorithm("good:1", good)
            .start_blocking()
            .expect("the server starts");
        let place = log_in(&server);
        let key = server.organization_key("A").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let task = runtime.block_on(async {
            let client: Client = Client::new(server.url()).unwrap();
            let Login::Done(anna) = client.authenticate("anna", PASSWORD).await.unwrap() else { panic!() };
            let all = anna.organizations().list(ListOrganizations::new()).items().all().await.unwrap();
            let b = all.iter().find(|one| one.name == "B").unwrap().id;
            let encryption = anna.setup_encryption(PrivateKey::from_pem(&key).unwrap()).await.unwrap();
            let task =
                CreateTask::new("good:1", [b]).input(json!({"method": "x"})).name("t").collaboration(1);
            encryption.create_task(task).await.unwrap().id.to_string()
        });
        run(&place, &["v6", "task", "wait", &task, "--interval", "5ms", "--quiet"]).ok();
        let pem = place.home.path().join("key.pem");
        std::fs::write(&pem, &key).unwrap();
        let results = ["v6", "task", "results", &task, "--key", pem.to_str().unwrap()];
        assert_eq!(run(&place, &results).json()[0]["result"], json!({"sum": 7}));
        let directory = place.home.path().join("out");
        let written = run(&place, &[&results[..], &["--out", directory.to_str().unwrap()]].concat()).ok();
        assert_eq!(std::fs::read_to_string(written.trim()).unwrap(), r#"{"sum": 7}"#);
        let without = run(&place, &results[..4]);
        assert_ne!(without.code, Some(0), "{without:?}");
        assert!(!without.stdout.contains("sum"), "{without:?}");
        let other = place.home.path().join("other.pem");
        run(&place, &["v6", "key", "new", other.to_str().unwrap()]).ok();
        let wrong = run(&place, &[&results[..5], &[other.to_str().unwrap()]].concat());
        assert_eq!((wrong.code, wrong.stdout.as_str()), (Some(1), "[]\n"), "{wrong:?}");
    }

    #[test]
    fn a_key_is_made_and_published_and_another_one_is_not_replaced_unless_told() {
        let server = start();
        let place = log_in(&server);
        let file = |name: &str| place.home.path().join(name).to_str().unwrap().to_owned();
        let key = |verb: &str, name: &str| {
            ["vantage6", "key", verb].map(str::to_owned).into_iter().chain([file(name)])
        };
        let go = |words: Vec<String>| run(&place, &words.iter().map(String::as_str).collect::<Vec<_>>());
        let made = go(key("new", "one.pem").collect()).ok();
        assert_eq!(go(key("fingerprint", "one.pem").collect()).ok(), made);
        assert!(go(key("new", "one.pem").collect()).fails(2).contains("is not replaced"));
        go(key("fingerprint", "none.pem").collect()).fails(2);
        assert_eq!(go(key("publish", "one.pem").collect()).ok(), made);
        go(key("publish", "one.pem").collect()).ok();
        go(key("new", "two.pem").collect()).ok();
        go(key("publish", "two.pem").collect()).fails(1);
        go(key("publish", "two.pem").chain(["--replace".to_owned()]).collect()).ok();
    }
}
