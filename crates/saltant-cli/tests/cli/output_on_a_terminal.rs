//! Tables, colours, prompts, progress and `--watch` on a terminal.

use rustix::process::Signal;
use saltant_dev_server::saltant::DevServerBuilder;

use crate::support::{Place, run_with_input};
use crate::terminal::Terminal;

fn start(place: &Place, arguments: &[&str]) -> Terminal {
    let mut command = place.command();
    command.args(arguments);
    Terminal::start(command)
}

#[test]
fn a_list_is_a_table_that_fits_and_a_thing_is_a_block() {
    let place = Place::new();
    let long = "long ".repeat(40);
    place.run(&["queue", "create", "--name", "gpu", "--description", &long, "--private"]).ok();
    let (code, seen) = start(&place, &["queue", "list"]).end();
    assert_eq!(code, Some(0));
    let cut = format!("{}…", &long[..66]);
    let bold = |heading: &str| format!("\x1b[1m{heading}\x1b[0m");
    assert_eq!(
        seen,
        format!(
            "{}  {}  {}  {}  {}  {}\r\n1   gpu   true    true     matt  {cut}\r\n",
            bold("ID"),
            bold("NAME"),
            bold("ACTIVE"),
            bold("PRIVATE"),
            bold("USER"),
            bold("DESCRIPTION")
        )
    );
    let (_, seen) = start(&place, &["queue", "get", "gpu", "--columns", "id,name"]).end();
    assert_eq!(seen, "\x1b[1mid\x1b[0m    1\r\n\x1b[1mname\x1b[0m  gpu\r\n");
    let (_, seen) = start(&place, &["queue", "list", "-o", "csv", "--columns", "id,name"]).end();
    assert_eq!(seen, "id,name\r\n1,gpu\r\n");
}

#[test]
fn states_have_colours_and_times_are_ages() {
    let place = Place::new();
    let uuid = place.instance("executable", "false", "broken");
    place.run(&["wait", &uuid, "--interval", "10ms"]).fails(4);
    let list = ["instance", "list", "--columns", "name,state,finished"];
    let (_, seen) = start(&place, &list).end();
    assert!(seen.contains("broken  \x1b[31mfailed\x1b[0m  "), "{seen:?}");
    assert!(seen.ends_with("s ago\r\n"), "{seen:?}");
    let mut plain = place.command();
    plain.args(list).env("NO_COLOR", "1");
    let (_, seen) = Terminal::start(plain).end();
    assert!(seen.contains("broken  failed  ") && !seen.contains('\x1b'), "{seen:?}");
}

#[test]
fn a14_a_table_shows_no_character_that_controls_the_terminal() {
    let place = Place::new();
    let hostile = "a\u{9b}31mb\u{7f}c\u{202e}d\u{1b}[2Je";
    place.run(&["queue", "create", "--name", "q", "--description", hostile]).ok();
    for form in ["table", "wide", "json", "jsonl", "yaml", "csv", "name"] {
        let mut command = place.command();
        command.args(["queue", "list", "-o", form]).env("NO_COLOR", "1");
        let (_, seen) = Terminal::start(command).end();
        let odd = seen.chars().find(|c| c.is_control() && !matches!(c, '\r' | '\n') || *c == '\u{202e}');
        assert_eq!(odd, None, "{form}: {seen:?}");
    }
    let mut command = place.command();
    command.args(["queue", "list", "-o", "jsonl"]);
    assert!(run_with_input(command, "").ok().contains("a\u{9b}31mb\u{7f}c\u{202e}d\\u001b[2Je"));
}

#[test]
fn a_watched_list_is_redrawn_until_it_is_interrupted() {
    let place = Place::new();
    place.run(&["queue", "create", "--name", "gpu"]).ok();
    let mut terminal = start(&place, &["queue", "list", "--columns", "name", "--watch", "20ms"]);
    terminal.wait_for("\x1b[H\x1b[1mNAME\x1b[0m\x1b[K\r\ngpu\x1b[K\r\n\x1b[J");
    place.run(&["queue", "create", "--name", "cpu"]).ok();
    terminal.wait_for("gpu\x1b[K\r\ncpu\x1b[K\r\n\x1b[J");
    terminal.signal(Signal::INT);
    assert_eq!(terminal.end().0, Some(130));
}

#[test]
fn only_reads_are_watched() {
    let place = Place::new();
    let refused = place.run(&["queue", "create", "--name", "gpu", "--watch"]).fails(2);
    assert_eq!(refused, "error: --watch is only for commands that read\n");
    assert_eq!(place.server.request_count(), 0);
}

#[test]
fn a_prompt_comes_before_several_things_are_destroyed() {
    let place = Place::with(DevServerBuilder::without_worker);
    let (task_type, queue) = place.task_type("executable", "true");
    let uuids = [1, 2].map(|n| place.instance_of("executable", &task_type, &queue, &format!("n{n}")));
    let states = || place.run(&["instance", "list", "-o", "csv", "--columns", "state"]).ok();
    let before = states();
    for (answer, code, shown) in [("n\n", 2, "nothing was done"), ("y\n", 0, &*uuids[1])] {
        let mut terminal = start(&place, &["instance", "terminate", &uuids[0], &uuids[1], "-o", "name"]);
        terminal.wait_for("terminate 2 things? [y/N]");
        assert_eq!(states(), before);
        terminal.type_text(answer);
        let (ended, seen) = terminal.end();
        assert_eq!(ended, Some(code), "{seen}");
        assert!(seen.contains(shown), "{seen}");
    }
}

#[test]
fn a_bar_shows_the_progress_of_a_wait_and_is_cleared() {
    let place = Place::with(DevServerBuilder::without_worker);
    let uuid = place.instance("executable", "true", "one");
    let mut terminal = start(&place, &["wait", &uuid, "--interval", "10ms"]);
    terminal.wait_for("────");
    terminal.wait_for("0/1");
    terminal.signal(Signal::INT);
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(130));
    let last = seen.rfind("0/1").expect("it was waited for");
    assert!(seen[last..].contains("\x1b[2K"), "{seen:?}");
}
