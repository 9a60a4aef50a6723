//! The async runtime, which only some commands start.

use std::future::Future;
use std::io;

use tokio::runtime::Builder;

use crate::exit::{Exit, Failure};

/// Runs a client on this thread until it has finished or is interrupted.
pub(crate) fn client<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    Builder::new_current_thread().enable_all().build()?.block_on(until_interrupted(work))
}

/// Runs a server on as many threads as there are processors. `work` has to handle interrupts itself.
pub(crate) fn server<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Waits for work until it has finished or is interrupted.
///
/// An interrupt drops the work instead of ending the process: so a server kills its jobs, and a progress bar
/// is cleared.
pub(crate) async fn until_interrupted<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let mut interrupts = Interrupts::new()?;
    tokio::select! {
        done = work => done,
        () = interrupts.next() => Err(Failure::new(Exit::Interrupted, "")),
    }
}

/// The signals SIGINT, SIGTERM and SIGHUP. Once this exists, they no longer end the process by themselves.
#[cfg(unix)]
pub(crate) struct Interrupts {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// `None` under `nohup`, which asks to go on when the terminal is closed.
    hangup: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Interrupts {
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        let hangup = if hangup_is_ignored() { None } else { Some(signal(SignalKind::hangup())?) };
        Ok(Self { interrupt: signal(interrupt)?, terminate: signal(terminate)?, hangup })
    }

    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            Some(()) = async { self.hangup.as_mut()?.recv().await } => {}
        }
    }
}

/// Whether this process was started to ignore SIGHUP. Only Linux tells.
#[cfg(unix)]
fn hangup_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The lowest bit is that of signal 1.
    ignored.is_some_and(|mask| mask & 1 == 1)
}

/// Ctrl-C on the keyboard. Once this exists, it no longer ends the process by itself.
#[cfg(windows)]
pub(crate) struct Interrupts(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Interrupts {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(tokio::signal::windows::ctrl_c()?))
    }

    pub(crate) async fn next(&mut self) {
        self.0.recv().await;
    }
}
