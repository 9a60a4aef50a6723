//! `release --dry-run`: everything that has to hold before the crates are published, in one table.

mod api;
mod manifests;
mod packages;

use std::process::ExitCode;
use std::time::Instant;

use crate::Command;
use crate::tools::DENY;

use manifests::Manifests;

pub(crate) const COMMAND: Command = Command {
    name: "release",
    arguments: "--dry-run [STEP…]",
    about: "Checks what a release needs: packages, semver, API, changelog, licences, Rust, features",
    run,
};

/// How a step ended that found no fault.
enum Outcome {
    /// What was checked.
    Passed(String),
    /// Why it cannot be checked on this machine.
    NotHere(String),
}

use Outcome::{NotHere, Passed};

/// A step: its name and what it does.
struct Step {
    name: &'static str,
    run: fn(&Manifests) -> anyhow::Result<Outcome>,
}

/// The quick steps first.
const STEPS: &[Step] = &[
    Step { name: "versions", run: Manifests::versions },
    Step { name: "changelog", run: Manifests::changelog },
    Step { name: "cycles", run: Manifests::cycles },
    Step { name: "licences", run: licences },
    Step { name: "semver", run: api::semver },
    Step { name: "api", run: api::listing },
    Step { name: "oldest-rust", run: packages::oldest_rust },
    Step { name: "oldest-dependencies", run: packages::oldest_dependencies },
    Step { name: "features", run: packages::features },
    Step { name: "packages", run: packages::dry_publish },
];

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    let (flags, names): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| argument.starts_with("--"));
    let unknown = names.iter().find(|name| !known.contains(&name.as_str()));
    if flags.iter().any(|flag| *flag == "--accept-api") {
        api::accept(&Manifests::read()?)?;
        return Ok(ExitCode::SUCCESS);
    }
    if flags != ["--dry-run"] || unknown.is_some() {
        eprintln!("Usage: cargo xtask release --dry-run [STEP…]\n       cargo xtask release --accept-api\n");
        eprintln!("Nothing is published: `cargo publish --workspace` does that. Steps: {}", known.join(", "));
        return Ok(ExitCode::from(2));
    }
    let manifests = Manifests::read()?;
    let (mut rows, mut is_good) = (Vec::new(), true);
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| *name == step.name)) {
        let begun = Instant::now();
        let (word, text) = match (step.run)(&manifests) {
            Ok(Passed(text)) => ("ok", text),
            Ok(NotHere(text)) => ("not here", text),
            Err(error) => {
                is_good = false;
                ("FAILED", format!("{error:#}"))
            }
        };
        rows.push(format!("{:<20} {word:<9} {:>4} s  {text}", step.name, begun.elapsed().as_secs()));
    }
    println!("\n{}", rows.join("\n"));
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Each published package names its licence and carries the texts; the dependencies' are allowed.
fn licences(manifests: &Manifests) -> anyhow::Result<Outcome> {
    manifests.licence_texts()?;
    if let Some(missing) = DENY.missing() {
        return Ok(NotHere(format!("the packages' own are there; {missing}")));
    }
    Ok(Passed(format!("the packages' own are there; dependencies: {}", crate::ci::deny()?)))
}
