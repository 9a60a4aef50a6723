//! `live SERVICE`: tests with servers and clients of other projects, installed from their own packages.

use std::process::ExitCode;

use crate::Command;

mod agavepy;
mod astakosclient;
mod dev_server;
mod inmanta;
mod python;
mod saltant_py;
mod vantage6;
mod vantage6_client;

pub(crate) const COMMAND: Command = Command {
    name: "live",
    arguments: "SERVICE [--quick]",
    about: "Tests with programs of other projects: agavepy, astakosclient, inmanta, saltant-py, vantage6, vantage6-client",
    run,
};

/// The exit code if the test cannot run because a program that it needs is missing.
const MISSING: u8 = 3;

type Run = fn() -> anyhow::Result<ExitCode>;

/// The runs, by name.
const RUNS: &[(&str, Run)] = &[
    ("astakosclient", astakosclient::run),
    ("saltant-py", saltant_py::run),
    ("vantage6", vantage6::run),
    ("vantage6-client", vantage6_client::run),
    ("agavepy", agavepy::run),
];

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    if let [service, rest @ ..] = arguments
        && service == "inmanta"
        && (rest.is_empty() || rest == ["--quick"])
    {
        return inmanta::run(!rest.is_empty());
    }
    let run = RUNS.iter().find(|(name, _)| arguments == [*name]);
    let Some((_, run)) = run else {
        let names: Vec<_> = RUNS.iter().map(|(name, _)| *name).collect();
        eprintln!("Usage: cargo xtask live SERVICE\n\nThere are: inmanta [--quick], {}", names.join(", "));
        return Ok(ExitCode::from(2));
    };
    run()
}

/// Whether a program is on PATH.
fn program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Prints what is missing.
fn missing(what: &str) -> ExitCode {
    eprintln!("not run: {what}");
    ExitCode::from(MISSING)
}
