//! Exit codes, and the errors that lead to them.

use std::fmt::{self, Display, Write as _};
use std::io;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use saltant::catalog::{self, Entry};
use saltant::core::AuthUse;
use saltant::{Error, ErrorKind};

use crate::clean;
use crate::output::{self, styles};

/// The exit codes, for `--help`.
pub(crate) const TABLE: &str = "\
Exit codes:
  0    success
  1    the service refused the request; the reason is on stderr
  2    wrong arguments or settings; nothing was sent
  3    the service could not be reached, or the time limit has passed
  4    what was waited for has failed
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
    /// Whether a service has refused a name, a password or a code.
    is_refused_login: bool,
    /// Whether a service does not know what was asked for.
    is_not_found: bool,
}

impl Failure {
    /// A failure because of wrong arguments or settings.
    pub(crate) fn usage(line: impl Into<String>) -> Self {
        Self::new(Exit::Usage, line)
    }

    pub(crate) fn new(exit: Exit, line: impl Into<String>) -> Self {
        Self { exit, line: line.into(), hints: Vec::new(), is_refused_login: false, is_not_found: false }
    }

    /// Adds a line about what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Whether a service does not know what was asked for.
    pub(crate) fn is_not_found(&self) -> bool {
        self.is_not_found
    }

    /// Whether the arguments or settings are wrong.
    pub(crate) fn is_usage(&self) -> bool {
        self.exit == Exit::Usage
    }

    /// Whether the person has interrupted the command.
    pub(crate) fn is_interrupt(&self) -> bool {
        self.exit == Exit::Interrupted
    }

    /// Adds, if it is an interrupt, that a request with an effect may have taken effect.
    pub(crate) fn during_write(self) -> Self {
        self.if_interrupted(MAY_HAVE_HAPPENED)
    }

    /// Adds, if it is an interrupt, what can be done now.
    pub(crate) fn if_interrupted(self, hint: &str) -> Self {
        match self.exit {
            Exit::Interrupted => Self { line: "interrupted".to_owned(), ..self }.hint(hint),
            _ => self,
        }
    }

    /// Puts in front of the message what it is about.
    pub(crate) fn about(self, what: &str) -> Self {
        Self { line: format!("{what}: {}", self.line), ..self }
    }

    /// Adds, if the service has refused the user, where the name and the password come from.
    pub(crate) fn during_login(self, service: &str) -> Self {
        if !self.is_refused_login {
            return self;
        }
        self.hint(format!("`saltant config show {service}` prints where the name and the password come from"))
    }

    /// Prints the message and the hints on stderr and returns the exit code.
    pub(crate) fn report(self) -> Exit {
        if !self.line.is_empty() {
            let (error, hint) = (styles::ERROR, styles::HINT);
            let mut text = format!("{error}error{error:#}: {}\n", clean::line(&self.line));
            for line in &self.hints {
                let _ = writeln!(text, "{hint}hint{hint:#}: {}", clean::line(line));
            }
            output::message(&text);
        }
        self.exit
    }
}

/// The message without the hints.
impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure =
            Self { is_not_found: error.is_not_found(), ..Self::new(error.kind().into(), line(&error)) };
        let entry = error.operation().and_then(catalog::find);
        let failure = match error.kind() {
            // A login needs something else, such as a code, and says what.
            ErrorKind::Auth if entry.is_none() => failure,
            ErrorKind::Auth if entry.is_some_and(is_login) => Self { is_refused_login: true, ..failure },
            ErrorKind::Auth => {
                let service = entry.map_or("", |entry| entry.metadata.service());
                let show = format!("saltant config show {service}");
                failure.hint(format!("`{}` prints where the token comes from", show.trim_end()))
            }
            ErrorKind::NotThisApi if entry.is_some_and(is_for_agents) => {
                failure.hint("servers send this request to agents, and do not answer it themselves")
            }
            ErrorKind::NotThisApi if !failure.line.contains("the answer is empty") => {
                failure.hint("the address may be wrong; `saltant config show` prints where it comes from")
            }
            ErrorKind::Api if failure.line.contains("Enter a valid date/time") => {
                failure.hint("a time is written as 2026-11-21T10:20:00Z")
            }
            _ => failure,
        };
        if error.may_have_happened() { failure.hint(MAY_HAVE_HAPPENED) } else { failure }
    }
}

/// Whether this request proves who the user is by something else than a token.
fn is_login(entry: &Entry) -> bool {
    matches!(entry.metadata.auth, AuthUse::None | AuthUse::Application)
}

/// Whether only servers send this request.
fn is_for_agents(entry: &Entry) -> bool {
    entry.doc.contains("A call of the server to ")
}

/// The error and its causes in a line, without the words that the hint about the outcome repeats.
fn line(error: &Error) -> String {
    let mut cause = std::error::Error::source(error);
    let mut line = match cause.and_then(|cause| cause.downcast_ref::<Error>()) {
        Some(told) if error.kind() == ErrorKind::OutcomeUnknown => {
            cause = std::error::Error::source(told);
            match (told.operation(), error.operation()) {
                (None, Some(operation)) => format!("{operation}: {told}"),
                _ => told.to_string(),
            }
        }
        _ => error.to_string(),
    };
    if let Some(short) = line.strip_suffix("; the request may have taken effect") {
        line = short.to_owned();
    }
    while let Some(source) = cause {
        let text = saltant::core::redact(&source.to_string()).into_owned();
        if !line.contains(&text) {
            line = format!("{line}: {text}");
        }
        cause = source.source();
    }
    line
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

/// Flags that nobody is to take for a similar one that was meant.
const DANGEROUS: &[&str] = &["--allow-http", "--insecure", "--trust", "--token", "--yes"];

/// Prints what is wrong with the command line, or the help or version that was asked for.
pub(crate) fn unparsed(mut error: clap::Error) -> Exit {
    if let Some(ContextValue::String(flag)) = error.get(ContextKind::SuggestedArg)
        && DANGEROUS.contains(&flag.as_str())
    {
        // The usage repeats the flag.
        error.remove(ContextKind::SuggestedArg);
        error.remove(ContextKind::Usage);
    }
    if error.use_stderr() {
        output::message(&error.render().ansi().to_string());
        return Exit::Usage;
    }
    let _ = error.print();
    Exit::Done
}

/// Prints a warning on stderr.
pub(crate) fn warn(line: impl Display) {
    let style = styles::WARNING;
    output::message(&format!("{style}warning{style:#}: {}\n", clean::line(&line.to_string())));
}

/// Prints on stderr what can be done.
pub(crate) fn hint(line: impl Display) {
    let style = styles::HINT;
    output::message(&format!("{style}hint{style:#}: {}\n", clean::line(&line.to_string())));
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
    fn requests_for_agents_are_known_by_their_description() {
        let names: Vec<_> = catalog::entries()
            .filter(|entry| is_for_agents(entry))
            .map(|entry| entry.metadata.name)
            .collect();
        assert_eq!(names.len(), 10, "{names:?}");
    }

    #[test]
    fn only_a_page_has_a_hint_about_the_address() {
        let failure = |text: &str, operation| {
            Failure::from(Error::new(ErrorKind::NotThisApi, text).with_operation(operation)).hints
        };
        assert!(
            failure("the answer is a page", "saltant.users.list")[0].contains("the address may be wrong")
        );
        assert!(failure("the answer is empty", "saltant.users.list").is_empty());
        assert!(failure("404: Not Found", "inmanta.v1.get_status")[0].contains("to agents"));
    }

    #[test]
    fn only_a_refused_token_has_a_hint_about_the_token() {
        let failure = |operation| {
            Failure::from(Error::new(ErrorKind::Auth, "refused").with_operation(operation))
                .during_login("vantage6")
                .hints
        };
        let token = "`saltant config show vantage6` prints where the token comes from";
        assert_eq!(failure("vantage6.task.list"), [token]);
        let password = "`saltant config show vantage6` prints where the name and the password come from";
        assert_eq!(failure("vantage6.token.obtain"), [password]);
        assert!(failure("vantage6.authenticate").is_empty(), "it has the words of a code that is needed");
    }

    #[test]
    fn a_missing_permission_has_no_hint_about_the_token() {
        for (operation, status, body) in [
            (
                "saltant.users.list",
                403,
                r#"{"detail": "You do not have permission to perform this action."}"#,
            ),
            ("vantage6.task.list", 401, r#"{"msg": "You lack the permission to do that!"}"#),
            ("vantage6.run.update", 401, r#"{"msg": "This is not your algorithm run to PATCH!"}"#),
            ("inmanta.environment_list", 403, r#"{"message": "Access denied: Can not pause agents"}"#),
            ("agave.jobs.list", 403, r#"{"status": "error", "message": "User does not have access"}"#),
            ("astakos.get_quotas", 403, r#"{"forbidden": {"code": 403, "message": "Not allowed"}}"#),
        ] {
            let answer = saltant::core::http::Response::builder().status(status);
            let answer = answer.header("content-type", "application/json").body(body.into()).unwrap();
            let entry = catalog::find(operation).unwrap_or_else(|| panic!("{operation}"));
            let error = entry.metadata.error_of(&answer);
            assert!(error.is_forbidden() && !error.is_auth(), "{error:?}");
            assert!(Failure::from(error).hints.is_empty(), "{operation}");
        }
    }

    #[test]
    fn a_time_in_another_form_has_a_hint_about_the_form() {
        let api = saltant::ApiError::new("Enter a valid date/time.");
        let status = saltant::core::http::StatusCode::BAD_REQUEST;
        let failure = Failure::from(Error::from_api(ErrorKind::Api, status, api));
        assert_eq!(failure.hints, ["a time is written as 2026-11-21T10:20:00Z"]);
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
