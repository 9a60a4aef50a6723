//! `bench build`: clean debug builds, how many crates they have, and the size of the command.

use std::collections::BTreeSet;
use std::process::{Command as Process, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::target;

/// A build: its package and features, and the most seconds and crates, if there is a goal.
struct Build {
    name: &'static str,
    arguments: &'static [&'static str],
    goal: Option<(f64, usize)>,
}

const BUILDS: &[Build] = &[
    Build { name: "saltant-types", arguments: &["-p", "saltant-types"], goal: None },
    Build { name: "saltant-core", arguments: &["-p", "saltant-core"], goal: None },
    Build { name: "saltant", arguments: &["-p", "saltant"], goal: Some((30.0, 100)) },
    Build {
        name: "saltant with hyper",
        arguments: &["-p", "saltant", "--no-default-features", "--features", "hyper,saltant"],
        goal: Some((30.0, 100)),
    },
];

/// The largest command, in bytes.
const COMMAND: u64 = 8 << 20;

pub(super) fn lines() -> anyhow::Result<Vec<Value>> {
    let mut lines = Vec::new();
    for build in BUILDS {
        lines.extend(clean(build)?);
    }
    lines.push(command()?);
    Ok(lines)
}

fn cargo() -> Process {
    Process::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A debug build in an empty folder, and the number of its crates. Downloads are not measured.
fn clean(build: &Build) -> anyhow::Result<[Value; 2]> {
    let folder = target().join("bench-build");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let begun = Instant::now();
    let done = cargo()
        .args(["build", "--quiet", "--locked"])
        .args(build.arguments)
        .arg("--target-dir")
        .arg(&folder)
        .status()?;
    ensure!(done.success(), "{} does not build", build.name);
    let seconds = begun.elapsed().as_secs_f64();
    std::fs::remove_dir_all(&folder)?;
    let tree = cargo()
        .args(["tree", "--locked", "-e", "normal,build", "--prefix", "none", "--no-dedupe"])
        .args(build.arguments)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(tree.status.success(), "cargo tree fails for {}", build.name);
    let crates: BTreeSet<_> =
        tree.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let goals = build.goal;
    Ok([
        json!({
            "work": format!("clean debug build, {}", build.name), "unit": "s", "ours": seconds, "floor": null,
            "value": seconds, "goal": goals.map_or_else(reported, |(most, _)| format!("≤ {most} s")),
            "reached": goals.is_none_or(|(most, _)| seconds <= most),
        }),
        json!({
            "work": format!("crates, {}", build.name), "unit": "crates", "ours": crates.len(), "floor": null,
            "value": crates.len(), "goal": goals.map_or_else(reported, |(_, most)| format!("≤ {most}")),
            "reached": goals.is_none_or(|(_, most)| crates.len() <= most),
        }),
    ])
}

fn reported() -> String {
    "reported".to_owned()
}

/// The size of the stripped command.
fn command() -> anyhow::Result<Value> {
    let done = cargo().args(["build", "--profile", "dist", "--locked", "-p", "saltant-cli"]).status()?;
    ensure!(done.success(), "the command does not build");
    let file = target().join("dist").join(format!("saltant{}", std::env::consts::EXE_SUFFIX));
    let size = std::fs::metadata(&file).with_context(|| file.display().to_string())?.len();
    #[allow(clippy::cast_precision_loss)] // for people
    let mebibytes = size as f64 / f64::from(1 << 20);
    Ok(json!({
        "work": "the command, stripped", "unit": "MiB", "ours": mebibytes, "floor": null, "value": mebibytes,
        "goal": "≤ 8 MiB", "reached": size <= COMMAND,
    }))
}
