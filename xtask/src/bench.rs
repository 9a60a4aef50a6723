//! `bench`: measures the client against a floor that does the same work with bare reqwest and `serde_json`.
//!
//! Each figure is a ratio of medians. The runs of both sides alternate, so that other load affects both. With
//! `instructions`, instructions are counted instead, and `--check` compares them with the figures that were kept.

mod builds;
mod dev_server;
mod instructions;
mod memory;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, ExitCode, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::Command;

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    arguments: "[--json] [--check] [WORK…]",
    about: "Measures speed and memory against a floor of bare reqwest and serde_json",
    run,
};

/// How often each side of a workload runs.
const ROUNDS: usize = 5;

/// The client over its transports: the word of the workload's program, and what the table calls it.
const SIDES: [(&str, &str); 2] = [("ours", "reqwest"), ("hyper", "hyper")];

/// The quantity that is compared.
#[derive(Clone, Copy)]
enum Figure {
    /// Processor time.
    Cpu,
    /// Elapsed time.
    Wall,
    /// The difference in peak memory, in KiB.
    Peak,
}

/// A row of the table: a workload, what is compared, and the goal.
struct Row {
    name: &'static str,
    work: &'static str,
    /// The path on the stub: the number of instances, and the milliseconds before each answer.
    address: &'static str,
    figure: Figure,
    goal: f64,
}

const ROWS: &[Row] = &[
    Row {
        name: "2,000 sequential get",
        work: "get",
        address: "1000/0/api/",
        figure: Figure::Cpu,
        goal: 1.05,
    },
    Row { name: "list 100,000", work: "list", address: "100000/0/api/", figure: Figure::Cpu, goal: 1.0 },
    Row { name: "list 100,000", work: "list", address: "100000/0/api/", figure: Figure::Peak, goal: 2048.0 },
    Row { name: "list 100,000", work: "list", address: "100000/0/api/", figure: Figure::Wall, goal: 0.75 },
    Row {
        name: "list 100 pages, 20 ms latency",
        work: "list",
        address: "100000/20/api/",
        figure: Figure::Wall,
        goal: 0.25,
    },
    Row {
        name: "create 1,000, 20 ms, 16 at once",
        work: "create-many",
        address: "1/20/api/",
        figure: Figure::Wall,
        goal: 1.1,
    },
];

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let for_machines = arguments.iter().any(|word| word == "--json");
    let wanted: Vec<_> = arguments.iter().filter(|word| !word.starts_with("--")).collect();
    let is_wanted = |work: &str| wanted.is_empty() || wanted.iter().any(|word| *word == work);
    let counts = wanted.iter().any(|word| *word == "instructions");
    let checks = arguments.iter().any(|word| word == "--check");
    if counts || checks {
        let bench = build(&["saltant-bench"])?;
        return report(&instructions::lines(&bench, arguments)?, for_machines);
    }
    // The command has more features than the workloads, so both together take much longer to build.
    let starts = is_wanted("version");
    let bench = build(if starts { &["saltant-bench", "saltant-cli"] } else { &["saltant-bench"] })?;
    let mut lines = Vec::new();
    for row in ROWS.iter().filter(|row| is_wanted(row.work)) {
        lines.extend(compare(&bench, row)?);
    }
    if is_wanted("list") {
        lines.extend(memory::stream(&bench)?);
    }
    if is_wanted("wait") {
        lines.push(waiting(&bench)?);
        lines.extend(memory::wait(&bench)?);
    }
    if is_wanted("download") {
        lines.extend(memory::download(&bench)?);
    }
    if is_wanted("federation") {
        lines.push(federation(&bench)?);
    }
    if starts {
        let completion = "SALTANT_COMPLETE=bash _CLAP_COMPLETE_INDEX=4 _CLAP_IFS='\n' \
                          saltant -- saltant vantage6 task list --na";
        lines.push(start("saltant --version", "saltant --version")?);
        lines.push(start("completion of a flag", completion)?);
    }
    if is_wanted("python") {
        lines.extend(python(&bench)?);
    }
    if is_wanted("dev-server") {
        lines.extend(dev_server::lines(&bench)?);
    }
    if wanted.iter().any(|word| *word == "build") {
        lines.extend(builds::lines()?);
    }
    report(&lines, for_machines)
}

/// Prints the lines. It fails if a goal was missed.
fn report(lines: &[Value], for_machines: bool) -> anyhow::Result<ExitCode> {
    let missed = lines.iter().filter(|line| line["reached"] == false).count();
    if for_machines {
        println!("{}", serde_json::to_string_pretty(&lines)?);
    } else {
        print!("{}", table(lines));
        println!("{} reached, {missed} missed", lines.len() - missed);
    }
    Ok(if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the workloads, and the command if it is measured, in release mode.
fn build(packages: &[&str]) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Process::new(cargo)
        .args(["build", "--release", "--locked"])
        .args(packages.iter().flat_map(|package| ["-p", package]))
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "the workloads do not build");
    Ok(target().join("release/saltant-bench"))
}

fn target() -> PathBuf {
    let beside_us = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or(beside_us, PathBuf::from)
}

/// The stub or the dev server, which is killed when it is dropped.
struct Stub {
    process: Child,
    root: String,
}

impl Stub {
    fn start(bench: &Path, server: &str, arguments: &[&str]) -> anyhow::Result<Self> {
        let mut process = Process::new(bench).arg(server).args(arguments).stdout(Stdio::piped()).spawn()?;
        let mut root = String::new();
        let output = process.stdout.take().context("the stub has no output")?;
        BufReader::new(output).read_line(&mut root)?;
        Ok(Self { process, root: root.trim().to_owned() })
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn once(bench: &Path, stub: &Stub, work: &str, side: &str, address: &str) -> anyhow::Result<Value> {
    let url = format!("{}{address}", stub.root);
    let done = Process::new(bench).args([work, side, &url]).output()?;
    ensure!(done.status.success(), "{work} {side}: {}", String::from_utf8_lossy(&done.stderr));
    Ok(serde_json::from_slice(&done.stdout)?)
}

fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or(f64::NAN)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A line for each transport. The runs of all sides alternate.
fn compare(bench: &Path, row: &Row) -> anyhow::Result<Vec<Value>> {
    let (word, unit) = match row.figure {
        Figure::Cpu => ("cpu_us", "CPU"),
        Figure::Wall => ("wall_us", "wall"),
        Figure::Peak => ("peak_kib", "peak KiB"),
    };
    let stub = Stub::start(bench, "stub", &[])?;
    let (mut ours, mut floor) = ([Vec::new(), Vec::new()], Vec::new());
    for _ in 0..ROUNDS {
        floor.push(number(&once(bench, &stub, row.work, "floor", row.address)?, word));
        for ((side, _), figures) in SIDES.iter().zip(&mut ours) {
            figures.push(number(&once(bench, &stub, row.work, side, row.address)?, word));
        }
    }
    let mut floor = median(floor);
    // The shortest possible time for sixteen at a time.
    if row.work == "create-many" {
        floor = 1_000.0 / 16.0 * 20_000.0;
    }
    let lines = SIDES.iter().zip(ours).map(|((_, transport), figures)| {
        let ours = median(figures);
        let (value, goal) = match row.figure {
            Figure::Peak => (ours - floor, format!("≤ floor + {} KiB", row.goal)),
            _ => (ours / floor, format!("≤ {} × floor", row.goal)),
        };
        json!({
            "work": format!("{}, {transport}", row.name), "unit": unit, "ours": ours, "floor": floor,
            "value": value, "goal": goal, "reached": value <= row.goal,
        })
    });
    Ok(lines.collect())
}

fn waiting(bench: &Path) -> anyhow::Result<Value> {
    let stub = Stub::start(bench, "stub", &[])?;
    let done = once(bench, &stub, "wait", "ours", "10000/0/api/")?;
    let note = done["note"].as_str().unwrap_or_default();
    let ticks: f64 = note.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(f64::NAN);
    let share: f64 = note.split(' ').nth(4).and_then(|word| word.parse().ok()).unwrap_or(f64::NAN);
    Ok(json!({
        "work": "wait for 10,000 instances", "unit": "requests", "ours": share, "floor": 1.0, "value": share,
        "goal": "≤ (unfinished pages + 1) per tick", "reached": share <= 1.0,
        "note": format!("{note}; {:.1} ms CPU per tick", number(&done, "cpu_us") / 1000.0 / ticks),
    }))
}

/// A thousand tasks over ten nodes of vantage6's dev server, twice.
fn federation(bench: &Path) -> anyhow::Result<Value> {
    let done = Process::new(bench).arg("federation").output()?;
    ensure!(done.status.success(), "federation: {}", String::from_utf8_lossy(&done.stderr));
    let done: Value = serde_json::from_slice(&done.stdout)?;
    let seconds = number(&done, "wall_us") / 1e6;
    Ok(json!({
        "work": "2,000 vantage6 tasks over 10 nodes", "unit": "s", "ours": seconds, "floor": 0.0,
        "value": seconds, "goal": "reported", "reached": true, "note": done["note"],
    }))
}

/// The processor time of a command line that begins with `saltant`, as a shell reports it for many runs.
fn start(name: &str, line: &str) -> anyhow::Result<Value> {
    const RUNS: u32 = 50;
    let folder = target().join("release");
    let script = format!(
        "PATH='{}':$PATH; TIMEFORMAT='%U %S'; time for i in $(seq {RUNS}); do {line} > /dev/null; done",
        folder.display()
    );
    let done = Process::new("bash").args(["-c", &script]).output().context("bash cannot be run")?;
    let text = String::from_utf8_lossy(&done.stderr);
    let seconds: f64 = text.split_whitespace().filter_map(|word| word.parse::<f64>().ok()).sum();
    let each = seconds * 1000.0 / f64::from(RUNS);
    Ok(json!({
        "work": name, "unit": "ms CPU", "ours": each, "floor": 5.0, "value": each,
        "goal": "≤ 5 ms", "reached": each <= 5.0,
    }))
}

/// The sequential gets by saltant-py, if `cargo xtask live saltant-py` has installed it.
fn python(bench: &Path) -> anyhow::Result<Option<Value>> {
    const SCRIPT: &str = "\
import sys, time
from saltant.client import Client
client = Client(sys.argv[1], 'bench', test_if_authenticated=False)
begun = time.process_time()
for index in range(2000):
    client.executable_task_instances.get('00000000-0000-4000-8000-%012x' % index)
print(time.process_time() - begun)
";
    let inside = target().join("live/saltant-py/venv/bin/python");
    if !inside.exists() {
        println!("saltant-py is not installed: `cargo xtask live saltant-py` installs it");
        return Ok(None);
    }
    let stub = Stub::start(bench, "stub", &[])?;
    let url = format!("{}1000/0/api/", stub.root);
    let done = Process::new(inside).args(["-c", SCRIPT, &url]).output()?;
    ensure!(done.status.success(), "saltant-py: {}", String::from_utf8_lossy(&done.stderr));
    let seconds: f64 = String::from_utf8_lossy(&done.stdout).trim().parse()?;
    let ours = number(&once(bench, &stub, "get", "ours", "1000/0/api/")?, "cpu_us");
    Ok(Some(json!({
        "work": "2,000 sequential get by saltant-py", "unit": "CPU", "ours": ours, "floor": seconds * 1e6,
        "value": ours / (seconds * 1e6), "goal": "reported", "reached": true,
    })))
}

fn table(lines: &[Value]) -> String {
    let mut text =
        format!("{:<42} {:<9} {:>12} {:>12} {:>9}  {}\n", "work", "unit", "ours", "floor", "value", "goal");
    for line in lines {
        let word = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let mark = if line["reached"] == true { "" } else { "   MISSED" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<42} {:<9} {:>12.1} {:>12.1} {:>9.3}  {}{mark}",
            word("work"),
            word("unit"),
            number(line, "ours"),
            number(line, "floor"),
            number(line, "value"),
            word("goal"),
        );
        if let Some(note) = line["note"].as_str() {
            let _ = writeln!(text, "{:<42} {note}", "");
        }
    }
    text
}
