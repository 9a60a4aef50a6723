//! An algorithm as a process.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use tokio::process::Command;
use tokio::sync::Notify;

use super::Nodes;
use super::environment::{Files, Order, variables};
use super::life::Outcome;
use crate::process::{self, End};

/// The most bytes of a result and of a log that are kept.
const LARGEST: u64 = 64 << 20;

/// The variables that Python itself reads; nothing else of this process's environment reaches an algorithm.
const INHERITED: [&str; 3] = ["PATH", "PYTHONPATH", "SYSTEMROOT"];

/// Runs a command to its end, until the time is up, or until it is to stop. `None` if it was stopped.
pub(super) async fn run(
    nodes: &Nodes,
    order: &Order,
    words: &[String],
    extra: &[(String, String)],
    input: &[u8],
    stop: &Notify,
) -> Option<Outcome> {
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
    let limited = async {
        match nodes.settings.time_limit {
            Some(limit) => tokio::time::timeout(limit, running).await.ok(),
            None => Some(running.await),
        }
    };
    let end = tokio::select! {
        end = limited => end,
        () = stop.notified() => return None,
    };
    let read = |name: &str| read(&files.path(name)).unwrap_or_default();
    let mut log = String::from_utf8_lossy(&read("log")).into_owned();
    let result = read("output");
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
    Some(Outcome { status, result, log })
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

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut content)?;
    Ok(content)
}
