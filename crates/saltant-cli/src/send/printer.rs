//! Prints items as they arrive.

use std::io;

use serde_json::Value;

use crate::output;

/// Prints items one per line, or as an array. The array is closed only after the last item.
#[derive(Debug)]
pub(crate) struct Printer {
    lines: bool,
    is_first: bool,
}

impl Printer {
    pub(crate) fn new(lines: bool) -> Self {
        Self { lines, is_first: true }
    }

    pub(crate) fn item(&mut self, item: &Value) -> io::Result<()> {
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
