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

/// Runs a command to its end, or until it is to stop; `stopping` is called once it was asked to.
///
/// The command has its words, environment and output files; its input is empty. What it leaves running in its
/// process group is killed when it has ended, and all of it when the future is dropped.
pub(crate) async fn run(mut command: Command, stop: &Notify, stopping: impl FnOnce()) -> io::Result<End> {
    command.stdin(Stdio::null()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut group = Group(command.spawn()?);
    let stopped = tokio::select! {
        ended = group.ended() => {
            ended?;
            false
        }
        () = stop.notified() => true,
    };
    if stopped {
        group.signal(Signal::Terminate);
        stopping();
        if let Ok(ended) = tokio::time::timeout(GRACE, group.ended()).await {
            ended?;
        }
    }
    group.signal(Signal::Kill);
    let status = group.0.wait().await?;
    Ok(if stopped { End::Stopped } else { End::Exit(status) })
}

#[derive(Clone, Copy)]
enum Signal {
    Terminate,
    Kill,
}

/// A child that leads a process group. Until the child has been waited for, the number of the group belongs to
/// no other process, so signals go to the right ones.
struct Group(Child);

#[cfg(unix)]
impl Group {
    /// Waits until the leader has ended, and leaves it to be waited for.
    async fn ended(&mut self) -> io::Result<()> {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        use tokio::signal::unix::{SignalKind, signal};

        let mut children = signal(SignalKind::child())?;
        let Some(leader) = self.leader() else { return Ok(()) };
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // A failure means that something else has waited for the leader.
        while let Ok(None) = waitid(WaitId::Pid(leader), options) {
            children.recv().await;
        }
        Ok(())
    }

    fn signal(&self, signal: Signal) {
        let Some(leader) = self.leader() else { return };
        let signal = match signal {
            Signal::Terminate => rustix::process::Signal::TERM,
            Signal::Kill => rustix::process::Signal::KILL,
        };
        // The group may just have ended by itself.
        let _ = rustix::process::kill_process_group(leader, signal);
    }

    fn leader(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(self.0.id()?.try_into().ok()?)
    }
}

/// This system has no process groups: only the process itself is stopped.
#[cfg(not(unix))]
impl Group {
    async fn ended(&mut self) -> io::Result<()> {
        self.0.wait().await.map(drop)
    }

    fn signal(&mut self, _: Signal) {
        let _ = self.0.start_kill();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::Kill);
    }
}
