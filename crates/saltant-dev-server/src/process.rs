//! A command as a process group of its own, which can be stopped as a whole.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::sync::Notify;

/// How a process ended.
#[derive(Debug)]
pub(crate) enum End {
    Exit(ExitStatus),
    /// Stopped on request.
    Stopped,
}

/// How long a process may take to end after it was asked to; then it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a command to its end, or until it is to stop. Dropping the future kills the process group.
///
/// The command has its words, environment and output files; its input is empty.
pub(crate) async fn run(mut command: Command, stop: &Notify) -> io::Result<End> {
    command.stdin(Stdio::null()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut group = Group(command.spawn()?);
    tokio::select! {
        status = group.0.wait() => return Ok(End::Exit(status?)),
        () = stop.notified() => {}
    }
    group.signal(Signal::Terminate);
    if tokio::time::timeout(GRACE, group.0.wait()).await.is_err() {
        group.signal(Signal::Kill);
        group.0.wait().await?;
    }
    Ok(End::Stopped)
}

#[derive(Clone, Copy)]
enum Signal {
    Terminate,
    Kill,
}

/// A child that leads a process group, which does not outlive this value while the child runs.
struct Group(Child);

impl Group {
    /// Sends a signal to the group, as long as its leader has not been waited for: after that, the number may
    /// belong to another process.
    #[cfg(unix)]
    fn signal(&self, signal: Signal) {
        let Some(leader) = self.0.id().and_then(|id| i32::try_from(id).ok()) else { return };
        let Some(leader) = rustix::process::Pid::from_raw(leader) else { return };
        let signal = match signal {
            Signal::Terminate => rustix::process::Signal::TERM,
            Signal::Kill => rustix::process::Signal::KILL,
        };
        // The group may just have ended by itself.
        let _ = rustix::process::kill_process_group(leader, signal);
    }

    #[cfg(not(unix))]
    fn signal(&mut self, _: Signal) {
        // This system has no process groups: only the process itself is stopped.
        let _ = self.0.start_kill();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::Kill);
    }
}
