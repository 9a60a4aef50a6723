//! `coverage lines`: how many lines of each crate the tests reach.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::Value;

use crate::root;
use crate::tools::{LLVM_COV, cargo, output};

/// A file below this share of lines is named, in percent.
const LOW: u64 = 90;

/// Lines that tests reach, and all.
#[derive(Clone, Copy, Default)]
struct Lines {
    reached: u64,
    all: u64,
}

impl Lines {
    fn percent(self) -> u64 {
        self.reached * 100 / self.all.max(1)
    }
}

pub(super) fn report() -> anyhow::Result<ExitCode> {
    if let Some(missing) = LLVM_COV.missing() {
        eprintln!("not run: {missing}");
        return Ok(ExitCode::from(3));
    }
    let crates = "--ignore-filename-regex (tests|xtask|fuzz)/";
    let call = format!("llvm-cov test --locked --workspace --exclude xtask --json --summary-only {crates}");
    let text = output(&mut cargo(&call))?;
    // The output of the tests stands before the report, which is one line.
    let report = text.lines().rfind(|line| line.starts_with('{')).context("cargo-llvm-cov gave no report")?;
    let files = files(&serde_json::from_str(report)?);
    let mut crates: BTreeMap<&str, Lines> = BTreeMap::new();
    for (file, lines) in &files {
        let sum = crates.entry(file.split('/').nth(1).unwrap_or_default()).or_default();
        sum.reached += lines.reached;
        sum.all += lines.all;
    }
    for (name, lines) in crates {
        println!("{name:<20} {:>3} % of {} lines", lines.percent(), lines.all);
    }
    println!("\nFiles of the core and the executor under {LOW} %:");
    let of_rules = |file: &str| ["saltant-core", "saltant-http"].iter().any(|name| file.contains(name));
    for (file, lines) in files.iter().filter(|(file, lines)| of_rules(file) && lines.percent() < LOW) {
        println!("{:>3} % of {:>4}  {file}", lines.percent(), lines.all);
    }
    Ok(ExitCode::SUCCESS)
}

/// The crates' files in a report of llvm-cov.
fn files(report: &Value) -> Vec<(String, Lines)> {
    let files = report["data"][0]["files"].as_array().into_iter().flatten();
    let of_crates = files.filter_map(|file| {
        let path = Path::new(file["filename"].as_str()?).strip_prefix(root()).ok()?;
        let lines = &file["summary"]["lines"];
        let lines = Lines { reached: lines["covered"].as_u64()?, all: lines["count"].as_u64()? };
        path.starts_with("crates").then(|| (path.display().to_string(), lines))
    });
    of_crates.collect()
}
