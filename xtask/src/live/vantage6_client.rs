//! Runs the unmodified vantage6-client on the dev server, and on its nodes an algorithm made with the unmodified
//! vantage6-algorithm-tools, in an encrypted collaboration.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, ensure};

use super::dev_server::DevServer;
use super::missing;
use super::python::Pythons;

/// The installed packages.
const PACKAGES: [&str; 2] = ["vantage6-client==4.15.2", "vantage6-algorithm-tools==4.15.2"];

/// The Pythons that these packages support.
const PYTHONS: Pythons = Pythons { oldest: 10, newest: 11 };

/// The nodes' tables, as the script expects them.
const TABLES: [(&str, &str); 2] = [("A", "age\n40\n50\n60\n"), ("B", "age\n20\n")];

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let root = crate::root();
    let folder = root.join("target/live/vantage6-client");
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let sources = root.join("xtask/src/live/vantage6_client");
    let script = || {
        let mut script = Command::new(&python);
        script.arg(sources.join("client.py")).env("PYTHONDONTWRITEBYTECODE", "1");
        script
    };
    let (key, announcement) = (folder.join("private_key.pem"), folder.join("server.json"));
    ensure!(script().arg("key").arg(&key).status()?.success(), "Python made no key");
    let text = |path: &std::path::Path| path.to_str().map(str::to_owned).context("the path is not UTF-8");
    let mut arguments: Vec<String> =
        ["--user", "root", "--user", "alice", "--encrypted", "--key"].map(str::to_owned).into();
    arguments.push(format!("A={}", text(&key)?));
    // What Python writes beside the sources would be left behind.
    let program = format!("average:1=PYTHONDONTWRITEBYTECODE=1 '{}' -m v6_average", text(&python)?);
    arguments.extend(["--algorithm".to_owned(), program]);
    for (name, table) in TABLES {
        let file = folder.join(format!("{name}.csv"));
        fs::write(&file, table)?;
        arguments.extend(["--node".to_owned(), name.to_owned()]);
        arguments.extend(["--database".to_owned(), format!("{name}:default={}", text(&file)?)]);
    }
    let _server = DevServer::start("vantage6", &arguments, &[("PYTHONPATH", &sources)], &announcement)?;
    let status = script().arg("check").arg(&announcement).arg(&key).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
