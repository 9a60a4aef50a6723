//! Calls every operation of the unmodified agavepy on the dev server, through TLS and a proxy.

use std::process::{Command, ExitCode};

use super::dev_server::DevServer;
use super::missing;
use super::python::Pythons;

/// The installed package.
const PACKAGES: [&str; 1] = ["agavepy==0.9.5"];

/// The Pythons on which it loads.
const PYTHONS: Pythons = Pythons { oldest: 8, newest: 10 };

/// The dev server's arguments, as the script expects them. A token expires while the script runs.
const SERVER: [&str; 8] = [
    "--user",
    "matt",
    "--user",
    "daniel",
    "--token-life",
    "20s",
    "--actor",
    "example/echo=echo \"$MSG $A $B\"",
];

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let root = crate::root();
    let folder = root.join("target/live/agavepy");
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let announcement = folder.join("server.json");
    let _server = DevServer::start("agave", &SERVER, &[], &announcement)?;
    let mut script = Command::new(python);
    script.arg(root.join("xtask/src/live/agavepy/tour.py")).arg(announcement).arg(root.join("tests/tls"));
    let status = script.env("PYTHONDONTWRITEBYTECODE", "1").status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
