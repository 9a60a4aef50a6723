//! The command on a pseudo-terminal.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// How long a text or the end of a command is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A pseudo-terminal of 100 columns with a command on it.
pub(crate) struct Terminal {
    pub(crate) child: Child,
    /// The side of the person.
    keyboard: File,
    /// The side of the command. While it is open, the terminal exists.
    screen: File,
    pub(crate) seen: String,
}

impl Terminal {
    /// Starts a command with the terminal as its input, output and errors.
    pub(crate) fn start(command: Command) -> Self {
        Self::start_with(command, None)
    }

    /// Starts a command with the terminal as its output only.
    pub(crate) fn start_output(command: Command, stderr: Stdio) -> Self {
        Self::start_with(command, Some(stderr))
    }

    fn start_with(mut command: Command, stderr: Option<Stdio>) -> Self {
        let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&keyboard).unwrap();
        unlockpt(&keyboard).unwrap();
        let path = ptsname(&keyboard, Vec::new()).unwrap().into_string().unwrap();
        let screen = File::options().read(true).write(true).open(path).unwrap();
        let size = Winsize { ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&screen, size).unwrap();
        let end = || Stdio::from(OwnedFd::from(screen.try_clone().unwrap()));
        command.stdin(if stderr.is_some() { Stdio::null() } else { end() });
        command.stdout(end()).stderr(stderr.unwrap_or_else(end)).env("TERM", "xterm").env_remove("COLUMNS");
        let child = command.spawn().unwrap();
        Self { child, keyboard: keyboard.into(), screen, seen: String::new() }
    }

    /// Reads until the text has been shown, for [`PATIENCE`] at most.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let started = Instant::now();
        while !self.seen.contains(text) {
            assert!(started.elapsed() < PATIENCE, "{text:?} was not shown, but {:?}", self.last());
            self.read();
        }
    }

    /// What was shown last.
    fn last(&self) -> String {
        let from = self.seen.chars().count().saturating_sub(2000);
        self.seen.chars().skip(from).collect()
    }

    /// Reads what is there, or waits for a moment.
    fn read(&mut self) {
        let moment = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        // A signal, such as that of a child that has ended, is no failure.
        let ready = poll(&mut [PollFd::new(&self.keyboard, PollFlags::IN)], Some(&moment));
        if ready.is_ok_and(|ready| ready > 0) {
            let mut bytes = [0; 4096];
            let read = self.keyboard.read(&mut bytes).unwrap();
            self.seen += &String::from_utf8_lossy(&bytes[..read]);
        }
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        std::io::Write::write_all(&mut self.keyboard, text.as_bytes()).unwrap();
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Whether the terminal shows what is typed.
    pub(crate) fn shows_what_is_typed(&self) -> bool {
        tcgetattr(&self.screen).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// Waits for the end, and returns the exit code and all that was shown.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        const END: &str = "(the end)";
        let started = Instant::now();
        let code = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.code();
            }
            assert!(started.elapsed() < PATIENCE, "the command does not end: {:?}", self.last());
            // A command whose terminal is full would wait for a reader.
            self.read();
        };
        std::io::Write::write_all(&mut self.screen, END.as_bytes()).unwrap();
        self.wait_for(END);
        (code, self.seen.replace(END, ""))
    }
}
