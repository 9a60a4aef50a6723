//! Peaks of memory that must not grow with the work.

use std::path::Path;

use serde_json::{Value, json};

use super::{ROUNDS, SIDES, Stub, median, number, once};

/// The median peak of a side, in KiB.
fn peak(bench: &Path, stub: &Stub, work: &str, side: &str, address: &str) -> anyhow::Result<f64> {
    let peaks: anyhow::Result<Vec<_>> =
        (0..ROUNDS).map(|_| Ok(number(&once(bench, stub, work, side, address)?, "peak_kib"))).collect();
    Ok(median(peaks?))
}

/// A million items as a stream, against the floor that reads as many.
pub(super) fn stream(bench: &Path) -> anyhow::Result<Vec<Value>> {
    let stub = Stub::start(bench, "stub", &[])?;
    let peak = |side| peak(bench, &stub, "list", side, "1000000/0/api/");
    let floor = peak("floor")?;
    let lines = SIDES.iter().map(|(side, transport)| {
        let ours = peak(side)?;
        Ok(json!({
            "work": format!("stream 1,000,000, {transport}"), "unit": "peak KiB", "ours": ours, "floor": floor,
            "value": ours - floor, "goal": "≤ floor + 2048 KiB", "reached": ours - floor <= 2048.0,
        }))
    });
    lines.collect()
}

/// A download of 2 GiB, against one of 2 MiB.
pub(super) fn download(bench: &Path) -> anyhow::Result<Vec<Value>> {
    let stub = Stub::start(bench, "stub", &[])?;
    let lines = SIDES.iter().map(|(side, transport)| {
        let small = peak(bench, &stub, "download", side, "2097152/0/api/")?;
        let large = number(&once(bench, &stub, "download", side, "2147483648/0/api/")?, "peak_kib");
        Ok(json!({
            "work": format!("download of 2 GiB, {transport}"), "unit": "peak KiB", "ours": large, "floor": small,
            "value": large - small, "goal": "≤ the one of 2 MiB + 2048 KiB", "reached": large - small <= 2048.0,
        }))
    });
    lines.collect()
}

/// Two ticks of a wait for 100,000 instances, of which none finishes, against one for 1,000.
pub(super) fn wait(bench: &Path) -> anyhow::Result<Vec<Value>> {
    let stub = Stub::start(bench, "stub", &["0"])?;
    let lines = SIDES.iter().map(|(side, transport)| {
        let peak = |address| peak(bench, &stub, "wait-by-uuid", side, address);
        let (small, large) = (peak("1000/0/api/")?, peak("100000/0/api/")?);
        let each = (large - small) * 1024.0 / 99_000.0;
        Ok(json!({
            "work": format!("wait for 100,000, {transport}"), "unit": "peak KiB", "ours": large, "floor": small,
            "value": each, "goal": "≤ 200 bytes for each instance", "reached": each <= 200.0,
        }))
    });
    lines.collect()
}
