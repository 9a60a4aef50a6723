//! `ci`: all checks that a change has to pass, the same on a laptop and on a server.

use std::path::Path;
use std::process::{Command as Process, ExitCode};
use std::time::Instant;

use anyhow::{Context as _, ensure};

use crate::Command;
use crate::services::SERVICES;
use crate::site;

pub(crate) const COMMAND: Command = Command {
    name: "ci",
    arguments: "[STEP…]",
    about: "Runs all checks that a change has to pass, or only the named steps",
    run,
};

/// A step: its name and the calls of cargo that it makes.
struct Step {
    name: &'static str,
    calls: Vec<String>,
}

impl Step {
    fn new<const N: usize>(name: &'static str, calls: [&str; N]) -> Self {
        Self { name, calls: calls.map(str::to_owned).into() }
    }
}

fn steps() -> Vec<Step> {
    vec![
        Step::new("fmt", ["fmt --all --check"]),
        Step::new("layers", ["xtask layers"]),
        Step::new("coverage", ["xtask coverage"]),
        Step::new("clippy", ["clippy --locked --workspace --all-targets --all-features -- -D warnings"]),
        Step { name: "features", calls: features() },
        Step::new("doc", ["doc --locked --workspace --exclude xtask --no-deps --all-features"]),
        // Last, so that the test results are at the end of the output.
        Step::new("test", ["test --locked --workspace"]),
    ]
}

/// Promise S5: each service builds without the others, and so do no service and all of them, without a warning.
fn features() -> Vec<String> {
    let check = |features: &str| format!("clippy --locked -p saltant{features} -- -D warnings");
    let alone = |service: &&str| check(&format!(" --no-default-features --features reqwest,{service}"));
    let mut calls = vec![check(" --no-default-features"), check("")];
    calls.extend(SERVICES.iter().map(alone));
    calls.push(check(" --all-features"));
    calls
}

fn run(names: &[String]) -> anyhow::Result<ExitCode> {
    let steps = steps();
    if let Some(unknown) = names.iter().find(|name| steps.iter().all(|step| step.name != **name)) {
        let known: Vec<_> = steps.iter().map(|step| step.name).collect();
        eprintln!("there is no step `{unknown}`; there are: {}", known.join(", "));
        return Ok(ExitCode::from(2));
    }
    let begun = Instant::now();
    let mut times = Vec::new();
    if names.is_empty() {
        deny()?;
        browser()?;
        match site::installed() {
            Some(_) => {
                println!("\n== site: cargo xtask site");
                cargo("xtask site")?;
            }
            None => println!("\n== site: skipped: mdbook is not installed"),
        }
    }
    for step in steps.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        let begun = Instant::now();
        for call in &step.calls {
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
        println!("\n== deny: skipped: cargo-deny is not installed");
        return Ok(());
    }
    println!("\n== deny: cargo deny check");
    cargo("deny check")
}

/// The example for browsers, where its target is installed.
fn browser() -> anyhow::Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = Process::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = libraries.ok().and_then(|done| String::from_utf8(done.stdout).ok()).unwrap_or_default();
    if !Path::new(folder.trim()).is_dir() {
        println!("\n== browser: skipped: the target {TARGET} is not installed");
        return Ok(());
    }
    println!("\n== browser: the example wasm_fetch for {TARGET}");
    cargo(&format!("clippy --locked -p example-wasm-fetch --target {TARGET} -- -D warnings"))
}
