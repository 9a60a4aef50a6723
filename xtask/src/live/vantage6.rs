//! Starts a vantage6 server from the Python package index, with sqlite, on loopback, and runs the checks of the
//! client on it: the same as on the dev server, and a few more with the Python library.

mod server;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::ensure;
use saltant_tests::vantage6_suite;

use super::missing;
use super::python::Pythons;
use server::Server;

/// The installed packages. The server needs the last one, but does not declare it.
const PACKAGES: [&str; 2] = ["vantage6-server==4.15.2", "vantage6-backend-common==4.15.2"];

/// On later Pythons the server answers every check of a permission with 500.
const PYTHONS: Pythons = Pythons { oldest: 10, newest: 10 };

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let folder = crate::root().join("target/live/vantage6");
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let server = Server::start(&python, &folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let cryptor = |key: &Path, what: &str, text: &str| cryptor(&python, key, what, text);
    let checks = runtime.block_on(vantage6_suite::run(&server.url(), &folder.join("run"), Some(&cryptor)))?;
    drop(server);
    for failure in &checks.failed {
        println!("FAIL {failure}");
    }
    println!("{checks}");
    Ok(if checks.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the Python library on a text.
fn cryptor(python: &Path, key: &Path, what: &str, text: &str) -> anyhow::Result<String> {
    let script = crate::root().join("xtask/src/live/vantage6/cryptor.py");
    let mut command = Command::new(python);
    command.arg(script).arg(key).arg(what).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.env("PYTHONDONTWRITEBYTECODE", "1").spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "the Python library could not {what}");
    Ok(String::from_utf8(output.stdout)?)
}
