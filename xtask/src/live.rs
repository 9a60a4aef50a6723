//! `live SERVICE`: against real servers and real clients of other languages, from their own packages.

use std::process::ExitCode;

use crate::Command;

mod python;
mod saltant_py;
mod vantage6;

pub(crate) const COMMAND: Command = Command {
    name: "live",
    arguments: "SERVICE",
    about: "Runs against other people's programs: saltant-py, vantage6",
    run,
};

/// The exit code for "could not be run here": something that does not come with the project is missing.
const MISSING: u8 = 3;

type Run = fn() -> anyhow::Result<ExitCode>;

/// What can be run, by its name.
const RUNS: &[(&str, Run)] = &[("saltant-py", saltant_py::run), ("vantage6", vantage6::run)];

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let run = RUNS.iter().find(|(name, _)| arguments == [*name]);
    let Some((_, run)) = run else {
        let names: Vec<_> = RUNS.iter().map(|(name, _)| *name).collect();
        eprintln!("Usage: cargo xtask live SERVICE\n\nThere are: {}", names.join(", "));
        return Ok(ExitCode::from(2));
    };
    run()
}

/// Says what is missing.
fn missing(what: &str) -> ExitCode {
    eprintln!("not run: {what}");
    ExitCode::from(MISSING)
}
