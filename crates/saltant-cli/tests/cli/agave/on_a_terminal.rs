use std::time::Duration;

use rustix::process::Signal;
use saltant_dev_server::Fault;

use super::Tenant;
use crate::terminal::Terminal;

#[test]
fn a_transfer_has_a_bar_and_an_interrupt_keeps_what_has_come_and_says_how_to_go_on() {
    let tenant = Tenant::new();
    tenant.put("up/a", &vec![7; 3 << 20]);
    tenant.put("up/b", b"b");
    tenant.run(&["files", "upload", "up", "data.example:up"]).ok();
    // The second file never comes, so that the bar stands.
    tenant.server.inject(Fault::delay(Duration::from_secs(600)).on("GET", "/files/v2/media/*/b").always());
    let download = ["files", "download", "data.example:up", "down"];
    let mut terminal = Terminal::start(tenant.command(&download));
    terminal.wait_for("1 of 2 files");
    terminal.wait_for("3.00 MiB/3.00 MiB");
    terminal.wait_for("left");
    assert!(terminal.seen.contains("B/s"), "{}", terminal.seen);
    terminal.signal(Signal::INT);
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(130), "{seen}");
    assert!(seen.contains("interrupted") && seen.contains("the same command goes on with them"), "{seen}");
    assert_eq!(tenant.read("down/a").len(), 3 << 20);

    tenant.server.clear_faults();
    let (code, seen) = Terminal::start(tenant.command(&download)).end();
    assert_eq!(code, Some(0), "{seen}");
    assert!(
        seen.contains("1 of 2 files copied, 1 B in ") && seen.contains("; 1 was there already"),
        "{seen}"
    );
    assert!(!seen.contains('{'), "a person needs no JSON: {seen}");
    assert_eq!(tenant.read("down/b"), b"b");
}

#[test]
fn f8_an_interrupt_in_the_middle_of_a_file_keeps_its_beginning() {
    let tenant = Tenant::new();
    tenant.put("f", &b"0123456789".repeat(100_000));
    tenant.run(&["files", "upload", "f", "data.example:f"]).ok();
    tenant.server.inject(Fault::cut_answer().on("GET", "/files/v2/media/*"));
    tenant.server.inject(Fault::delay(Duration::from_secs(600)).on("GET", "/files/v2/media/*").after(1));
    let mut terminal = Terminal::start(tenant.command(&["files", "download", "data.example:f", "g"]));
    terminal.wait_for("KiB/976.56 KiB");
    terminal.signal(Signal::INT);
    assert_eq!(terminal.end().0, Some(130));
    let come = tenant.read("g.saltant-part").len();
    assert!(come > 0 && come < 1_000_000, "{come}");
    tenant.server.clear_faults();
    tenant.run(&["files", "download", "data.example:f", "g"]).ok();
    assert_eq!(tenant.read("g"), tenant.read("f"));
    assert_eq!(tenant.server.requests().iter().filter(|request| request.status == Some(206)).count(), 1);
}

#[test]
fn a_folder_is_removed_only_after_a_question() {
    let tenant = Tenant::new();
    tenant.run(&["files", "mkdir", "data.example:old"]).ok();
    for (answer, code, left) in [("n", 2, &["old"][..]), ("y", 0, &[])] {
        let mut command = tenant.command(&["files", "rm", "data.example:old"]);
        command.env("NO_COLOR", "1");
        let mut terminal = Terminal::start(command);
        terminal.wait_for("remove the folder data.example:old with everything in it? [y/N]: ");
        terminal.type_text(&format!("{answer}\n"));
        let (ended, seen) = terminal.end();
        assert_eq!(ended, Some(code), "{seen}");
        assert_eq!(tenant.names(""), left);
    }
}

#[test]
fn a14_a_list_of_files_is_a_table_and_names_control_no_terminal() {
    let tenant = Tenant::new();
    tenant.put("up/plain.txt", b"content");
    tenant.run(&["files", "upload", "up", "data.example:up"]).ok();
    tenant.run(&["files", "cp", "up/plain.txt", "up/bad\u{1b}[2Jname"]).ok();
    let (code, seen) = Terminal::start(tenant.command(&["files", "ls", "data.example:up"])).end();
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("NAME") && seen.contains("plain.txt"), "{seen}");
    assert!(seen.contains("bad [2Jname") && !seen.contains("bad\u{1b}"), "{seen:?}");
    let (_, seen) = Terminal::start(tenant.command(&["files", "download", "data.example:up", "down"])).end();
    assert!(!seen.contains("bad\u{1b}"), "{seen:?}");
}
