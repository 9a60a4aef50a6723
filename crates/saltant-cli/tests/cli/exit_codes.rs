use std::net::TcpListener;
use std::time::Duration;

use saltant_dev_server::Fault;

use crate::support::{Place, TOKEN, run};

#[test]
fn success_is_0() {
    Place::new().run(&["call", "users.list"]).ok();
}

#[test]
fn a_refused_request_is_1_with_the_reason_on_stderr() {
    let place = Place::new();
    place.run(&["call", "task_queues.create", "name=q"]).ok();
    let again = place.run(&["call", "task_queues.create", "name=q"]);
    assert_eq!(again.stdout, "");
    let reason = again.fails(1);
    assert!(reason.starts_with("error: saltant.task_queues.create: 400 Bad Request: name: "), "{reason}");
    assert!(place.run(&["call", "task_queues.get", "id=99"]).fails(1).contains("404"));
}

#[test]
fn a_refused_token_is_1_with_a_hint_about_its_origin() {
    let place = Place::new();
    let mut command = place.command();
    command.env("SALTANT_AUTH_TOKEN", "wrong").args(["call", "users.list"]);
    let refused = crate::support::run_with_input(command, "").fails(1);
    assert!(refused.contains("403 Forbidden: Invalid token."), "{refused}");
    assert!(refused.contains("hint: `saltant config show saltant` prints where the token"), "{refused}");
}

#[test]
fn a_refused_password_is_1_without_a_hint_about_a_token() {
    let refused = Place::new().run(&["call", "token.obtain", "username=matt", "password=x"]).fails(1);
    assert!(!refused.contains("hint"), "{refused}");
}

#[test]
fn a_time_that_the_server_does_not_read_is_1_with_a_hint_how_to_write_it() {
    let list = ["call", "executable_task_instances.list", "filters.unchecked.datetime_created__gt=yesterday"];
    let refused = Place::new().run(&list).fails(1);
    assert!(refused.contains("hint: a time is written as 2026-11-21T10:20:00Z"), "{refused}");
}

#[test]
fn a_page_that_is_not_the_api_is_1() {
    let place = Place::new();
    let wrong = place.run(&["call", "users.list", "--url", &place.server.url().replace("/api/", "/ipa/")]);
    assert!(wrong.fails(1).contains("404"), "the server answers with an HTML page");
}

#[test]
fn wrong_arguments_are_2_and_send_nothing() {
    let place = Place::new();
    for arguments in [
        &["call", "task_queues.get"][..],
        &["call", "task_queues.get", "id=seven"],
        &["call", "task_queues.get", "id"],
        &["call", "task_queues.gat", "id=7"],
        &["call", "task_queues.get", "id=7", "--all"],
        &["call", "users.get", "username=.."],
        &["call", "users.list", "--json", "[]"],
        &["call", "users.list", "--json", "{"],
        &["call", "users.list", "--json", "@/nonexistent"],
        &["call", "users.list", "--set", "colour=red"],
        &["call", "users.list", "--profile", "nobody"],
        &["call", "users.list", "--url", "ftp://example.org"],
        &["call", "users.list", "--timeout", "soon"],
        &["call", "users.list", "--json", "-", "--token-file", "-"],
        &["call", "agave.actors.send_binary_message", "actor_id=a", "message=@-", "--json", "-"],
        &["call", "task_queues.create", "name=q", "description:=null"],
        &["call", "users.list", "filters.username=a", "filters.username=b", "filters.username__in=c"],
        &["call", "users.list", "--trust", "http://example.org"],
        &["wait", "8c93"],
        &["wait"],
        &["operations", "nothing-is-called-so"],
        &["config", "set", "colour", "red"],
        &["config", "set", "nowhere.url", "https://example.org"],
        &["completions", "tcsh"],
        &["dance"],
        &[],
    ] {
        let run = place.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
    assert_eq!(place.server.request_count(), 0);
}

#[test]
fn a_missing_address_or_token_is_2_with_a_hint_how_to_set_it() {
    let missing = run(&["call", "users.list"]).fails(2);
    assert!(missing.contains("saltant.url is not set"), "{missing}");
    assert!(missing.contains("--url, with SALTANT_API_URL, or permanently: saltant config set saltant.url"));
    let missing = run(&["call", "users.list", "--url", "https://example.org/api/"]).fails(2);
    assert!(missing.contains("saltant.token is not set"), "{missing}");
    assert!(missing.contains("--token-file, with SALTANT_AUTH_TOKEN"), "{missing}");
}

#[test]
fn http_to_another_machine_is_2() {
    let refused = run(&["call", "users.list", "--url", "http://example.org/api/", "--token", TOKEN]).fails(2);
    assert_eq!(
        refused,
        "error: http://example.org is not encrypted, and the credential could be read on its way; use https://\n"
    );
    assert!(!refused.contains(TOKEN));
}

#[test]
fn a_server_that_does_not_run_is_3() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}/api/");
    let unreached = run(&["call", "users.list", "--url", &url, "--token", TOKEN]).fails(3);
    assert!(unreached.contains("saltant.users.list"), "{unreached}");
}

#[test]
fn a_server_that_is_too_slow_is_3() {
    let place = Place::with(|builder| builder.fault(Fault::delay(Duration::from_secs(3600)).always()));
    let late = place.run(&["call", "users.list", "--timeout", "100ms"]).fails(3);
    assert!(late.contains("saltant.users.list"), "{late}");
}

#[test]
fn a_write_without_an_answer_is_3_with_a_hint_that_it_may_have_taken_effect() {
    let place = Place::with(|builder| builder.fault(Fault::lose_answer().on("POST", "/api/taskqueues/")));
    let unknown = place.run(&["call", "task_queues.create", "name=q"]).fails(3);
    assert_eq!(
        unknown,
        "error: saltant.task_queues.create: the connection broke before the answer came: connection closed \
         before message completed: client error (SendRequest)\n\
         hint: the request may have taken effect: check before you send it again\n"
    );
    assert_eq!(place.run(&["call", "task_queues.list", "--all"]).json()[0]["name"], "q");
}

#[test]
fn r8_a_server_error_to_a_write_has_a_hint_that_it_may_have_taken_effect() {
    let place = Place::with(|builder| builder.fault(Fault::status(500).on("POST", "/api/taskqueues/")));
    let failed = place.run(&["call", "task_queues.create", "name=q"]).fails(1);
    assert!(failed.starts_with("error: saltant.task_queues.create: 500 Internal Server Error"), "{failed}");
    assert!(
        failed.contains("\nhint: the request may have taken effect: check before you send it"),
        "{failed}"
    );
    assert_eq!(failed.matches("may have taken effect").count(), 1, "it is said once: {failed}");
}

#[cfg(unix)]
#[test]
fn r8_an_interrupt_of_a_write_says_that_it_may_have_taken_effect() {
    use std::process::{Command, Stdio};
    let slow = Fault::delay(Duration::from_secs(3600)).on("POST", "/api/taskqueues/");
    let place = Place::with(|builder| builder.fault(slow));
    let before = place.server.request_count();
    let mut command = place.command();
    let create = command.args(["call", "task_queues.create", "name=q"]);
    let create = create.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while place.server.request_count() == before {
        std::thread::yield_now();
    }
    let pid = create.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let ended = create.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130));
    assert_eq!(
        String::from_utf8_lossy(&ended.stderr),
        "error: interrupted\nhint: the request may have taken effect: check before you send it again\n"
    );
}

#[test]
fn a_wait_for_a_failed_instance_is_4() {
    let place = Place::new();
    let uuid = place.instance("executable", "false", "bad");
    place.run(&["wait", &uuid, "--interval", "10ms"]).fails(4);
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_130() {
    use std::process::{Command, Stdio};
    let place = Place::with(saltant_dev_server::saltant::DevServerBuilder::without_worker);
    let uuid = place.instance("executable", "true", "never");
    let before = place.server.request_count();
    let mut command = place.command();
    let mut waiting =
        command.args(["wait", &uuid]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while place.server.request_count() == before {
        std::thread::yield_now();
    }
    let pid = waiting.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(waiting.wait().unwrap().code(), Some(130));
}
