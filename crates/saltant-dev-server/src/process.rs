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
pub(crate) async fn run(command: Command, stop: &Notify, stopping: impl FnOnce()) -> io::Result<End> {
    Ok(run_measured(command, stop, stopping).await?.0)
}

/// Does the same as [`run`], and returns the processor time of the command and of what it has waited for, too.
pub(crate) async fn run_measured(
    mut command: Command,
    stop: &Notify,
    stopping: impl FnOnce(),
) -> io::Result<(End, Duration)> {
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
    let time = group.0.id().map_or(Duration::ZERO, process_time);
    let status = group.0.wait().await?;
    Ok((if stopped { End::Stopped } else { End::Exit(status) }, time))
}

/// The processor time of a process that has not been waited for, and of the children that it has waited for.
#[cfg(target_os = "linux")]
fn process_time(id: u32) -> Duration {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{id}/{name}")).unwrap_or_default();
    let stat = read("stat");
    // The name of the program, in parentheses, may hold spaces.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: Vec<u64> = fields.skip(11).take(4).filter_map(|field| field.parse().ok()).collect();
    let [user, system, children_user, children_system] = ticks[..] else { return Duration::ZERO };
    let per_second = rustix::param::clock_ticks_per_second().max(1);
    let time = |ticks: u64| Duration::from_nanos(ticks.saturating_mul(1_000_000_000 / per_second));
    // A tick is long for a short program. This count is finer, but of the first thread only.
    let fine = read("schedstat").split_whitespace().next().and_then(|text| text.parse().ok());
    time(user + system).max(Duration::from_nanos(fine.unwrap_or(0))) + time(children_user + children_system)
}

/// It is not counted on this system.
#[cfg(not(target_os = "linux"))]
fn process_time(_: u32) -> Duration {
    Duration::ZERO
}

/// Calls a function; returns the processor time of this thread for it, too.
#[cfg(unix)]
pub(crate) fn thread_time<T>(function: impl FnOnce() -> T) -> (T, Duration) {
    use rustix::time::{ClockId, clock_gettime};

    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default();
    let before = now();
    let output = function();
    (output, now().saturating_sub(before))
}

/// It is not counted on this system.
#[cfg(not(unix))]
pub(crate) fn thread_time<T>(function: impl FnOnce() -> T) -> (T, Duration) {
    (function(), Duration::ZERO)
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
