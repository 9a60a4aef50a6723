//! What became of each row.

use std::io::Write as _;

use saltant::Error;
use serde_json::{Map, Value, json};

use super::rows::Row;
use super::{Args, is_for_person};
use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::progress::Progress;
use crate::table::{Cell, Table};

/// The results so far. They are printed also if the command is interrupted.
pub(super) struct Report {
    rows: Vec<Row>,
    results: Vec<Option<Result<Value, Failure>>>,
    worst: Exit,
    /// Whether the instances have numbers.
    is_many: bool,
    /// Whether a wait prints the instances.
    is_waited_for: bool,
    is_printed: bool,
    progress: Option<Progress>,
}

impl Report {
    pub(super) fn new(rows: Vec<Row>, is_many: bool, args: &Args) -> Self {
        let progress = is_many.then(|| Progress::new(rows.len(), args.quiet));
        let results = rows.iter().map(|_| None).collect();
        let is_waited_for = args.wait;
        Self { rows, results, worst: Exit::Done, is_many, is_waited_for, is_printed: false, progress }
    }

    /// Adds the result of a row. In a pipe it is printed at once.
    pub(super) fn add(&mut self, index: usize, result: Result<Value, Error>) -> Result<(), Failure> {
        let exit = result.as_ref().map_or_else(|error| error.kind().into(), |_| Exit::Done);
        // An outcome that is not known is worse than a refusal.
        if self.worst != Exit::Unreached && exit != Exit::Done {
            self.worst = exit;
        }
        let result = result.map_err(Failure::from);
        if let Some(progress) = &mut self.progress {
            let (what, state) = match &result {
                Ok(instance) => (text(instance, "uuid"), text(instance, "state")),
                Err(failure) => (format!("row {}", index + 1), failure.to_string()),
            };
            progress.finished(&what, &state, result.is_ok());
        }
        if self.is_many && !is_for_person() && !(self.is_waited_for && result.is_ok()) {
            output::json(&self.as_json(index, &result), false)?;
        }
        self.results[index] = Some(result);
        Ok(())
    }

    /// The instance as `saltant call` prints it, with the number of its row; else the row and its trouble.
    fn as_json(&self, index: usize, result: &Result<Value, Failure>) -> Value {
        let mut shown = Map::from_iter([("row".to_owned(), json!(index + 1))]);
        match result {
            Ok(instance) => shown.extend(instance.as_object().cloned().unwrap_or_default()),
            Err(failure) => {
                shown.insert("arguments".to_owned(), Value::Object(self.rows[index].arguments.clone()));
                shown.insert("trouble".to_owned(), failure.to_string().into());
            }
        }
        Value::Object(shown)
    }

    /// Prints the end, and gives the exit code and the UUIDs of the instances.
    pub(super) fn end(mut self) -> Result<(Exit, Vec<String>), Failure> {
        // This clears the progress bar.
        self.progress = None;
        self.is_printed = true;
        if !self.is_many
            && let Some(Some(result)) = self.results.first_mut().map(Option::take)
        {
            let instance = result?;
            if !self.is_waited_for {
                output::json(&instance, is_for_person())?;
            }
            return Ok((Exit::Done, vec![text(&instance, "uuid")]));
        }
        self.print()?;
        let uuids = self.results.iter().flatten().filter_map(|result| result.as_ref().ok());
        Ok((self.worst, uuids.map(|instance| text(instance, "uuid")).collect()))
    }

    /// A table on a terminal, and a summary.
    fn print(&self) -> Result<(), Failure> {
        let good = self.results.iter().flatten().filter(|result| result.is_ok()).count();
        let bad = self.results.iter().flatten().count() - good;
        if !is_for_person() {
            return Ok(());
        }
        let is_listed = |result: &Result<Value, Failure>| !self.is_waited_for || result.is_err();
        let mut table = Table::new(["ROW", "UUID", "STATE", "NAME"]);
        for (index, result) in self.results.iter().enumerate() {
            let Some(result) = result.as_ref().filter(|result| is_listed(result)) else { continue };
            let number: Cell = (index + 1).to_string().into();
            table.row(match result {
                Ok(instance) => {
                    let state = text(instance, "state");
                    [number, text(instance, "uuid").into(), state.into(), text(instance, "name").into()]
                }
                Err(failure) => {
                    let trouble = Cell::styled(failure.to_string(), styles::BAD);
                    [number, "–".into(), "not submitted".into(), trouble]
                }
            });
        }
        if !table.is_empty() {
            table.print()?;
        }
        let mut parts = vec![format!("{}{good} submitted{:#}", styles::GOOD, styles::GOOD)];
        if bad > 0 {
            parts.push(format!("{}{bad} not{:#}", styles::BAD, styles::BAD));
        }
        let open = self.rows.len() - good - bad;
        if open > 0 {
            parts.push(format!("{}{open} open{:#}", styles::ODD, styles::ODD));
        }
        Ok(writeln!(output::stdout(), "\n{}", parts.join(", "))?)
    }
}

/// After an interrupt, what has been submitted is printed all the same.
impl Drop for Report {
    fn drop(&mut self) {
        self.progress = None;
        if !self.is_printed && self.is_many {
            // The interrupt itself is what the command reports.
            let _ = self.print();
        }
    }
}

fn text(instance: &Value, key: &str) -> String {
    instance[key].as_str().unwrap_or_default().to_owned()
}
