//! Time and memory of this process, as the system counts them.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

/// The state when a work begins.
pub(crate) struct Snapshot {
    cpu: Duration,
    wall: Instant,
}

impl Snapshot {
    pub(crate) fn take() -> anyhow::Result<Self> {
        Ok(Self { cpu: cpu()?, wall: Instant::now() })
    }

    /// What has happened since, as a line of JSON.
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

/// What all threads of this process have computed for.
fn cpu() -> anyhow::Result<Duration> {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Ok(Duration::new(time.tv_sec.try_into()?, time.tv_nsec.try_into()?))
}

/// The most memory that this process has held.
fn peak_kib() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status").context("memory is read from Linux's /proc")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
