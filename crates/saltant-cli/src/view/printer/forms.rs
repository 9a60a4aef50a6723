//! The forms that need all things at once: tables, CSV and YAML.

use std::io;
use std::mem;

use jiff::Timestamp;
use serde_json::Value;

use super::Printer;
use crate::output::{self, styles};
use crate::table::{Cell, Table};
use crate::view::layout::Column;
use crate::view::{Format, Thing, cell};

/// How many columns a table has of a resource without a layout.
const COLUMNS: usize = 8;

impl Printer {
    /// The columns of a list: the chosen ones, those of the layout, or those that the things have.
    fn columns(&self, things: &[Thing], is_whole: bool) -> Vec<Column> {
        if !self.columns.is_empty() {
            return self.columns.clone();
        }
        if let (Some(layout), false) = (self.layout, is_whole) {
            let is_somewhere = |column: &Column| things.iter().any(|thing| thing.at(&column.path).is_some());
            let class = self.class.map(|_| Column::at("class"));
            let columns = layout.columns(self.format == Format::Wide).into_iter().chain(class);
            let columns: Vec<_> = columns.filter(is_somewhere).collect();
            if !columns.is_empty() {
                return columns;
            }
        }
        let mut paths: Vec<String> = Vec::new();
        for (path, value) in things.iter().flat_map(Thing::flat) {
            let is_shown = is_whole || !(value.is_array() || path.starts_with('_'));
            if is_shown && !paths.contains(&path) {
                paths.push(path);
            }
        }
        if self.format == Format::Table {
            paths.truncate(COLUMNS);
        }
        paths.iter().map(|path| Column::at(path)).collect()
    }

    pub(super) fn table(&mut self, things: &[Thing]) -> io::Result<()> {
        let now = Timestamp::now();
        let table = match things {
            [thing] if !self.is_list => match &thing.value {
                Value::Null => return self.styled("done\n"),
                Value::String(text) => return self.data(&format!("{}\n", text.trim_end_matches('\n'))),
                _ => self.block(thing, now),
            },
            [] => return self.styled("nothing found\n"),
            things => {
                let columns = self.columns(things, false);
                let mut table = Table::new(columns.iter().map(|column| match column.heading.as_str() {
                    "" => "VALUE",
                    heading => heading,
                }));
                for thing in things {
                    let value =
                        |path: &str| if path.is_empty() { Some(&thing.value) } else { thing.at(path) };
                    let cells = columns.iter().map(|column| cell::of(&column.path, value(&column.path), now));
                    table.row(cells.collect::<Vec<_>>());
                }
                table
            }
        };
        let fits = self.format == Format::Table && (self.is_list || things.len() > 1);
        self.styled(&table.text(output::columns().filter(|_| fits)))
    }

    /// A line for each key of a thing, and more where a text has several lines.
    fn block(&self, thing: &Thing, now: Timestamp) -> Table {
        let mut table = Table::without_headings();
        let all = if self.columns.is_empty() {
            thing.flat()
        } else {
            let value = |column: &Column| thing.at(&column.path).unwrap_or(&Value::Null);
            self.columns.iter().map(|column| (column.path.clone(), value(column))).collect()
        };
        for (path, value) in all {
            let mut name = path.as_str();
            for cell in cell::full(&path, value, now) {
                table.row([Cell::styled(mem::take(&mut name), styles::HEAD), cell]);
            }
        }
        table
    }

    pub(super) fn csv(&mut self, things: &[Thing]) -> io::Result<()> {
        let columns = self.columns(things, true);
        if columns.is_empty() {
            return Ok(());
        }
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(
            columns.iter().map(|column| if column.path.is_empty() { "value" } else { &column.path }),
        )?;
        for thing in things {
            let value = |path: &str| if path.is_empty() { Some(&thing.value) } else { thing.at(path) };
            let cell = |column: &Column| match value(&column.path) {
                Some(Value::String(text)) => text.clone(),
                None | Some(Value::Null) => String::new(),
                Some(other) => other.to_string(),
            };
            out.write_record(columns.iter().map(cell))?;
        }
        let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
        self.data(&String::from_utf8_lossy(&bytes))
    }

    pub(super) fn yaml(&mut self, things: &[Thing]) -> io::Result<()> {
        let chosen: Vec<_> = things.iter().map(|thing| self.chosen(thing)).collect::<Result<_, _>>()?;
        let plain: Vec<_> = chosen.iter().map(Thing::plain).collect();
        let text = match &plain[..] {
            [one] if !self.is_list => serde_saphyr::to_string(one),
            all => serde_saphyr::to_string(&all),
        };
        self.data(&text.map_err(io::Error::other)?)
    }
}
