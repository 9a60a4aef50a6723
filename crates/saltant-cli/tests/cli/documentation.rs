//! The pages about the command: what they show is run against dev servers and compared with what is printed.
//!
//! A block of the kind `console` is a session: `$ ` begins a command line of the shell, and what follows is its output.
//! The sessions of a page are run one after the other, in an empty home directory, on a terminal of 100 columns. Ids,
//! times, ages, durations and the width of columns may differ from what the page shows, and so may addresses.
//!
//! `SALTANT_DOCS=write` writes what is printed into the pages.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use regex::Regex;
use saltant_dev_server::{agave, astakos, saltant, vantage6};

use crate::support::{Place, command};
use crate::terminal::Terminal;

/// The servers of a page, each with the address that the page shows.
struct Scene {
    place: Place,
    addresses: Vec<(&'static str, String)>,
    _servers: (agave::DevServer, astakos::DevServer, vantage6::DevServer),
}

const PASSWORD: &str = "s3cret";

impl Scene {
    fn new() -> Self {
        let place = Place::with(|server| {
            server.user(saltant::NewUser::new("anna").password(PASSWORD)).concurrency(1)
        });
        let agave = agave::DevServer::builder()
            .user(agave::NewUser::new("nryan").password(PASSWORD).token("agave-token"))
            .start_blocking()
            .expect("the server starts");
        let astakos = astakos::DevServer::builder()
            .user(astakos::NewUser::new("ada@example.org").full_name("Ada Lovelace").token("astakos-token"))
            .start_blocking()
            .expect("the server starts");
        let mean = vantage6::Algorithm::function(|_| Ok(br#"{"count": 7, "mean": 54.4}"#.to_vec()));
        let vantage6 = vantage6::DevServer::builder()
            .user("root")
            .collaboration(vantage6::NewCollaboration::new("Study", ["Hospital A", "Hospital B"]))
            .user(vantage6::NewUser::new("anna").password(PASSWORD).role("Collaboration Admin"))
            .node("Hospital A")
            .node("Hospital B")
            .algorithm("average:1", mean)
            .start_blocking()
            .expect("the server starts");
        let storage = r#"{"id": "data.example", "name": "Data", "type": "STORAGE", "storage": {"protocol": "LOCAL",
            "host": "localhost", "port": 22, "rootDir": "/", "homeDir": "/home", "auth": {"type": "LOCAL"}}}"#;
        let files =
            [("password.txt", PASSWORD), ("agave-token.txt", "agave-token"), ("storage.json", storage)];
        for (name, text) in files {
            std::fs::write(place.home.path().join(name), text).expect("it can be written");
        }
        let addresses = vec![
            ("http://127.0.0.1:8000/api/", place.server.url()),
            ("http://127.0.0.1:7601/api", vantage6.url()),
            ("http://127.0.0.1:8001/", agave.url()),
            ("http://127.0.0.1:8002/", astakos.url()),
        ];
        Self { place, addresses, _servers: (agave, astakos, vantage6) }
    }

    /// What a command line of the shell prints.
    fn run(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for (shown, real) in &self.addresses {
            line = line.replace(shown, real);
        }
        let home = self.place.home.path();
        let bin = Path::new(env!("CARGO_BIN_EXE_saltant")).parent().expect("it has one").display();
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &line]).current_dir(home).env_clear().env("PATH", format!("{bin}:{path}"));
        for (name, value) in command().get_envs().filter_map(|(name, value)| Some((name, value?))) {
            shell.env(name, value);
        }
        shell.env("HOME", home).env("XDG_CONFIG_HOME", home.join(".config"));
        shell.env("XDG_STATE_HOME", home.join(".local/state")).env("NO_COLOR", "1");
        let errors = tempfile::NamedTempFile::new().expect("there is a temporary directory");
        let stderr = Stdio::from(errors.reopen().expect("it is open"));
        let (_, seen) = Terminal::start_output(shell, stderr).end();
        let errors = std::fs::read_to_string(errors.path()).expect("it is text");
        let is_progress = |line: &&str| {
            let (number, rest) = line.split_once('/').unwrap_or_default();
            number.parse::<u64>().is_ok() && rest.starts_with(|c: char| c.is_ascii_digit())
        };
        let mut printed = seen.replace("\r\n", "\n");
        errors.lines().filter(|line| !is_progress(line)).for_each(|line| {
            let _ = writeln!(printed, "{line}");
        });
        for (shown, real) in &self.addresses {
            printed = printed.replace(real, shown).replace(real.trim_end_matches('/'), shown);
        }
        printed.replace(&home.display().to_string(), "/home/anna")
    }
}

/// The text without what differs from run to run.
fn without_chance(text: &str) -> String {
    let rules = [
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
        (r"\d+-[0-9a-f]{10}-\d{4}-\d{3}", "AGAVE-ID"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", "TIME"),
        (r"\b(\d+[smhdy] ago|in \d+[smhdy])\b", "AGE"),
        (r"\b\d+(\.\d+)? (ms|s|min)\b", "DURATION"),
        (r"\b[0-9a-f]{40}\b", "TOKEN"),
        (r"saltant-rust/\S+ \([^)]*\)", "saltant-rust"),
        (r" {2,}", "  "),
    ];
    let mut text = text.trim_end().to_owned();
    for (pattern, name) in rules {
        text = Regex::new(pattern).expect("it is a pattern").replace_all(&text, name).into_owned();
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Runs the sessions of a page. Returns the page as it should be, and where it differs.
fn check(page: &str) -> (String, Vec<String>) {
    let scene = Scene::new();
    let (mut out, mut wrong) = (String::new(), Vec::new());
    let mut lines = page.lines().peekable();
    let mut is_session = false;
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        match line {
            "```console" => is_session = true,
            "```" => is_session = false,
            _ => {}
        }
        let Some(start) = line.strip_prefix("$ ").filter(|_| is_session) else { continue };
        let mut input = start.to_owned();
        while input.ends_with('\\') {
            let next = lines.next().expect("the command goes on");
            let _ = writeln!(out, "{next}");
            let _ = write!(input, "\n{next}");
        }
        let mut shown = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && *line != "```") {
            let _ = writeln!(shown, "{line}");
        }
        let printed = scene.run(&input);
        if without_chance(&printed) == without_chance(&shown) {
            out.push_str(&shown);
        } else {
            wrong.push(format!("$ {input}\nshown:\n{shown}\nprinted:\n{printed}"));
            out.push_str(printed.trim_end());
            if !printed.trim_end().is_empty() {
                out.push('\n');
            }
        }
    }
    (out, wrong)
}

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

fn check_page(name: &str) {
    let path = page(name);
    let text = std::fs::read_to_string(&path).expect("the page exists");
    assert!(text.lines().count() <= 400, "{name} is longer than 400 lines");
    let (should, wrong) = check(&text);
    if std::env::var_os("SALTANT_DOCS").is_some() {
        std::fs::write(&path, should).expect("it can be written");
        return;
    }
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n\n"));
}

#[test]
fn the_page_of_tasks_shows_what_is_printed() {
    check_page("command.md");
}

#[test]
fn the_reference_shows_what_is_printed() {
    check_page("command-reference.md");
}

#[test]
fn what_differs_by_chance_is_left_out_and_nothing_else() {
    let one = "id  4846e7af-41fa-4dde-98c3-1e47dc7d919c   3s ago  took 1.7 s at 2026-11-21T09:22:01.5Z \n";
    assert_eq!(without_chance(one), "id  UUID  AGE  took DURATION at TIME");
    assert_eq!(without_chance("queue 7\nstate failed"), "queue 7\nstate failed");
}
