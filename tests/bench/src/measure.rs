//! Time and memory of this process, as the system counts them.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

/// The figures at the start of a workload.
pub(crate) struct Snapshot {
    cpu: Duration,
    wall: Instant,
}

impl Snapshot {
    pub(crate) fn take() -> anyhow::Result<Self> {
        Ok(Self { cpu: cpu()?, wall: Instant::now() })
    }

    /// The differences since the start, as a line of JSON.
    pub(crate) fn report(&self, count: u64, note: Option<&str>) -> anyhow::Result<String> {
        let line = json!({
            "cpu_us": u64::try_from(cpu()?.saturating_sub(self.cpu).as_micros())?,
            "wall_us": u64::try_from(self.wall.elapsed().as_micros())?,
            "peak_kib": peak_kib()?,
            "count": count,
            "note": note,
        });
        Ok(line.to_string())
    }
}

/// The processor time of all threads of this process.
fn cpu() -> anyhow::Result<Duration> {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Ok(Duration::new(time.tv_sec.try_into()?, time.tv_nsec.try_into()?))
}

/// The peak memory of this process.
fn peak_kib() -> anyhow::Result<u64> {
    status("VmHWM:")
}

/// The memory of this process at present.
pub(crate) fn now_kib() -> anyhow::Result<u64> {
    status("VmRSS:")
}

fn status(name: &str) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status").context("memory is read from Linux's /proc")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("a line is missing there")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
