//! An algorithm as a process.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::Duration;

use tokio::process::Command;
use tokio::sync::Notify;

use super::Nodes;
use super::environment::{Files, Order, variables};
use super::life::Outcome;
use crate::process::{self, End};
use crate::vantage6::app::Vantage6;

/// The most bytes of a result and of a log that are kept.
const LARGEST: u64 = 64 << 20;

/// The variables that Python itself reads; nothing else of this process's environment reaches an algorithm.
const INHERITED: [&str; 3] = ["PATH", "PYTHONPATH", "SYSTEMROOT"];

/// Runs a command to its end, until the time is up, or until it is to stop. `None` if it was stopped.
pub(super) async fn run(
    app: &Vantage6,
    order: &Order,
    words: &[String],
    extra: &[(String, String)],
    input: &[u8],
    stop: &Notify,
) -> Option<Outcome> {
    let nodes = &app.nodes;
    let files = Files::new(nodes, order);
    let command = match prepare(nodes, order, &files, words, extra, input).await {
        Ok(command) => command,
        Err(Failure::Variables(log)) => return Some(Outcome::failed("failed", log)),
        Err(Failure::Files(error)) => {
            return Some(Outcome::failed("start failed", format!("The files cannot be written: {error}")));
        }
    };
    // A kill drops the future, which kills the whole process group at once.
    let never = Notify::new();
    let running = process::run(command, &never, || {});
    let log_file = files.path("log");
    let limited = async {
        match nodes.settings.time_limit {
            Some(limit) => tokio::time::timeout(limit, running).await.ok(),
            None => Some(running.await),
        }
    };
    let end = tokio::select! {
        end = limited => end,
        () = stop.notified() => return None,
        never = share_log(app, order.run, &log_file) => match never {},
    };
    let read = |name: &str| read_from(&files.path(name), 0).unwrap_or_default();
    let mut log = String::from_utf8_lossy(&read("log")).into_owned();
    let mut result = read("output");
    let is_whole = std::fs::metadata(files.path("output")).is_ok_and(|found| found.len() <= LARGEST);
    let status = match end {
        Some(Ok(End::Exit(status))) if status.success() => "completed",
        Some(Ok(_)) => "crashed",
        Some(Err(error)) => {
            return Some(Outcome::failed("start failed", format!("The command does not start: {error}")));
        }
        None => {
            let limit = nodes.settings.time_limit.unwrap_or_default();
            let _ = writeln!(log, "\nKilled: it ran longer than {limit:?}");
            "crashed"
        }
    };
    if status == "completed" && !is_whole {
        result.clear();
        let _ = writeln!(log, "\nThe result is longer than {LARGEST} bytes");
        return Some(Outcome { status: "crashed", result, log });
    }
    Some(Outcome { status, result, log })
}

/// How often the log of a run that goes on is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Shows others what a command has printed, as long as it runs.
async fn share_log(app: &Vantage6, run: u64, path: &Path) -> Infallible {
    let (mut looks, mut seen) = (tokio::time::interval(LOOK), 0);
    loop {
        looks.tick().await;
        let Ok(log) = read_from(path, seen) else { continue };
        // A letter may be cut at the end; the next look reads it whole.
        let whole = match std::str::from_utf8(&log) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => log.len(),
        };
        if whole > 0 {
            seen += whole as u64;
            app.store.with(|tables| tables.add_log(run, &String::from_utf8_lossy(&log[..whole])));
        }
    }
}

/// What follows after some bytes of a file; all of it together is not more than is kept in the end.
fn read_from(path: &Path, seen: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(seen))?;
    let mut content = Vec::new();
    file.take(LARGEST.saturating_sub(seen)).read_to_end(&mut content)?;
    Ok(content)
}

enum Failure {
    Variables(String),
    Files(io::Error),
}

async fn prepare(
    nodes: &Nodes,
    order: &Order,
    files: &Files,
    words: &[String],
    extra: &[(String, String)],
    input: &[u8],
) -> Result<Command, Failure> {
    let variables = variables(nodes, order, files).map_err(Failure::Variables)?;
    files.write(input, &order.token).await.map_err(Failure::Files)?;
    let log = File::options().append(true).open(files.path("log")).map_err(Failure::Files)?;
    let (program, arguments) = words.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
    let mut command = Command::new(program);
    command.args(arguments).env_clear();
    for name in INHERITED {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // The image names its module; it is not encoded.
    if let Some(module) = words.iter().skip_while(|word| *word != "-m").nth(1) {
        command.env("PKG_NAME", module.split('.').next().unwrap_or(module));
    }
    command.envs(extra.iter().cloned()).envs(variables);
    command.stderr(log.try_clone().map_err(Failure::Files)?).stdout(log);
    Ok(command)
}
