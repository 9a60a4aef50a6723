//! `ci`: all checks that a change has to pass, the same on a laptop and on a server.

use std::path::Path;
use std::process::{Command as Process, ExitCode};
use std::time::Instant;

use crate::Command;
use crate::services::SERVICES;
use crate::site;
use crate::tools::{DENY, cargo, run as run_to_end};

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
    calls.push(check(" --no-default-features --features hyper,saltant"));
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
        println!("\n== deny: {}", deny()?);
        browser()?;
        match site::installed() {
            Some(_) => run_to_end(&mut cargo("xtask site"))?,
            None => println!("\n== site: skipped: mdbook 0.5 is not installed"),
        }
    }
    for step in steps.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        let begun = Instant::now();
        for call in &step.calls {
            run_to_end(cargo(call).env("RUSTDOCFLAGS", "-D warnings"))?;
        }
        times.push(format!("{} {} s", step.name, begun.elapsed().as_secs()));
    }
    println!("\nall steps passed in {} s: {}", begun.elapsed().as_secs(), times.join(", "));
    Ok(ExitCode::SUCCESS)
}

/// Licences, bans and sources, and advisories where their database can be fetched; where the tool is installed,
/// because it needs a newer Rust than the project. Gives what was checked.
pub(crate) fn deny() -> anyhow::Result<String> {
    if let Some(missing) = DENY.missing() {
        return Ok(format!("skipped: {missing}"));
    }
    run_to_end(&mut cargo("deny --log-level error check licenses bans sources"))?;
    let fetched = cargo("deny fetch db").output().is_ok_and(|done| done.status.success());
    if !fetched {
        return Ok(
            "licences, bans and sources are good; the database of advisories cannot be fetched".to_owned()
        );
    }
    run_to_end(&mut cargo("deny --log-level error check advisories"))?;
    Ok("licences, bans, sources and advisories are good".to_owned())
}

/// Promise S9: the lower crates, the client without a transport and the example for browsers, where their target is
/// installed.
fn browser() -> anyhow::Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = Process::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = libraries.ok().and_then(|done| String::from_utf8(done.stdout).ok()).unwrap_or_default();
    if !Path::new(folder.trim()).is_dir() {
        println!("\n== browser: skipped: the target {TARGET} is not installed");
        return Ok(());
    }
    for packages in [
        "-p saltant-types -p saltant-core --all-features",
        "-p saltant --no-default-features --features saltant",
        "-p example-wasm-fetch",
    ] {
        run_to_end(&mut cargo(&format!("clippy --locked {packages} --target {TARGET} -- -D warnings")))?;
    }
    Ok(())
}
