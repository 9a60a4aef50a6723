//! `mutants`: faults put into the rules one at a time, and how many of them the tests find.

use std::process::ExitCode;

use crate::Command;
use crate::tools::{MUTANTS, cargo, run as run_to_end};

pub(crate) const COMMAND: Command = Command {
    name: "mutants",
    arguments: "[FILE…]",
    about: "Changes the rules and the executor in small ways, which tests have to find; needs cargo-mutants",
    run,
};

/// The rules of the core (retry, waiting, paging, encoding, redaction) and the executor.
const FILES: [&str; 6] = [
    "crates/saltant-core/src/rules/*.rs",
    "crates/saltant-core/src/request/*.rs",
    "crates/saltant-core/src/answer/redact.rs",
    "crates/saltant-http/src/pipeline/*.rs",
    "crates/saltant-http/src/lists/*.rs",
    "crates/saltant-http/src/call/*.rs",
];

fn run(files: &[String]) -> anyhow::Result<ExitCode> {
    if let Some(missing) = MUTANTS.missing() {
        eprintln!("not run: {missing}");
        return Ok(ExitCode::from(3));
    }
    let given: Vec<&str> = files.iter().map(String::as_str).collect();
    let files = if given.is_empty() { FILES.to_vec() } else { given };
    let files: Vec<String> = files.iter().map(|file| format!("--file {file}")).collect();
    // The tests of the rules are in the core, those of the executor in the package of tests, those of facts and uploads
    // among vantage6's. The changes are made in a copy of the tree.
    let packages = "--test-package saltant-core --test-package saltant-http --test-package saltant-tests";
    let call = format!(
        "mutants --output target {} {packages} -- --lib --test executor --test vantage6",
        files.join(" ")
    );
    run_to_end(&mut cargo(&call))?;
    Ok(ExitCode::SUCCESS)
}
