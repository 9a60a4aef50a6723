use rustix::process::Signal;
use serde_json::json;

use crate::stub;
use crate::support::{Place, TOKEN, answering};
use crate::terminal::Terminal;

/// Text that a server might send to control a terminal.
const HOSTILE: &str = "a\u{9b}31mb\u{7f}c\u{202e}d\u{2028}e";

#[test]
fn the_terminal_shows_again_what_is_typed_after_a_prompt_was_interrupted() {
    for (signal, code) in [(Signal::INT, Some(130)), (Signal::TERM, Some(130))] {
        let place = Place::new();
        let mut command = place.bare();
        command.args(["config", "set", "token"]);
        let mut terminal = Terminal::start(command);
        terminal.wait_for("token: ");
        assert!(!terminal.shows_what_is_typed());
        terminal.signal(signal);
        terminal.child.wait().unwrap();
        assert!(terminal.shows_what_is_typed(), "{signal:?}");
        assert_eq!(terminal.end().0, code);
        assert!(!place.config_file().exists());
    }
}

#[test]
fn a5_a_secret_is_not_shown_while_it_is_typed() {
    let place = Place::new();
    let mut command = place.bare();
    command.args(["config", "set", "token"]);
    let mut terminal = Terminal::start(command);
    terminal.wait_for("token: ");
    terminal.type_text(&format!("{TOKEN}\n"));
    terminal.wait_for("is set in profile default");
    assert!(terminal.shows_what_is_typed());
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(0));
    assert!(!seen.contains("canary"), "{seen}");
    assert!(std::fs::read_to_string(place.config_file()).unwrap().contains(TOKEN));
}

#[test]
fn a14_what_a_server_sent_is_escaped_on_a_terminal_and_unchanged_in_a_pipe() {
    let place = Place::new();
    let description = format!("description={HOSTILE}");
    let create = place.run(&["call", "task_queues.create", "name=q", &description]);
    assert!(create.ok().contains(HOSTILE), "a pipe gets what was sent");
    let (task_type, queue) = place.task_type("executable", "true");
    let uuid = place.instance_of("executable", &task_type, &queue, HOSTILE);
    let wait = ["wait", "--interval", "10ms", &uuid];
    for arguments in [
        &["call", "task_queues.list"][..],
        &["call", "task_queues.list", "--all"],
        &["call", "task_queues.list", "--all", "--lines"],
        &["call", "task_queues.create", "name=q2", &description, "--dry-run"],
        &["call", "task_queues.create", &format!("name={HOSTILE}")],
        &["call", "users.get", &format!("username={HOSTILE}")],
        &wait,
        &[&wait[..], &["--json"]].concat(),
    ] {
        let mut command = place.command();
        command.args(arguments);
        let (_, seen) = Terminal::start(command).end();
        let unsafe_one = seen.chars().find(|c| HOSTILE.contains(*c) && !c.is_ascii_graphic());
        assert_eq!(unsafe_one, None, "{arguments:?}: {seen:?}");
        if arguments[1].starts_with("task_queues.list") || arguments.contains(&"--json") {
            assert!(seen.contains(r"a\u009b31mb\u007fc\u202ed\u2028e"), "{arguments:?}: {seen:?}");
        }
        let piped = place.run(arguments);
        if arguments.contains(&"--json") || arguments.contains(&"--dry-run") {
            assert!(piped.stdout.contains(HOSTILE), "{arguments:?}: {piped:?}");
        }
    }
}

/// Logs, progress, tables and errors of the waits.
#[test]
fn a14_no_wait_or_log_shows_a_character_that_controls_the_terminal() {
    const ID: &str = "3f6a6a0e-6d0b-4e2c-8f0e-1b9c5a2d7e10";
    let server = stub::Server::start(|request| {
        let time = "2026-11-21T10:00:00.000000";
        let data = match request.path.split('?').next().unwrap() {
            "/jobs/v2/x/status" => {
                let result = json!({"id": "x", "status": HOSTILE});
                return (200, json!({"status": "success", "result": result}).to_string());
            }
            "/jobs/v2/y/status" => return (400, json!({"status": "error", "message": HOSTILE}).to_string()),
            path if path.starts_with("/api/v2/compilereport/") => json!({
                "id": ID, "remote_id": null, "environment": ID, "requested": time, "started": time,
                "completed": time, "success": true, "version": 1, "do_export": true, "force_update": false,
                "metadata": {}, "environment_variables": {}, "requested_environment_variables": {},
                "reports": [{"id": ID, "started": time, "completed": time, "command": "c", "name": HOSTILE,
                    "errstream": HOSTILE, "outstream": HOSTILE, "returncode": 0, "compile": ID}],
                "compile_data": {"errors": [{"category": "c", "type": "t", "message": HOSTILE}]},
            }),
            _ => json!([]),
        };
        (200, json!({"data": data}).to_string())
    });
    let wait = ["--interval", "1ms", "--timeout", "100ms"];
    for arguments in [
        &[&["agave", "job", "wait", "x"][..], &wait].concat(),
        &[&["agave", "job", "wait", "y"][..], &wait].concat(),
        &["agave", "job", "status", "y"][..].to_vec(),
        &[&["inmanta", "compile", "wait", ID, "--environment", ID][..], &wait].concat(),
        &["inmanta", "compile", "log", ID, "--environment", ID][..].to_vec(),
    ] {
        let mut command = crate::support::command();
        command.args(arguments).args(["--url", &server.url, "--token", "t"]);
        let (_, seen) = Terminal::start(command).end();
        let unsafe_one = seen.chars().find(|c| HOSTILE.contains(*c) && !c.is_ascii_graphic());
        assert_eq!(unsafe_one, None, "{arguments:?}: {seen:?}");
        if arguments.contains(&"log") {
            assert!(seen.contains(r"a\u009b31mb\u007fc\u202ed\u2028e"), "{seen:?}");
        }
    }
}

#[test]
fn a14_a_download_is_printed_on_a_terminal_only_if_it_is_text() {
    for (bytes, code, shown) in [
        (
            &b"\x89PNG\r\n\x1a\n\0"[..],
            1,
            "error: the answer is not text, so it is not printed on the terminal",
        ),
        (b"one\x1b[2J\ntwo \xc2\x9b\n", 0, "one\\u001b[2J\r\ntwo \\u009b\r\n"),
    ] {
        let (server, url) = answering(|_| bytes.to_vec());
        let mut command = crate::support::command();
        command.args(["call", "agave.files.download", "system_id=s", "file_path=f"]);
        command.args(["--url", &url, "--token", "t"]).env("NO_COLOR", "1");
        let (ended, seen) = Terminal::start(command).end();
        server.join().unwrap();
        assert_eq!(ended, Some(code), "{seen}");
        assert!(seen.contains(shown), "{seen:?}");
        assert!(!seen.contains("PNG"), "{seen:?}");
    }
}

#[test]
fn what_destroys_several_things_asks_on_a_terminal() {
    let place = Place::new();
    let (task_type, queue) = place.task_type("executable", "sleep 600");
    let uuids = ["a", "b"].map(|name| place.instance_of("executable", &task_type, &queue, name));
    for (answer, code, said) in [("n", 2, "error: nothing was done"), ("y", 0, &*uuids[1])] {
        let mut command = place.command();
        command.args(["instance", "terminate", &uuids[0], &uuids[1]]).env("NO_COLOR", "1");
        let mut terminal = Terminal::start(command);
        terminal.wait_for("terminate 2 things? [y/N]: ");
        terminal.type_text(&format!("{answer}\n"));
        let (ended, seen) = terminal.end();
        assert_eq!(ended, Some(code), "{seen}");
        assert!(seen.contains(said), "{seen}");
    }
}

#[test]
fn each_line_on_stderr_is_written_in_one_piece() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixDatagram;
    use std::process::Stdio;

    let place = Place::new();
    let unknown = ["00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001"];
    for arguments in [
        &["call", "task_queues.get", "id=99", "-v"][..],
        &["call", "task_queues.gat"],
        &["call", "users.list", "--token", "wrong"],
        &["wait", unknown[0], unknown[1]],
        &["dance"],
    ] {
        // A datagram holds what one `write` has written.
        let (ours, theirs) = UnixDatagram::pair().unwrap();
        let mut command = place.command();
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        let status = command.stderr(Stdio::from(OwnedFd::from(theirs))).status().unwrap();
        assert!(!status.success(), "{arguments:?}");
        drop(command);
        ours.set_nonblocking(true).unwrap();
        let mut pieces = Vec::new();
        let mut piece = vec![0; 65536];
        while let Ok(length @ 1..) = ours.recv(&mut piece) {
            pieces.push(String::from_utf8(piece[..length].to_vec()).unwrap());
        }
        assert!(!pieces.is_empty(), "{arguments:?}");
        assert!(pieces.iter().all(|piece| piece.ends_with('\n')), "{arguments:?}: {pieces:?}");
    }
}
