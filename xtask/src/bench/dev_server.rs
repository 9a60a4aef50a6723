//! `bench dev-server`: requests per second, processor time and memory of saltant's dev server.
//!
//! A work has a cliff if its requests take more of the server's time with more connections, or with ten times the
//! instances than the work needs. A filter looks at every instance; nothing else does.

use std::path::Path;
use std::process::Command as Process;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::{Stub, number};

/// The numbers of instances.
const SIZES: [u64; 2] = [10_000, 100_000];

/// The numbers of connections.
const CONNECTIONS: [u64; 3] = [1, 16, 256];

/// How much more of the server's time a request may take with many connections than with one.
const CROWDED: f64 = 1.5;

/// How much more it may take with ten times the instances.
const GROWN: f64 = 1.5;

/// The same for works that look at every instance: ten times, and up to three because 10,000 instances fit the
/// processor's caches and 100,000 do not.
const SCANNED: f64 = 30.0;

struct Row {
    name: &'static str,
    /// As `saltant-bench load` expects it.
    work: &'static str,
    looks_at_all: bool,
}

const ROWS: &[Row] = &[
    Row { name: "get", work: "get", looks_at_all: false },
    Row { name: "list, first page", work: "page=1", looks_at_all: false },
    Row { name: "list, last page", work: "page=last", looks_at_all: false },
    Row { name: "list by state, all match", work: "state=published", looks_at_all: true },
    Row { name: "list by user, 1 of 10", work: "user__username=rare", looks_at_all: true },
    Row { name: "list by queue, 1 of 10", work: "task_queue=2", looks_at_all: true },
    Row { name: "list by part of the name", work: "name__contains=rare", looks_at_all: true },
    // Last, because it adds instances.
    Row { name: "create", work: "create", looks_at_all: false },
];

/// A line for the memory and one for each work, for each number of instances.
pub(super) fn lines(bench: &Path) -> anyhow::Result<Vec<Value>> {
    let mut lines = Vec::new();
    // The server's time for a request of each work over one connection, with the fewest instances.
    let mut least = Vec::new();
    for size in SIZES {
        let server = Stub::start(bench, "dev-server", &[])?;
        // The server keeps the latest ten thousand requests: that memory is not the instances'.
        load(bench, &server, "page=1", 16, None)?;
        load(bench, &server, "page=1", 16, Some(10_000))?;
        let before = memory(&server)?;
        load(bench, &server, "create", 16, Some(size))?;
        #[allow(clippy::cast_precision_loss)] // far below 2^52
        let each = (memory(&server)? - before) * 1024.0 / size as f64;
        lines.push(json!({
            "work": format!("{size} instances: each"), "unit": "bytes", "ours": each, "floor": null,
            "value": each, "goal": "reported", "reached": true,
        }));
        for (index, row) in ROWS.iter().enumerate() {
            let runs: Result<Vec<_>, _> = CONNECTIONS
                .iter()
                .map(|connections| load(bench, &server, row.work, *connections, None))
                .collect();
            let runs = runs?;
            if least.len() <= index {
                least.push(runs[0].cpu_us);
            }
            lines.push(line(row, size, &runs, least[index]));
        }
    }
    Ok(lines)
}

/// A work with a number of instances: its rates, and the server's time in comparison.
fn line(row: &Row, size: u64, runs: &[Run], least: f64) -> Value {
    let most = runs.iter().map(|run| run.cpu_us).fold(0.0, f64::max);
    let crowded = most / runs[0].cpu_us;
    let grown = runs[0].cpu_us / least;
    let limit = if row.looks_at_all { SCANNED } else { GROWN };
    let each = |figure: fn(&Run) -> f64| {
        runs.iter().map(|run| format!("{:.0}", figure(run))).collect::<Vec<_>>().join(", ")
    };
    json!({
        "work": format!("{size} instances: {}", row.name), "unit": "req/s", "ours": runs[1].rate, "floor": null,
        "value": grown, "goal": format!("≤ {limit} × with more instances, ≤ {CROWDED} × with more connections"),
        "reached": grown <= limit && crowded <= CROWDED,
        "note": format!(
            "1, 16, 256 connections: {} requests a second; {} µs of the server each",
            each(|run| run.rate),
            each(|run| run.cpu_us),
        ),
    })
}

/// A load: requests per second, and the server's time for each in microseconds.
struct Run {
    rate: f64,
    cpu_us: f64,
}

fn load(
    bench: &Path,
    server: &Stub,
    work: &str,
    connections: u64,
    count: Option<u64>,
) -> anyhow::Result<Run> {
    let before = time(server)?;
    let mut command = Process::new(bench);
    command.args(["load", work]).arg(connections.to_string()).arg(&server.root);
    let done = command.args(count.map(|count| count.to_string())).output()?;
    ensure!(done.status.success(), "{work}: {}", String::from_utf8_lossy(&done.stderr));
    let spent = time(server)? - before;
    let done: Value = serde_json::from_slice(&done.stdout)?;
    let rate = done["note"].as_str().and_then(|rate| rate.parse().ok()).context("the load has no rate")?;
    Ok(Run { rate, cpu_us: spent / 1000.0 / number(&done, "count") })
}

/// The processor time of the server's threads, in nanoseconds.
fn time(server: &Stub) -> anyhow::Result<f64> {
    let threads = format!("/proc/{}/task", server.process.id());
    let mut sum = 0.0;
    for thread in std::fs::read_dir(&threads).context("time is read from Linux's /proc")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        sum += text.split(' ').next().and_then(|word| word.parse::<f64>().ok()).context("no time there")?;
    }
    Ok(sum)
}

/// The memory of the server, in KiB.
fn memory(server: &Stub) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no memory there")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
