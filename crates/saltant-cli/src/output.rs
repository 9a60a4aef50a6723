//! Standard output, colours, and text that is safe to print on a terminal.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;

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

/// Standard output; colours are removed if it is not a terminal.
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

/// Writes JSON and a line end, on one line or indented.
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

/// The text with a space for each control character.
///
/// Names and messages come from a server, which must not control the terminal.
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
    fn a_text_from_a_server_cannot_control_the_terminal() {
        assert_eq!(printable("plain ü"), "plain ü");
        assert_eq!(printable("a\u{1b}[2Jb\r\nc\u{9b}d"), "a [2Jb  c d");
    }
}
