//! What is written where: results to stdout, everything about them to stderr.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;

/// The colours. They reach a terminal only, and none where `NO_COLOR` is set.
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

    /// The colour of a task's state.
    pub(crate) fn of_state(state: &str) -> Style {
        match state {
            "successful" => GOOD,
            "failed" => BAD,
            "terminated" => ODD,
            _ => PLAIN,
        }
    }
}

/// Standard output, without colours where it is no terminal.
pub(crate) fn stdout() -> impl Write {
    anstream::stdout().lock()
}

/// Whether a person is likely to read standard output.
pub(crate) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// How many columns a line of standard output may have; `None` if it is no terminal.
pub(crate) fn columns() -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked().filter(|_| stdout_is_terminal())?;
    Some(usize::from(columns).max(40))
}

/// Writes JSON and a line end: on one line, or for people to read.
pub(crate) fn json(value: &Value, pretty: bool) -> io::Result<()> {
    let mut out = stdout();
    let written = if pretty {
        serde_json::to_writer_pretty(&mut out, value)
    } else {
        serde_json::to_writer(&mut out, value)
    };
    written.map_err(io::Error::from)?;
    writeln!(out)
}

/// A text in which nothing moves the cursor or changes the terminal: names and messages come from a server.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn a_text_from_a_server_cannot_steer_the_terminal() {
        assert_eq!(printable("plain ü"), "plain ü");
        assert_eq!(printable("a\u{1b}[2Jb\r\nc\u{9b}d"), "a [2Jb  c d");
    }
}
