use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;

use serde_json::json;

use crate::support::{Place, TOKEN, answering, answering_all, run, run_with_input};

#[test]
fn the_type_of_the_argument_decides_how_a_value_is_read() {
    let place = Place::new();
    let queue =
        place.run(&["call", "saltant.task_queues.create", "name=42", "description=true", "private=true"]);
    let queue = queue.json();
    assert_eq!(
        (&queue["name"], &queue["description"], &queue["private"]),
        (&json!("42"), &json!("true"), &json!(true))
    );
    let (task_type, queue) = place.task_type("executable", "echo");
    let instance = place.run(&[
        "call",
        "executable_task_instances.create",
        &format!("task_type={task_type}"),
        &format!("task_queue={queue}"),
        "arguments.n=1",
        "arguments.word=two",
        "arguments.list=[3]",
        "arguments.text:=\"4\"",
        "arguments.big=123456789012345678901234567890",
    ]);
    let arguments = instance.ok();
    for part in
        [r#""n": 1"#, r#""word": "two""#, r#""text": "4""#, r#""big": 123456789012345678901234567890"#]
    {
        assert!(arguments.contains(part), "{part} in {arguments}");
    }
}

#[test]
fn json_comes_from_the_flag_a_file_or_standard_input_and_pairs_override_it() {
    let place = Place::new();
    let create = ["call", "task_queues.create", "--json"];
    let queue = place.run(&[&create[..], &[r#"{"name": "one", "active": false}"#]].concat()).json();
    assert_eq!((&queue["name"], &queue["active"]), (&json!("one"), &json!(false)));

    let file = place.home.path().join("arguments.json");
    std::fs::write(&file, r#"{"name": "two"}"#).unwrap();
    let queue = place.run(&[&create[..], &[&format!("@{}", file.display())]].concat()).json();
    assert_eq!(queue["name"], "two");

    let mut command = place.command();
    command.args(create).args(["-", "name=three"]);
    let queue = run_with_input(command, r#"{"name": "overruled", "private": true}"#).json();
    assert_eq!((&queue["name"], &queue["private"]), (&json!("three"), &json!(true)));
}

#[test]
fn all_follows_the_pages_as_an_array_or_as_lines() {
    let place = Place::with(|builder| builder.page_sizes(2, 2));
    for number in 0..5 {
        place.run(&["call", "task_queues.create", &format!("name=q{number}")]).ok();
    }
    let list = ["call", "task_queues.list", "page_size=2", "filters.name__startswith=q"];
    assert_eq!(place.run(&list).json()["results"].as_array().unwrap().len(), 2);

    let before = place.server.request_count();
    let all = place.run(&[&list[..], &["--all"]].concat()).json();
    let names: Vec<_> = all.as_array().unwrap().iter().map(|queue| queue["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["q0", "q1", "q2", "q3", "q4"]);
    assert_eq!(place.server.request_count() - before, 3);

    let lines = place.run(&[&list[..], &["--all", "--lines"]].concat()).ok();
    let names: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["name"].clone())
        .collect();
    assert_eq!(names, ["q0", "q1", "q2", "q3", "q4"]);
    let none = ["call", "task_queues.list", "filters.name=nobody", "--all"];
    assert_eq!(place.run(&none).json(), json!([]));
    assert_eq!(place.run(&[&none[..], &["--lines"]].concat()).ok(), "");
}

#[test]
fn lines_prints_an_answer_on_one_line() {
    let place = Place::new();
    let one = place.run(&["call", "users.get", "username=matt", "--lines"]).ok();
    assert_eq!(one, "{\"email\":\"matt@example.org\",\"username\":\"matt\"}\n");
}

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    let place = Place::new();
    let run = place.run(&["call", "task_queues.patch", "id=7", "description=a b", "--dry-run"]).ok();
    let expected = format!("PATCH {}taskqueues/7/\n", place.server.url());
    assert!(run.starts_with(&expected), "{run}");
    assert!(run.contains("\nauthorization: ***\n"), "{run}");
    assert!(run.ends_with("\n\n{\"description\":\"a b\"}\n"), "{run}");
    let list = place.run(&["call", "users.list", "filters.username__contains=a&b", "--dry-run"]).ok();
    assert!(list.lines().next().unwrap().ends_with("/api/users/?username__contains=a%26b"), "{list}");
    assert_eq!(place.server.request_count(), 0);
}

#[test]
fn a5_a_dry_run_shows_no_secret_and_needs_none() {
    let place = Place::new();
    let obtain = ["call", "token.obtain", "username=matt", "password=canary-password", "--dry-run"];
    let shown = place.run(&obtain).ok();
    assert!(shown.ends_with("{\"username\":\"matt\",\"password\":\"***\"}\n"), "{shown}");
    assert!(!shown.contains("authorization"), "this operation is sent without a credential: {shown}");
    let with_token = place.run(&["call", "users.list", "--dry-run", "-v"]);
    assert!(!format!("{with_token:?}").contains(TOKEN));
    let without =
        place.run_bare(&["call", "users.list", "--url", "https://example.org/api", "--dry-run"]).ok();
    assert!(without.starts_with("GET https://example.org/api/users/\n"), "{without}");
    assert!(without.contains("authorization: ***"), "{without}");
}

#[test]
fn a_call_without_credential_needs_no_token() {
    let place = Place::new();
    let password = place.server.user("matt").unwrap().password.clone();
    let mut command = place.bare();
    command.args(["call", "token.obtain", "username=matt", "--json", "-", "--url", &place.server.url()]);
    let pair = run_with_input(command, &json!({"password": password}).to_string()).json();
    assert!(pair["access"].as_str().unwrap().starts_with("ey"));
}

#[test]
fn a_wrong_name_is_answered_with_similar_names() {
    let wrong = Place::new().run(&["call", "saltant.task_queue.list"]).fails(2);
    assert!(wrong.contains("error: there is no operation \"saltant.task_queue.list\""), "{wrong}");
    assert!(wrong.contains("hint: did you mean saltant.task_queues.list"), "{wrong}");
}

#[test]
fn verbose_reports_each_attempt_without_a_secret() {
    let place = Place::new();
    let run = place.run(&["call", "users.list", "-v"]);
    assert!(run.stderr.starts_with("saltant.users.list: 200 OK in "), "{}", run.stderr);
    assert!(!run.stderr.contains(TOKEN));
}

#[test]
fn no_colour_reaches_a_pipe() {
    let place = Place::new();
    for arguments in [&["operations"][..], &["call", "users.gat"], &["config", "show"], &["--help"]] {
        let run = place.run(arguments);
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_ends_the_command_without_a_message() {
    let place = Place::new();
    for arguments in [&["operations", "--json"][..], &["completions", "bash"], &["operations"]] {
        let mut command = place.command();
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let end = child.wait_with_output().unwrap();
        assert_eq!((end.status.code(), end.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

/// Astakos's catalogue, with a part at an address.
fn catalogue_at(url: &str) -> Vec<u8> {
    let endpoint = json!({"publicURL": format!("{url}/account/v1.0"), "versionId": "v1.0", "SNF:uiURL": url});
    let service = json!({"name": "astakos_account", "type": "account", "endpoints": [endpoint]});
    json!({"access": {"serviceCatalog": [service]}}).to_string().into_bytes()
}

fn catalogue(url: &str) -> Vec<u8> {
    catalogue_at(url)
}

#[test]
fn a6_a_dry_run_shows_the_address_from_the_catalogue_and_sends_no_secret_for_it() {
    let dry_run = |url: &str, more: &[&str]| {
        let call = ["call", "astakos.get_quotas", "--dry-run", "--url", url, "--token", "canary"];
        run(&[&call[..], more].concat())
    };
    let (server, url) = answering(catalogue);
    let shown = dry_run(&url, &[]).ok();
    assert!(shown.starts_with(&format!("GET {url}/account/v1.0/quotas\n")), "{shown}");
    let asked = server.join().unwrap();
    assert!(asked.starts_with("POST /tokens ") && !asked.contains("canary"), "{asked}");
    assert!(!asked.to_ascii_lowercase().contains("x-auth-token"), "{asked}");

    let elsewhere = |_: &str| catalogue_at("https://other.example.org");
    let (server, url) = answering(elsewhere);
    let refused = dry_run(&url, &[]).fails(2);
    assert!(refused.contains("https://other.example.org"), "{refused}");
    server.join().unwrap();
    let (server, url) = answering(elsewhere);
    let shown = dry_run(&url, &["--trust", "https://other.example.org"]).ok();
    assert!(shown.starts_with("GET https://other.example.org/account/v1.0/quotas\n"), "{shown}");
    server.join().unwrap();
}

#[test]
fn a_file_is_sent_byte_by_byte() {
    const BYTES: &[u8] = b"\x89PNG\r\n\xff\0";
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("image.png");
    std::fs::write(&path, BYTES).unwrap();
    let received = |message: &str, input: &[u8]| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut command = crate::support::command();
        command.args(["call", "agave.actors.send_binary_message", "actor_id=a", message, "--token", "t"]);
        let command = command.args(["--url", &url]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut command = command.spawn().unwrap();
        command.stdin.take().unwrap().write_all(input).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut piece = [0; 4096];
        while !request.windows(BYTES.len()).any(|part| part == BYTES) {
            match stream.read(&mut piece).unwrap() {
                0 => break,
                length => request.extend(&piece[..length]),
            }
        }
        drop(stream);
        command.wait().unwrap();
        request
    };
    for (message, input) in
        [(format!("message=@{}", path.display()), &b""[..]), ("message=@-".to_owned(), BYTES)]
    {
        let request = received(&message, input);
        assert!(request.ends_with(BYTES), "{}", String::from_utf8_lossy(&request));
    }
}

#[test]
fn the_operations_of_every_service_can_be_called() {
    let all = run(&["operations", "--json"]).json();
    let mut services = std::collections::BTreeSet::new();
    for entry in all.as_array().unwrap() {
        let needed =
            entry["arguments"].as_array().unwrap().iter().any(|argument| argument["required"] == true);
        if needed || entry["method"] != "GET" || !services.insert(entry["service"].as_str().unwrap()) {
            continue;
        }
        let mut command = crate::support::command();
        let name = entry["name"].as_str().unwrap();
        let (server, url) = match entry["service"].as_str() {
            // Its addresses are in its catalogue.
            Some("astakos") => answering(catalogue),
            _ => (std::thread::spawn(String::new), "https://example.org/base".to_owned()),
        };
        command.args(["call", name, "--dry-run", "--url", &url, "--token", "canary"]);
        let shown = run_with_input(command, "").ok();
        server.join().unwrap();
        assert!(shown.starts_with(&format!("GET {}", url.trim_end_matches("/base"))), "{name}: {shown}");
        assert!(!shown.contains("canary"), "{name}: {shown}");
    }
    let every = all.as_array().unwrap().iter().map(|entry| entry["service"].as_str().unwrap());
    assert_eq!(services, every.collect());
}

#[test]
fn a_download_is_printed_unchanged() {
    const BYTES: &[u8] = b"\x00\xff\x1b[1mnot a colour\r\n";
    let (server, url) = answering(|_| BYTES.to_vec());
    let mut command = crate::support::command();
    command.args([
        "call",
        "agave.files.download",
        "system_id=s",
        "file_path=f",
        "--url",
        &url,
        "--token",
        "t",
    ]);
    let output = command.output().unwrap();
    server.join().unwrap();
    assert_eq!((output.status.code(), &*output.stdout), (Some(0), BYTES), "{output:?}");
}

#[test]
fn a12_a_task_from_a_document_does_not_leave_unencrypted_for_an_encrypted_collaboration() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("task.json");
    let organizations = json!([{"id": 2, "input": "c2VjcmV0"}]);
    let document = json!({"image": "i", "collaboration_id": 3, "organizations": organizations});
    std::fs::write(&file, document.to_string()).unwrap();
    let file = format!("@{}", file.display());
    let call = |url: &str, more: &[&str]| {
        let call = ["call", "vantage6.task.create", "--json", &file, "--url", url, "--token", "t"];
        run(&[&call[..], more].concat())
    };
    let shown = call("http://127.0.0.1:1/api", &["--dry-run"]).ok();
    let body: serde_json::Value = serde_json::from_str(shown.split("\n\n").nth(1).unwrap()).unwrap();
    assert_eq!(body, document);
    let (server, url) = answering(|_| br#"{"id": 3, "name": "c", "encrypted": true}"#.to_vec());
    let refused = call(&url, &[]).fails(2);
    assert!(refused.contains("the collaboration is encrypted"), "{refused}");
    assert!(server.join().unwrap().starts_with("GET /collaboration/3 "));
    let (server, url) = answering_all(2, |_| br#"{"blob_store_enabled": false}"#.to_vec());
    call(&url, &["unencrypted=true"]);
    let sent = server.join().unwrap();
    assert!(sent.starts_with("GET /blobstream/status ") && sent.contains("POST /task "), "{sent}");
}
