//! The output that scripts of `saltant call` and `saltant api` rely on.

use std::io;

use serde_json::Value;

use super::download;
use crate::exit::Failure;
use crate::output;

/// How answers are printed, unless the flags of the output say otherwise.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct PlainArgs {
    /// Print the answer on one line; with --all, one item per line
    #[arg(long, conflicts_with = "output")]
    lines: bool,
}

impl PlainArgs {
    /// Prints an answer.
    pub(crate) fn print(&self, answer: &Value) -> io::Result<()> {
        output::json(answer, !self.lines)
    }

    /// Prints an answer as it came; JSON on one line if asked for, and readable on a terminal.
    pub(crate) fn print_bytes(&self, body: &[u8]) -> Result<(), Failure> {
        if !self.lines && !output::stdout_is_terminal() {
            return Ok(output::bytes(body)?);
        }
        match serde_json::from_slice(body) {
            Ok(value) => Ok(self.print(&value)?),
            Err(_) => download::print_whole(body),
        }
    }

    /// For a list that comes in pages.
    pub(crate) fn items(&self) -> Items {
        Items { lines: self.lines, is_first: true }
    }
}

/// Prints items as they arrive, one per line or as an array. The array is closed only after the last item.
#[derive(Debug)]
pub(crate) struct Items {
    lines: bool,
    is_first: bool,
}

impl Items {
    pub(crate) fn print(&mut self, item: &Value) -> io::Result<()> {
        let (before, after) = match (self.lines, self.is_first) {
            (true, _) => ("", "\n"),
            (false, true) => ("[\n", ""),
            (false, false) => (",\n", ""),
        };
        self.is_first = false;
        output::data(&format!("{before}{item}{after}"))
    }

    /// After the last item.
    pub(crate) fn end(self) -> io::Result<()> {
        match (self.lines, self.is_first) {
            (true, _) => Ok(()),
            (false, true) => output::data("[]\n"),
            (false, false) => output::data("\n]\n"),
        }
    }
}
