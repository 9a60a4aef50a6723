//! What became of each row.

use std::cell::Cell;
use std::rc::Rc;

use saltant::catalog::Entry;
use saltant::saltant::TaskClass;
use saltant::{Error, TaskInstance};
use serde_json::{Value, json};

use super::Args;
use super::rows::Row;
use crate::exit::{self, Exit, Failure};
use crate::output;
use crate::progress::Progress;
use crate::view::{self, Format, Printer};

/// A task instance that was created.
pub(super) struct Submitted {
    uuid: String,
    state: String,
    /// The instance as JSON.
    text: String,
}

impl Submitted {
    pub(super) fn of<K: TaskClass>(instance: &TaskInstance<K>) -> Self {
        Self {
            uuid: instance.uuid.to_string(),
            state: instance.state.to_string(),
            text: serde_json::to_string(instance).unwrap_or_default(),
        }
    }
}

/// The results so far. They are printed also if the command is interrupted.
pub(super) struct Report {
    rows: Vec<Row>,
    /// Which requests have begun.
    begun: Rc<[Cell<bool>]>,
    results: Vec<Option<Result<Submitted, Failure>>>,
    worst: Exit,
    /// Whether the instances have numbers.
    is_many: bool,
    /// Whether a wait prints the instances.
    is_waited_for: bool,
    /// Whether a second run finds the instances that exist.
    is_repeatable: bool,
    /// Whether rows are printed as soon as they are done.
    is_streaming: bool,
    /// `None` once everything is printed.
    printer: Option<Printer>,
    progress: Option<Progress>,
}

impl Report {
    /// `entry` is the operation that creates a single instance.
    pub(super) fn new(
        rows: Vec<Row>,
        begun: Rc<[Cell<bool>]>,
        is_many: bool,
        args: &Args,
        entry: Option<&'static Entry>,
    ) -> Result<Self, Failure> {
        let printer = if is_many {
            Printer::made(&args.view, "saltant submit", Format::Jsonl, true)?
        } else {
            Printer::new(&args.view, entry, false, false)?
        };
        Ok(Self {
            results: rows.iter().map(|_| None).collect(),
            progress: is_many.then(|| Progress::new(rows.len(), args.quiet)),
            is_streaming: is_many && printer.format() == Format::Jsonl,
            rows,
            begun,
            worst: Exit::Done,
            is_many,
            is_waited_for: args.wait,
            is_repeatable: args.once.is_some(),
            printer: Some(printer),
        })
    }

    /// Adds the result of a row.
    pub(super) fn add(&mut self, index: usize, result: Result<Submitted, Error>) -> Result<(), Failure> {
        let exit = result.as_ref().map_or_else(|error| error.kind().into(), |_| Exit::Done);
        // An outcome that is not known is worse than a refusal.
        if self.worst != Exit::Unreached && exit != Exit::Done {
            self.worst = exit;
        }
        let result = result.map_err(Failure::from);
        if let Some(progress) = &mut self.progress {
            let (what, state) = match &result {
                Ok(instance) => (instance.uuid.clone(), instance.state.clone()),
                Err(failure) => (format!("row {}", index + 1), failure.to_string()),
            };
            progress.finished(&what, &state, result.is_ok());
        }
        self.results[index] = Some(result);
        if self.is_streaming { self.print(index) } else { Ok(()) }
    }

    /// Prints a row, unless a wait does.
    fn print(&mut self, index: usize) -> Result<(), Failure> {
        let is_shown = !(self.is_waited_for && matches!(self.results[index], Some(Ok(_))));
        let text = self.row(index);
        match self.printer.as_mut().filter(|_| is_shown) {
            Some(printer) => Ok(printer.text(text)?),
            None => Ok(()),
        }
    }

    /// The instance with the number of its row; else the row, and what became of it.
    fn row(&self, index: usize) -> String {
        let numbered = |text: &str| format!("{{\"row\":{},{}", index + 1, text.trim_start_matches('{'));
        let trouble = match &self.results[index] {
            Some(Ok(instance)) if self.is_many => return numbered(&instance.text),
            Some(Ok(instance)) => return instance.text.clone(),
            Some(Err(failure)) => failure.to_string(),
            None if self.begun[index].get() => "interrupted: it may have been submitted".to_owned(),
            None => "not sent".to_owned(),
        };
        let arguments = json!({"arguments": self.rows[index].arguments}).to_string();
        numbered(&view::with_key(&arguments, "trouble", &Value::from(trouble)))
    }

    /// Prints the end, and gives the exit code and the UUIDs of the instances.
    pub(super) fn end(mut self) -> Result<(Exit, Vec<String>), Failure> {
        if let ([Some(Err(_))], false) = (&self.results[..], self.is_many)
            && let Some(Some(Err(failure))) = self.results.pop()
        {
            return Err(failure);
        }
        self.finish()?;
        let good = self.results.iter().flatten().filter_map(|result| result.as_ref().ok());
        Ok((self.worst, good.map(|instance| instance.uuid.clone()).collect()))
    }

    /// Prints the rows that were not printed yet, and for people a summary.
    fn finish(&mut self) -> Result<(), Failure> {
        // This clears the progress bar.
        self.progress = None;
        for index in 0..self.results.len() {
            if !self.is_streaming || self.results[index].is_none() {
                self.print(index)?;
            }
        }
        let Some(printer) = self.printer.take() else { return Ok(()) };
        let is_table = printer.format().is_table();
        // If all rows are waited for, the wait prints them.
        if !self.is_waited_for || self.results.iter().any(|result| !matches!(result, Some(Ok(_)))) {
            printer.finish()?;
        }
        let good = self.results.iter().flatten().filter(|result| result.is_ok()).count();
        if self.is_many && is_table {
            let bad = self.results.len() - good;
            let bad = if bad > 0 { format!(", {bad} not") } else { String::new() };
            output::message(&format!("\n{good} submitted{bad}\n"));
        }
        Ok(())
    }

    /// Says which rows an interrupt has left out.
    fn name_open_rows(&self) {
        let open: Vec<_> = (0..self.results.len()).filter(|index| self.results[*index].is_none()).collect();
        let (begun, unsent): (Vec<_>, Vec<_>) = open.into_iter().partition(|index| self.begun[*index].get());
        if !begun.is_empty() {
            exit::warn(format_args!("may have been submitted: {}", numbers(&begun)));
        }
        if !unsent.is_empty() {
            exit::warn(format_args!("not sent: {}", numbers(&unsent)));
        }
        exit::hint(if self.is_repeatable {
            "the same command goes on: it creates only what is missing"
        } else {
            "with --once KEY, the same command could be run again and would create only what is missing"
        });
    }
}

/// After an interrupt, what has been submitted is printed all the same.
impl Drop for Report {
    fn drop(&mut self) {
        if self.printer.is_some() && self.is_many {
            // The interrupt itself is what the command reports.
            let _ = self.finish();
            self.name_open_rows();
        }
    }
}

/// The numbers of rows, with `-` for neighbours: `rows 1, 3-5`.
fn numbers(indexes: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in indexes.iter().map(|index| index + 1) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let text = |(first, last): (usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    let text = ranges.into_iter().map(text).collect::<Vec<_>>().join(", ");
    if indexes.len() == 1 { format!("row {text}") } else { format!("rows {text}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn neighbouring_rows_are_named_together() {
        assert_eq!(super::numbers(&[0]), "row 1");
        assert_eq!(super::numbers(&[0, 2, 3, 4, 7]), "rows 1, 3-5, 8");
    }
}
