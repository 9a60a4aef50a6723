//! Prints what a service has answered, in the form that was asked for.

use std::cmp::Ordering;
use std::io;
use std::mem;

use saltant::catalog::{AnswerKind, AnyList, Entry};
use saltant::http::Items;
use serde::Serialize;
use serde_json::Value;

use super::layout::{Column, Layout};
use super::{Format, Thing, ViewArgs, WatchArgs, cell};
use crate::exit::{self, Failure};
use crate::output;
use crate::view;

mod forms;

/// The keys that may have the id of a thing without a layout.
const IDS: &[&str] = &["uuid", "id", "name", "username"];

/// Prints things as they come, or after the last of them where the form needs all.
#[derive(Debug)]
pub(crate) struct Printer {
    format: Format,
    /// How many things of a list are printed.
    most: usize,
    /// Whether somebody has said how many.
    is_limited: bool,
    columns: Vec<Column>,
    sort: Option<(Column, Ordering)>,
    layout: Option<Layout>,
    is_list: bool,
    /// The class of the things that come, if the list has several.
    class: Option<&'static str>,
    held: Vec<Thing>,
    /// How many things of lists have come.
    taken: usize,
    printed: usize,
    /// Whether the service has answered at all.
    is_answered: bool,
    /// Whether the list goes on.
    has_more: bool,
    screen: Screen,
}

/// Where the text goes.
#[derive(Debug)]
enum Screen {
    /// To standard output at once.
    Direct,
    /// Here, until it is drawn as a whole.
    Held(String),
}

impl Printer {
    /// For the answers of an operation. `is_list` says that several things may come.
    pub(crate) fn new(
        args: &ViewArgs,
        entry: Option<&Entry>,
        is_list: bool,
        all: bool,
    ) -> Result<Self, Failure> {
        let is_list = is_list || entry.is_some_and(|entry| entry.answer == AnswerKind::Page);
        Ok(Self::with(args, args.format(Format::Json)?, entry.and_then(Layout::of), is_list, all))
    }

    /// For things that a command has made. `of` names its layout, and `elsewhere` is the usual form where the
    /// output is not a terminal.
    pub(crate) fn made(args: &ViewArgs, of: &str, elsewhere: Format, is_list: bool) -> Result<Self, Failure> {
        let printer = Self::with(args, args.format(elsewhere)?, Layout::named(of), is_list, true);
        Ok(Self { is_answered: true, ..printer })
    }

    fn with(args: &ViewArgs, format: Format, layout: Option<Layout>, is_list: bool, all: bool) -> Self {
        let column = |name: &str| {
            let known = layout.and_then(|layout| layout.column(name));
            known.unwrap_or_else(|| Column::at(name))
        };
        let sort = args.sort.as_deref().map(|name| match name.strip_prefix('-') {
            Some(name) => (column(name), Ordering::Greater),
            None => (column(name), Ordering::Less),
        });
        Self {
            format,
            most: args.most(format, all),
            is_limited: args.limit.is_some(),
            columns: args.columns.iter().map(|name| column(name)).collect(),
            sort,
            layout,
            is_list,
            class: None,
            held: Vec::new(),
            taken: 0,
            printed: 0,
            is_answered: false,
            has_more: false,
            screen: Screen::Direct,
        }
    }

    /// The same printer, which returns what it has printed in the end, if somebody watches.
    pub(crate) fn watched(self, watch: WatchArgs) -> Self {
        Self { screen: if watch.is_given() { Screen::Held(String::new()) } else { Screen::Direct }, ..self }
    }

    /// Says of which class the next things are. It is shown with them.
    pub(crate) fn class(&mut self, class: Option<&'static str>) {
        self.class = class;
    }

    /// The form of the output.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Takes one thing that a command has made.
    pub(crate) fn thing(&mut self, thing: &impl Serialize) -> io::Result<()> {
        self.text(serde_json::to_string(thing)?)
    }

    /// Takes the JSON of one thing.
    pub(crate) fn text(&mut self, text: String) -> io::Result<()> {
        self.is_answered = true;
        self.item(Thing::read(text)?)
    }

    /// Takes an answer that has not come in pages.
    pub(crate) fn answer(&mut self, text: impl Into<String>) -> io::Result<()> {
        self.is_answered = true;
        match Thing::read(text.into())?.into_items() {
            Ok(items) => {
                self.is_list = true;
                items.into_iter().try_for_each(|item| self.item(item))
            }
            Err(thing) => self.item(thing),
        }
    }

    /// Takes a list, as much of it as is shown. Sorting needs all of it.
    pub(crate) async fn list(&mut self, mut items: Items<'_, AnyList>) -> Result<(), Failure> {
        self.is_answered = true;
        let needed = if self.sort.is_some() { usize::MAX } else { self.most };
        while !(self.taken == needed && self.is_limited) {
            let Some(item) = items.next().await else { break };
            let item = item?;
            if self.taken == needed {
                self.has_more = true;
                break;
            }
            self.taken += 1;
            self.item(match self.class {
                Some(class) => Thing::read(view::with_key(&item.text, "class", &class.into()))?,
                None => Thing::item(item)?,
            })?;
        }
        Ok(())
    }

    /// Takes one thing.
    fn item(&mut self, thing: Thing) -> io::Result<()> {
        let can_stream = matches!(self.format, Format::Json | Format::Jsonl | Format::Name);
        if can_stream && self.sort.is_none() && self.columns.is_empty() {
            if self.printed < self.most { self.stream(&thing) } else { Ok(()) }
        } else {
            self.held.push(thing);
            Ok(())
        }
    }

    /// Prints what was held back, and what ends the output. Returns what has to be drawn as a whole.
    pub(crate) fn finish(mut self) -> io::Result<Option<String>> {
        if !self.is_answered {
            return Ok(None);
        }
        self.unfold()?;
        self.warn_of_unknown_columns();
        self.sort();
        let held = mem::take(&mut self.held);
        match self.format {
            Format::Table | Format::Wide => self.table(&held)?,
            Format::Csv => self.csv(&held)?,
            Format::Yaml => self.yaml(&held)?,
            Format::Json | Format::Jsonl | Format::Name => {
                held.iter().try_for_each(|thing| self.stream(&self.chosen(thing)?))?;
            }
        }
        if self.format == Format::Json && self.is_list {
            self.data(if self.printed == 0 { "[]\n" } else { "\n]\n" })?;
        }
        match self.screen {
            Screen::Direct if self.has_more => exit::hint(format!(
                "these are the first {}; --limit N shows another number of them, --all shows all",
                self.most
            )),
            Screen::Direct => {}
            Screen::Held(text) => return Ok(Some(text)),
        }
        Ok(None)
    }

    /// Makes rows of a map whose keys the layout names.
    fn unfold(&mut self) -> io::Result<()> {
        let levels = self.layout.map(Layout::levels).unwrap_or_default();
        let is_table = self.format.is_table() || self.format == Format::Csv;
        if let ([thing], true) = (&self.held[..], is_table && !levels.is_empty())
            && let Some(rows) = thing.rows(&levels)?
        {
            (self.held, self.is_list) = (rows, true);
        }
        Ok(())
    }

    fn sort(&mut self) {
        if let Some((column, order)) = &self.sort {
            // What has no such key comes last, in either order.
            self.held.sort_by(|a, b| match (key(a, column), key(b, column)) {
                (Some(a), Some(b)) if order.is_gt() => compare(b, a),
                (Some(a), Some(b)) => compare(a, b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
        self.has_more |= !self.is_limited && self.held.len() > self.most;
        self.held.truncate(self.most);
    }

    fn warn_of_unknown_columns(&self) {
        let Some(first) = self.held.first() else { return };
        for column in self.columns.iter().chain(self.sort.iter().map(|(column, _)| column)) {
            if self.held.iter().all(|thing| thing.at(&column.path).is_none()) {
                let known: Vec<_> = first.flat().into_iter().map(|(name, _)| name).collect();
                exit::warn(format!("nothing has the key {:?}; keys: {}", column.path, known.join(", ")));
            }
        }
    }

    /// A thing with the chosen keys only.
    fn chosen(&self, thing: &Thing) -> io::Result<Thing> {
        let pair = |column: &Column| {
            let key = Value::from(column.path.as_str());
            let value = thing.at(&column.path).unwrap_or(&Value::Null);
            format!("{key}:{value}")
        };
        let text = if self.columns.is_empty() {
            thing.text.clone()
        } else {
            format!("{{{}}}", self.columns.iter().map(pair).collect::<Vec<_>>().join(","))
        };
        Thing::read(text)
    }

    fn stream(&mut self, thing: &Thing) -> io::Result<()> {
        let is_first = self.printed == 0;
        self.printed += 1;
        match self.format {
            Format::Name => {
                let id = self.id(thing);
                self.data(&format!("{id}\n"))
            }
            Format::Json if self.is_list => {
                let text = thing.pretty()?.replace('\n', "\n  ");
                self.data(&format!("{}\n  {text}", if is_first { "[" } else { "," }))
            }
            Format::Json => self.data(&format!("{}\n", thing.pretty()?)),
            _ => self.data(&format!("{}\n", thing.text)),
        }
    }

    fn id(&self, thing: &Thing) -> String {
        let columns = self.layout.map(|layout| layout.columns(false)).unwrap_or_default();
        let of_layout = columns.first().and_then(|column| thing.at(&column.path));
        let usual = || IDS.iter().find_map(|key| thing.value.get(key));
        let value = of_layout.or_else(usual).cloned();
        value.map_or_else(|| cell::text(&thing.value), |value| cell::text(&value))
    }

    /// Prints text that a server has sent.
    fn data(&mut self, text: &str) -> io::Result<()> {
        match &mut self.screen {
            Screen::Direct => output::data(text),
            Screen::Held(held) => {
                held.push_str(&output::safe(text));
                Ok(())
            }
        }
    }

    /// Prints text that is safe for a terminal.
    fn styled(&mut self, text: &str) -> io::Result<()> {
        match &mut self.screen {
            Screen::Direct => io::Write::write_all(&mut output::stdout(), text.as_bytes()),
            Screen::Held(held) => {
                held.push_str(text);
                Ok(())
            }
        }
    }
}

/// The value that a thing is sorted by.
fn key<'t>(thing: &'t Thing, column: &Column) -> Option<&'t Value> {
    thing.at(&column.path).filter(|value| !value.is_null())
}

/// Numbers by size, all else as texts.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => cell::text(a).cmp(&cell::text(b)),
    }
}
