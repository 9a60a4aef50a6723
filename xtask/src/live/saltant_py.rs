//! Runs every manager method and every command of the unmodified saltant-py and saltant-cli against the dev
//! server and compares with the calls that were recorded on a real server.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context as _, ensure};

use super::missing;
use super::python::Pythons;

/// The installed packages. The replay expects the commands of this saltant-cli, broken ones included.
const PACKAGES: [&str; 2] = ["saltant-py==0.4.0", "saltant-cli==0.3.1"];

/// The Pythons that these packages and their dependencies support.
const PYTHONS: Pythons = Pythons { oldest: 10, newest: 14 };

/// The dev server's arguments: as on the recorded server, with a worker for one of its queues.
const SERVER: [&str; 14] = [
    "dev-server",
    "--addr",
    "127.0.0.1:0",
    "--user",
    "matt",
    "--user",
    "daniel",
    "--worker-queue",
    "my-task-queue",
    "--concurrency",
    "16",
    "--env",
    "SALTANT_DEMO_VAR=demo",
    "--json",
];

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let root = crate::root();
    let folder = root.join("target/live/saltant-py");
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let command = build(root)?;
    let announcement = folder.join("server.json");
    let _server = Server::start(&command, &announcement)?;
    let replay = root.join("xtask/src/live/saltant_py/replay.py");
    let status = Command::new(python)
        .arg(replay)
        .arg(root.join("tests/contract/saltant/calls.jsonl"))
        .arg(announcement)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the command; returns its path.
fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "-p", "saltant-cli", "--message-format", "json"]);
    let output = build.current_dir(root).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the command could not be built");
    let messages = String::from_utf8(output.stdout)?;
    let mut executables = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    });
    executables.next_back().context("cargo named no executable")
}

/// A running dev server, which is ended on drop.
struct Server(Child);

impl Server {
    /// Starts it and writes its first line of output, which describes it, into a file.
    fn start(command: &Path, announcement: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(command);
        command.args(SERVER).arg("--quiet").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut server = Self(command.spawn()?);
        let stdout = server.0.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.starts_with('{'), "the dev server did not start");
        File::create(announcement)?.write_all(line.as_bytes())?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A TERM signal lets it end its jobs, a kill would not.
        let pid = self.0.id().to_string();
        let told = cfg!(unix) && Command::new("kill").arg(pid).status().is_ok_and(|status| status.success());
        if !told {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
