//! Tables with aligned columns, fitted to the width of the terminal if there is one.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::builder::styling::Style;

use crate::clean;
use crate::output::{self, styles};

/// A table: a line of headings, unless it has none, and rows of cells.
#[derive(Debug)]
pub(crate) struct Table {
    headings: Vec<String>,
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

/// The least width of a column that is made narrower to fit.
const LEAST: usize = 6;

impl Table {
    pub(crate) fn new<T: Into<String>>(headings: impl IntoIterator<Item = T>) -> Self {
        Self { headings: headings.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    pub(crate) fn without_headings() -> Self {
        Self { headings: Vec::new(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// Writes the table to standard output.
    pub(crate) fn print(&self) -> io::Result<()> {
        output::stdout().write_all(self.text(output::columns()).as_bytes())
    }

    /// The table as a text with colours, for a terminal with so many columns.
    pub(crate) fn text(&self, columns: Option<usize>) -> String {
        let widths = self.widths(columns);
        let mut text = String::new();
        if !self.headings.is_empty() {
            let headings = self.headings.iter().map(|text| (text.as_str(), styles::HEAD));
            add_line(&mut text, headings, &widths, columns);
        }
        for row in &self.rows {
            let cells = row.iter().map(|cell| (cell.text.as_str(), cell.style));
            add_line(&mut text, cells, &widths, columns);
        }
        text
    }

    /// The widths of the columns. The widest are made narrower until the table fits, but not the first one,
    /// which has the id.
    fn widths(&self, columns: Option<usize>) -> Vec<usize> {
        let count = self.rows.iter().map(Vec::len).chain([self.headings.len()]).max().unwrap_or(0);
        let mut widths: Vec<usize> = (0..count).map(|column| self.width(column)).collect();
        let whole = widths.iter().sum::<usize>() + GAP.len() * count.saturating_sub(1);
        let mut over = whole.saturating_sub(columns.unwrap_or(usize::MAX));
        while over > 0 {
            let narrower = widths.iter_mut().skip(1).filter(|width| **width > LEAST);
            let Some(widest) = narrower.max_by_key(|width| **width) else { break };
            *widest -= 1;
            over -= 1;
        }
        widths
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.as_str());
        let heading = self.headings.get(column).map(String::as_str);
        cells.chain(heading).map(console::measure_text_width).max().unwrap_or(0)
    }
}

fn add_line<'a>(
    out: &mut String,
    cells: impl Iterator<Item = (&'a str, Style)>,
    widths: &[usize],
    columns: Option<usize>,
) {
    let cells: Vec<_> = cells.collect();
    let last = cells.iter().rposition(|(text, _)| !text.is_empty()).unwrap_or(0);
    let mut left = columns.unwrap_or(usize::MAX);
    for (column, (text, style)) in cells.into_iter().enumerate().take(last + 1) {
        if left == 0 {
            break;
        }
        let text = console::truncate_str(text, left.min(widths[column]), "…");
        let _ = write!(out, "{style}{text}{style:#}");
        let width = console::measure_text_width(&text);
        if column < last {
            let padding = (widths[column].saturating_sub(width) + GAP.len()).min(left - width);
            let _ = write!(out, "{:padding$}", "");
            left -= width + padding;
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(table: &Table, columns: Option<usize>) -> String {
        anstream::adapter::strip_str(&table.text(columns)).to_string()
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
    fn the_widest_columns_get_narrower_but_not_the_first() {
        let mut table = Table::new(["ID", "NAME", "STATE", "TEXT"]);
        table.row(["0123456789".into(), "a name of some length".into(), "up".into(), "a text".into()]);
        assert_eq!(
            text(&table, Some(36)),
            "ID          NAME       STATE  TEXT\n0123456789  a name o…  up     a text\n"
        );
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
