//! `bench instructions`: counts the instructions of a unit of work with callgrind.
//!
//! A figure is the difference of two runs, divided by the units that they differ by. Setting up is not in it. Other
//! load on the machine does not change it.

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use anyhow::{Context as _, ensure};
use serde_json::{Map, Value, json};

use super::{Stub, target};

/// The figures of the last run that was kept, by name.
const KEPT: &str = "tests/bench/instructions.json";

/// How much more than the kept figure is a regression.
const TOLERANCE: f64 = 1.03;

/// A row: what is counted, and the units of the short and of the long run.
struct Row {
    name: &'static str,
    work: &'static str,
    address: &'static str,
    units: [u64; 2],
    /// What a unit of work holds, if the row counts parts of it.
    parts: u64,
}

const ROWS: &[Row] = &[
    Row { name: "get", work: "get", address: "1000/0/api/", units: [200, 1200], parts: 1 },
    Row { name: "create", work: "create", address: "1/0/api/", units: [200, 1200], parts: 1 },
    Row {
        name: "item of create_many",
        work: "create-many",
        address: "1/0/api/",
        units: [200, 1200],
        parts: 1,
    },
    Row { name: "listed item", work: "list", address: "100000/0/api/", units: [2, 12], parts: 1000 },
    Row { name: "page of a walk", work: "walk", address: "100000/0/api/", units: [200, 1200], parts: 1 },
    Row { name: "tick of 10,000", work: "wait", address: "10000/0/api/", units: [2, 6], parts: 1 },
];

/// What is measured: the client over its transports, and the floor.
const SIDES: &[&str] = &["floor", "ours", "hyper"];

/// Other clients, which get the same instance. They are built only for this.
const PEERS: &[&str] = &["octocrab", "kube"];

/// Counts everything and gives a line per figure. A check leaves the peers out.
pub(super) fn lines(bench: &Path, arguments: &[String]) -> anyhow::Result<Vec<Value>> {
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    ensure_valgrind()?;
    let kept = kept()?;
    let mut counted = Map::new();
    let mut lines = Vec::new();
    for row in ROWS {
        let mut floor = None;
        for side in SIDES.iter().filter(|side| row.work != "wait" || **side != "floor") {
            let figure = count(bench, row, side)?;
            if *side == "floor" {
                floor = Some(figure);
            }
            let name = format!("{}, {side}", row.name);
            lines.push(line(&name, figure, floor.filter(|_| *side != "floor"), side, &kept, has("--check")));
            counted.insert(name, json!(figure.round()));
        }
    }
    if !has("--check") {
        let peers = build_peers()?;
        for peer in PEERS {
            let figure = count(&peers, &ROWS[0], peer)?;
            let name = format!("get, {peer}");
            lines.push(line(&name, figure, counted["get, floor"].as_f64(), peer, &kept, false));
            counted.insert(name, json!(figure.round()));
        }
    }
    if has("--keep") {
        let text = serde_json::to_string_pretty(&counted)? + "\n";
        std::fs::write(crate::root().join(KEPT), text)?;
    }
    Ok(lines)
}

/// A line of the table. With a goal, or in a check, it says whether it was reached.
fn line(
    name: &str,
    figure: f64,
    floor: Option<f64>,
    side: &str,
    kept: &Map<String, Value>,
    checks: bool,
) -> Value {
    let before = kept.get(name).and_then(Value::as_f64);
    let grown = before.map_or(1.0, |before| figure / before);
    let has_ratio = side == "ours" && (name.starts_with("get") || name.contains("create"));
    let (goal, reached) = match floor {
        _ if checks => ("≤ 1.03 × the kept figure".to_owned(), grown <= TOLERANCE),
        Some(floor) if has_ratio => ("≤ 1.1 × floor".to_owned(), figure <= 1.1 * floor),
        _ if name == "get, hyper" => ("≤ 54,000".to_owned(), figure <= 54_000.0),
        _ => ("reported".to_owned(), true),
    };
    let value = match floor {
        _ if checks => grown,
        Some(floor) => figure / floor,
        None => 1.0,
    };
    let against = if checks { before } else { floor };
    json!({
        "work": name, "unit": "instr.", "ours": figure, "floor": against, "value": value, "goal": goal,
        "reached": reached,
    })
}

fn kept() -> anyhow::Result<Map<String, Value>> {
    let path = crate::root().join(KEPT);
    if !path.exists() {
        return Ok(Map::new());
    }
    let text = std::fs::read_to_string(&path)?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// The instructions of one unit.
fn count(program: &Path, row: &Row, side: &str) -> anyhow::Result<f64> {
    // Nothing finishes, so that the ticks of a wait are alike.
    let stub = Stub::start(&target().join("release/saltant-bench"), "stub", &["0"])?;
    let url = format!("{}{}", stub.root, row.address);
    let [short, long] = row.units;
    let run = |units| callgrind(program, &[row.work, side, &url], units);
    #[allow(clippy::cast_precision_loss)] // far below 2^52
    Ok((run(long)? - run(short)?) as f64 / ((long - short) * row.parts) as f64)
}

/// The instructions of a whole run.
fn callgrind(program: &Path, words: &[&str], units: u64) -> anyhow::Result<i64> {
    let file = target().join(format!("callgrind.{}.out", std::process::id()));
    let done = Process::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(program)
        .args(words)
        .arg(units.to_string())
        .output()
        .context("valgrind cannot be run")?;
    ensure!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    let text = std::fs::read_to_string(&file)?;
    std::fs::remove_file(&file)?;
    let total = text.lines().find_map(|line| line.strip_prefix("summary: "));
    total.context("callgrind gives no sum")?.trim().parse().context("callgrind's sum is not a number")
}

fn ensure_valgrind() -> anyhow::Result<()> {
    let found = Process::new("valgrind").arg("--version").output().is_ok_and(|done| done.status.success());
    ensure!(
        found,
        "valgrind is missing, which counts the instructions. It is the package `valgrind` of Debian, Ubuntu, \
         Fedora, Arch and FreeBSD: `sudo apt-get install valgrind`, for example"
    );
    Ok(())
}

/// Builds the peers' program, which is not in the workspace.
fn build_peers() -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let folder = target().join("peers");
    let status = Process::new(cargo)
        .args(["build", "--release", "--locked", "--manifest-path"])
        .arg(crate::root().join("tests/bench/peers/Cargo.toml"))
        .arg("--target-dir")
        .arg(&folder)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "the peers do not build");
    Ok(folder.join("release/saltant-bench-peers"))
}
