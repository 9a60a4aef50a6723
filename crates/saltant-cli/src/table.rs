//! Tables with aligned columns, cut to the width of the terminal if there is one.

use std::io::{self, Write};

use clap::builder::styling::Style;

use crate::clean;
use crate::output::{self, styles};

/// A table: a line of headings, and rows with one cell for each heading.
#[derive(Debug)]
pub(crate) struct Table {
    headings: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// The text and style of a cell. Control characters in the text are replaced.
#[derive(Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// A cell with a style.
    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { text: clean::line(&text.into()).into_owned(), style }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::styled(text, styles::PLAIN)
    }
}

/// The space between two columns.
const GAP: &str = "  ";

impl Table {
    pub(crate) fn new(headings: impl Into<Vec<&'static str>>) -> Self {
        Self { headings: headings.into(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table to standard output.
    pub(crate) fn print(&self) -> io::Result<()> {
        self.write(&mut output::stdout(), output::columns())
    }

    fn write(&self, out: &mut impl Write, columns: Option<usize>) -> io::Result<()> {
        let widths: Vec<usize> = (0..self.headings.len()).map(|column| self.width(column)).collect();
        let headings = self.headings.iter().map(|text| (*text, styles::HEAD));
        write_line(out, headings, &widths, columns)?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| (cell.text.as_str(), cell.style));
            write_line(out, cells, &widths, columns)?;
        }
        Ok(())
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.as_str());
        let heading = self.headings.get(column).copied();
        cells.chain(heading).map(console::measure_text_width).max().unwrap_or(0)
    }
}

fn write_line<'a>(
    out: &mut impl Write,
    cells: impl Iterator<Item = (&'a str, Style)>,
    widths: &[usize],
    columns: Option<usize>,
) -> io::Result<()> {
    let cells: Vec<_> = cells.collect();
    let last = cells.iter().rposition(|(text, _)| !text.is_empty()).unwrap_or(0);
    let mut left = columns.unwrap_or(usize::MAX);
    for (column, (text, style)) in cells.into_iter().enumerate().take(last + 1) {
        if left == 0 {
            break;
        }
        let text = console::truncate_str(text, left, "…");
        write!(out, "{style}{text}{style:#}")?;
        let width = console::measure_text_width(&text);
        if column < last {
            let padding = (widths[column].saturating_sub(width) + GAP.len()).min(left - width);
            write!(out, "{:padding$}", "")?;
            left -= width + padding;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(table: &Table, columns: Option<usize>) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        table.write(&mut out, columns).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn columns_are_aligned_by_their_width_on_screen() {
        let mut table = Table::new(["NAME", "N", "REST"]);
        table.row(["寿司".into(), Cell::styled("10", styles::GOOD), "x".into()]);
        table.row(["abcdef".into(), "7".into(), "a longer one".into()]);
        assert_eq!(text(&table, None), "NAME    N   REST\n寿司    10  x\nabcdef  7   a longer one\n");
    }

    #[test]
    fn a_line_is_no_longer_than_the_terminal() {
        let mut table = Table::new(["NAME", "N", "REST"]);
        table.row(["abcdef".into(), "7".into(), "a longer one".into()]);
        assert_eq!(text(&table, Some(15)), "NAME    N  REST\nabcdef  7  a l…\n");
        assert_eq!(text(&table, Some(4)), "NAME\nabc…\n");
    }

    #[test]
    fn a_cell_is_one_line() {
        let mut table = Table::new(["A"]);
        table.row(["one\ntwo".into()]);
        assert_eq!(text(&table, None), "A\none two\n");
    }

    #[test]
    fn a_line_does_not_end_in_spaces() {
        let mut table = Table::new(["A", "B"]);
        table.row(["one".into(), "".into()]);
        assert_eq!(text(&table, None), "A    B\none\n");
    }
}
