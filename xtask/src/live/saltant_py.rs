//! Runs every manager method and every command of the unmodified saltant-py and saltant-cli against the dev
//! server and compares with the calls that were recorded on a real server.

use std::process::{Command, ExitCode};

use super::dev_server::DevServer;
use super::missing;
use super::python::Pythons;

/// The installed packages. The replay expects the commands of this saltant-cli, broken ones included.
const PACKAGES: [&str; 2] = ["saltant-py==0.4.0", "saltant-cli==0.3.1"];

/// The Pythons that these packages and their dependencies support.
const PYTHONS: Pythons = Pythons { oldest: 10, newest: 14 };

/// The dev server's arguments: as on the recorded server, with a worker for one of its queues.
const SERVER: [&str; 10] = [
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
];

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let root = crate::root();
    let folder = root.join("target/live/saltant-py");
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let announcement = folder.join("server.json");
    let _server = DevServer::start("saltant", &SERVER, &[], &announcement)?;
    let replay = root.join("xtask/src/live/saltant_py/replay.py");
    let status = Command::new(python)
        .arg(replay)
        .arg(root.join("tests/contract/saltant/calls.jsonl"))
        .arg(announcement)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
