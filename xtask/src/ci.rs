//! `ci`: everything that a change has to pass, the same on a laptop and on a server.

use std::process::{Command as Process, ExitCode};
use std::time::Instant;

use anyhow::{Context as _, ensure};

use crate::Command;

pub(crate) const COMMAND: Command = Command {
    name: "ci",
    arguments: "[STEP…]",
    about: "Runs everything that a change has to pass, or the steps that are named",
    run,
};

/// A step: its name and the calls of cargo that it makes, one a line.
struct Step {
    name: &'static str,
    calls: &'static [&'static str],
}

const STEPS: &[Step] = &[
    Step { name: "fmt", calls: &["fmt --all --check"] },
    Step { name: "layers", calls: &["xtask layers"] },
    Step { name: "coverage", calls: &["xtask coverage"] },
    Step {
        name: "clippy",
        calls: &["clippy --locked --workspace --all-targets --all-features -- -D warnings"],
    },
    Step {
        name: "features",
        calls: &[
            "check --locked -p saltant --no-default-features",
            "check --locked -p saltant",
            "check --locked -p saltant --no-default-features --features reqwest,vantage6",
            "check --locked -p saltant --no-default-features --features reqwest,inmanta",
            "check --locked -p saltant --no-default-features --features reqwest,agave",
            "check --locked -p saltant --no-default-features --features reqwest,astakos",
            "check --locked -p saltant --all-features",
        ],
    },
    Step { name: "doc", calls: &["doc --locked --workspace --exclude xtask --no-deps --all-features"] },
    // Last, so that the last that is read is what the tests say.
    Step { name: "test", calls: &["test --locked --workspace"] },
];

fn run(names: &[String]) -> anyhow::Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        eprintln!("there is no step `{unknown}`; there are: {}", known.join(", "));
        return Ok(ExitCode::from(2));
    }
    let begun = Instant::now();
    let mut times = Vec::new();
    if names.is_empty() {
        deny()?;
    }
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        let begun = Instant::now();
        for call in step.calls {
            println!("\n== {}: cargo {call}", step.name);
            cargo(call)?;
        }
        times.push(format!("{} {} s", step.name, begun.elapsed().as_secs()));
    }
    println!("\nall steps passed in {} s: {}", begun.elapsed().as_secs(), times.join(", "));
    Ok(ExitCode::SUCCESS)
}

fn cargo(call: &str) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Process::new(cargo)
        .args(call.split(' '))
        .env("RUSTDOCFLAGS", "-D warnings")
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "cargo {call} failed");
    Ok(())
}

/// Licences, advisories and bans, where the tool is installed: it needs a newer Rust than the project.
fn deny() -> anyhow::Result<()> {
    let installed =
        Process::new("cargo-deny").arg("--version").output().is_ok_and(|done| done.status.success());
    if !installed {
        println!("\n== deny: skipped, for cargo-deny is not installed");
        return Ok(());
    }
    println!("\n== deny: cargo deny check");
    cargo("deny check")
}
