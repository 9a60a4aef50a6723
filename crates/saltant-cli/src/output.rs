//! Standard output and standard error, and colours. What a server sent passes through here or through
//! [`clean`].

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

use anstream::ColorChoice;
use anstream::adapter::strip_str;
use serde_json::Value;

use crate::clean;

/// Colours. They are printed on a terminal only, and not if `NO_COLOR` is set.
pub(crate) mod styles {
    use clap::builder::styling::{AnsiColor, Color, Style};

    const fn colour(colour: AnsiColor) -> Style {
        Style::new().fg_color(Some(Color::Ansi(colour)))
    }

    pub(crate) const PLAIN: Style = Style::new();
    pub(crate) const HEAD: Style = Style::new().bold();
    pub(crate) const FAINT: Style = Style::new().dimmed();
    pub(crate) const GOOD: Style = colour(AnsiColor::Green);
    pub(crate) const BAD: Style = colour(AnsiColor::Red);
    pub(crate) const ODD: Style = colour(AnsiColor::Yellow);
    pub(crate) const ERROR: Style = BAD.bold();
    pub(crate) const WARNING: Style = ODD.bold();
    pub(crate) const HINT: Style = colour(AnsiColor::Cyan).bold();

    /// What states of things are called that are well, of all services.
    const GOOD_STATES: &[&str] = &[
        "successful",
        "completed",
        "success",
        "true",
        "finished",
        "online",
        "up",
        "ready",
        "deployed",
        "available",
        "complete",
        "active",
        "accepted",
        "nochange",
    ];
    /// What has failed.
    const BAD_STATES: &[&str] = &[
        "failed",
        "crashed",
        "start failed",
        "unavailable",
        "error",
        "critical",
        "false",
        "denied",
        "down",
        "offline",
        "unknown error",
        "non-existing docker image",
        "archiving_failed",
        "not allowed",
    ];
    /// What was stopped, or waits for somebody.
    const ODD_STATES: &[&str] = &[
        "terminated",
        "killed",
        "killed by user",
        "stopped",
        "paused",
        "skipped",
        "cancelled",
        "suspended",
        "warning",
        "skipped_for_undefined",
        "undefined",
        "blocked",
    ];

    /// The colour of the state of a thing.
    pub(crate) fn of_state(state: &str) -> Style {
        let rows = [(GOOD, GOOD_STATES), (BAD, BAD_STATES), (ODD, ODD_STATES)];
        let is_in = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(state));
        rows.into_iter().find(|(_, words)| is_in(words)).map_or(PLAIN, |(style, _)| style)
    }
}

/// Standard output for text of our own, with colours; they are removed if it is not a terminal.
///
/// Text from a server has to be [`clean`] or goes through [`data`].
pub(crate) fn stdout() -> impl Write {
    anstream::stdout().lock()
}

/// Whether standard output is a terminal.
pub(crate) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The width of the terminal in columns; `None` if standard output is not a terminal.
pub(crate) fn columns() -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked().filter(|_| stdout_is_terminal())?;
    Some(usize::from(columns).max(40))
}

/// The height of the terminal in lines; `None` if standard output is not a terminal.
pub(crate) fn rows() -> Option<usize> {
    let (rows, _) = console::Term::stdout().size_checked().filter(|_| stdout_is_terminal())?;
    Some(usize::from(rows))
}

/// Writes data to standard output: unchanged, or escaped on a terminal.
pub(crate) fn data(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(safe(text).as_bytes())
}

/// Data as standard output gets it: unchanged, or escaped on a terminal.
pub(crate) fn safe(text: &str) -> Cow<'_, str> {
    if stdout_is_terminal() { clean::escaped(text) } else { Cow::Borrowed(text) }
}

/// Writes bytes to standard output, unchanged. It is not for a terminal.
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<()> {
    io::stdout().lock().write_all(bytes)
}

/// Writes JSON and a line end, on one line or indented.
pub(crate) fn json(value: &Value, pretty: bool) -> io::Result<()> {
    let written = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let mut text = written.map_err(io::Error::from)?;
    text.push('\n');
    data(&text)
}

/// Writes whole lines to standard error in one piece, so that the lines of several commands do not mix.
///
/// The text may have colours; they are removed if standard error is not a terminal. If standard error is
/// closed, there is nowhere left to report it.
pub(crate) fn message(text: &str) {
    let mut stderr = anstream::stderr();
    let _ = match stderr.current_choice() {
        ColorChoice::Never => io::stderr().lock().write_all(strip_str(text).to_string().as_bytes()),
        _ => stderr.write_all(text.as_bytes()),
    };
}
