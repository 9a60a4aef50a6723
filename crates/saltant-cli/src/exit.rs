//! How the command ends: the one table of exit codes, and what belongs to which.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use saltant::{Error, ErrorKind};

use crate::output::{self, styles};

/// The exit codes, for `--help`.
pub(crate) const TABLE: &str = "\
Exit codes:
  0    done
  1    the API said no; its reason is on stderr
  2    wrong use: nothing was sent
  3    not reached, or not done in time
  4    what was waited for has failed
  130  interrupted";

/// How the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// The API answered, and not with what was asked for.
    Refused = 1,
    /// Wrong use; nothing was sent.
    Usage = 2,
    /// Not reached, or not done in time.
    Unreached = 3,
    /// What was waited for has failed.
    Failed = 4,
    /// Interrupted from the keyboard.
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

/// Why the command cannot go on: an exit code, a line, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    line: String,
    hints: Vec<String>,
}

impl Failure {
    /// Wrong use.
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

    /// Says what happened on stderr and gives the exit code.
    pub(crate) fn report(self) -> Exit {
        if !self.line.is_empty() {
            let (error, hint) = (styles::ERROR, styles::HINT);
            let mut stderr = anstream::stderr().lock();
            // Nobody is left to tell if this fails.
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
            ErrorKind::Auth => failure.hint("`saltant config show` tells where the token comes from"),
            ErrorKind::NotThisApi => {
                failure.hint("the address may be wrong; `saltant config show` tells where it comes from")
            }
            ErrorKind::OutcomeUnknown => failure.hint("it may have happened: look before sending it again"),
            _ => failure,
        }
    }
}

/// A reader that went away, such as `head`, has what it wanted: the command ends without a word.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Exit::Done, "");
        }
        Self::new(Exit::Refused, error.to_string())
    }
}

/// Says on stderr what is odd but stops nothing.
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
    fn the_table_says_what_the_codes_are() {
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
