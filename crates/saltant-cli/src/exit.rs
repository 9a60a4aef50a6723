//! Exit codes, and the errors that lead to them.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use saltant::{Error, ErrorKind};

use crate::output::{self, styles};

/// The exit codes, for `--help`.
pub(crate) const TABLE: &str = "\
Exit codes:
  0    success
  1    the service refused the request; the reason is on stderr
  2    wrong arguments or settings; nothing was sent
  3    the service could not be reached, or the time limit has passed
  4    a task instance that was waited for has failed
  130  interrupted";

/// The exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Success.
    Done = 0,
    /// The service answered with an error.
    Refused = 1,
    /// Wrong arguments or settings; nothing was sent.
    Usage = 2,
    /// The service could not be reached, or the time limit has passed.
    Unreached = 3,
    /// A task instance that was waited for has failed.
    Failed = 4,
    /// Interrupted by a signal.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Encode | ErrorKind::Usage => Self::Usage,
            ErrorKind::Connect
            | ErrorKind::Timeout(_)
            | ErrorKind::Transport
            | ErrorKind::OutcomeUnknown
            | ErrorKind::Deadline => Self::Unreached,
            ErrorKind::WaitFailed => Self::Failed,
            _ => Self::Refused,
        }
    }
}

/// The hint after a request with an effect whose outcome is not known.
const MAY_HAVE_HAPPENED: &str = "the request may have taken effect: check before you send it again";

/// Why the command ends early: an exit code, a message, and hints about what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    line: String,
    hints: Vec<String>,
}

impl Failure {
    /// A failure because of wrong arguments or settings.
    pub(crate) fn usage(line: impl Into<String>) -> Self {
        Self::new(Exit::Usage, line)
    }

    pub(crate) fn new(exit: Exit, line: impl Into<String>) -> Self {
        Self { exit, line: line.into(), hints: Vec::new() }
    }

    /// Adds a line about what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds, if it is an interrupt, that a request with an effect may have taken effect.
    pub(crate) fn during_write(self) -> Self {
        match self.exit {
            Exit::Interrupted => Self { line: "interrupted".to_owned(), ..self }.hint(MAY_HAVE_HAPPENED),
            _ => self,
        }
    }

    /// Prints the message and the hints on stderr and returns the exit code.
    pub(crate) fn report(self) -> Exit {
        if !self.line.is_empty() {
            let (error, hint) = (styles::ERROR, styles::HINT);
            let mut stderr = anstream::stderr().lock();
            // If stderr is closed, there is nowhere left to report it.
            let _ = writeln!(stderr, "{error}error{error:#}: {}", output::printable(&self.line));
            for text in &self.hints {
                let _ = writeln!(stderr, "{hint}hint{hint:#}: {}", output::printable(text));
            }
        }
        self.exit
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut line = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(source) = cause {
            let text = saltant::core::redact(&source.to_string()).into_owned();
            if !line.contains(&text) {
                line = format!("{line}: {text}");
            }
            cause = source.source();
        }
        let failure = Self::new(error.kind().into(), line);
        match error.kind() {
            ErrorKind::Auth => failure.hint("`saltant config show` prints where the token comes from"),
            ErrorKind::NotThisApi => {
                failure.hint("the address may be wrong; `saltant config show` prints where it comes from")
            }
            _ if error.may_have_happened() => failure.hint(MAY_HAVE_HAPPENED),
            _ => failure,
        }
    }
}

/// A reader that closes the pipe, such as `head`, is not an error: the command ends without a message.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Exit::Done, "");
        }
        Self::new(Exit::Refused, error.to_string())
    }
}

/// Prints a warning on stderr.
pub(crate) fn warn(line: impl Display) {
    let style = styles::WARNING;
    let line = output::printable(&line.to_string()).into_owned();
    let _ = writeln!(anstream::stderr(), "{style}warning{style:#}: {line}");
}

#[cfg(test)]
mod tests {
    use saltant::TimeoutKind;

    use super::*;

    #[test]
    fn the_table_has_every_exit_code() {
        for exit in [Exit::Done, Exit::Refused, Exit::Usage, Exit::Unreached, Exit::Failed, Exit::Interrupted]
        {
            assert!(TABLE.contains(&format!("\n  {:<5}", exit as u8)), "{exit:?}");
        }
    }

    #[test]
    fn each_kind_of_error_has_its_exit_code() {
        for (kind, exit) in [
            (ErrorKind::Api, Exit::Refused),
            (ErrorKind::Auth, Exit::Refused),
            (ErrorKind::NotThisApi, Exit::Refused),
            (ErrorKind::Usage, Exit::Usage),
            (ErrorKind::Encode, Exit::Usage),
            (ErrorKind::Connect, Exit::Unreached),
            (ErrorKind::Timeout(TimeoutKind::Total), Exit::Unreached),
            (ErrorKind::OutcomeUnknown, Exit::Unreached),
            (ErrorKind::Deadline, Exit::Unreached),
            (ErrorKind::WaitFailed, Exit::Failed),
        ] {
            assert_eq!(Exit::from(kind), exit, "{kind:?}");
        }
    }
}
