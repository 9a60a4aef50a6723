//! `contract`: replays recorded calls from files.

use std::process::ExitCode;

use anyhow::Context as _;
use saltant_tests::contract::{rules_of, run};

use crate::Command;

pub(crate) const COMMAND: Command = Command {
    name: "contract",
    arguments: "SERVICE FILE…",
    about: "Replays recorded calls and compares requests and answers",
    run: replay,
};

fn replay(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let Some((service, files)) = arguments.split_first().filter(|(_, files)| !files.is_empty()) else {
        eprintln!("Usage: cargo xtask contract SERVICE FILE…");
        return Ok(ExitCode::from(2));
    };
    let Some(rules) = rules_of(service) else {
        eprintln!("there are no rules for the lines of `{service}`");
        return Ok(ExitCode::from(2));
    };
    let report = run(rules, files).with_context(|| format!("cannot read {}", files.join(", ")))?;
    println!("{report}");
    Ok(if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
