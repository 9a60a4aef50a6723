//! `saltant operations`: lists operations and describes their arguments.

use std::io::Write as _;

use saltant::catalog::{self, Argument, Entry};
use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::table::{Cell, Table};

/// Lists the operations that `saltant call` can call.
///
/// The full name of an operation describes it and its arguments. Other words select the operations that have
/// all of them in their name, path or description. The name of a service selects its operations.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant operations
  saltant operations saltant clone
  saltant operations saltant.task_queues.create
  saltant operations vantage6 --json | jq -r '.[].name'")]
pub(crate) struct Args {
    /// A service, a word, or the full name of an operation
    #[arg(value_name = "WORD")]
    words: Vec<String>,

    /// Print JSON: name, method, path, description, arguments with their type and whether they are required
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let found: Vec<_> = catalog::entries().filter(|entry| matches(entry, &args.words)).collect();
    if args.json {
        let all: Value = found.iter().map(|entry| as_json(entry)).collect();
        output::json(&all, output::stdout_is_terminal())?;
    } else if let ([entry], true) = (&found[..], !args.words.is_empty()) {
        details(entry)?;
    } else if !found.is_empty() {
        let mut table = Table::new(["NAME", "METHOD", "PATH", "WHAT IT DOES"]);
        for entry in &found {
            table.row([
                entry.facts.name.into(),
                entry.facts.method.as_str().into(),
                Cell::styled(entry.facts.path, styles::FAINT),
                sentence(entry.doc).into(),
            ]);
        }
        table.print()?;
    }
    if found.is_empty() {
        return Err(Failure::usage(format!("no operation matches {:?}", args.words.join(" ")))
            .hint("`saltant operations` lists all of them"));
    }
    Ok(Exit::Done)
}

/// Whether an operation matches all the words. A full name matches that operation only.
fn matches(entry: &Entry, words: &[String]) -> bool {
    if let [name] = words
        && let Some(exact) = catalog::find(name)
    {
        return exact.facts.name == entry.facts.name;
    }
    let text = format!("{} {} {}", entry.facts.name, entry.facts.path, sentence(entry.doc)).to_lowercase();
    let services: Vec<_> = catalog::entries().map(|entry| entry.facts.service()).collect();
    words.iter().all(|word| match word.to_lowercase() {
        service if services.contains(&&*service) => entry.facts.service() == service,
        word => text.contains(&word),
    })
}

/// An argument's type, without the class of task: the operation's name has it.
fn kind(argument: &Argument) -> String {
    argument.kind.replace("<K>", "").replace("<K::", "<")
}

/// The first line of a description, without the full stop.
fn sentence(doc: &str) -> &str {
    doc.lines().next().unwrap_or_default().trim_end_matches('.')
}

fn as_json(entry: &Entry) -> Value {
    let arguments: Vec<_> = entry
        .arguments
        .iter()
        .map(|argument| {
            json!({
                "name": argument.name,
                "type": kind(argument),
                "required": argument.required,
                "doc": argument.doc.lines().next().unwrap_or_default(),
            })
        })
        .collect();
    json!({
        "name": entry.facts.name,
        "service": entry.facts.service(),
        "method": entry.facts.method.as_str(),
        "path": entry.facts.path,
        "paged": entry.paged,
        "arguments": arguments,
        "doc": entry.doc.lines().next().unwrap_or_default(),
    })
}

fn details(entry: &Entry) -> Result<(), Failure> {
    let (head, faint, odd) = (styles::HEAD, styles::FAINT, styles::ODD);
    let facts = entry.facts;
    let mut out = output::stdout();
    writeln!(out, "{head}{}{head:#}  {faint}{} {}{faint:#}", facts.name, facts.method.as_str(), facts.path)?;
    writeln!(out, "\n{}\n", entry.doc.trim())?;
    if entry.arguments.is_empty() {
        writeln!(out, "It takes no arguments.\n")?;
    }
    for argument in entry.arguments {
        let required = if argument.required { "  required" } else { "" };
        let (name, kind) = (argument.name, kind(argument));
        writeln!(out, "  {head}{name}{head:#}  {faint}{kind}{faint:#}{odd}{required}{odd:#}")?;
        for line in argument.doc.lines() {
            writeln!(out, "      {}", line.trim())?;
        }
    }
    write!(out, "\n  saltant call {}", facts.name)?;
    for argument in entry.arguments.iter().filter(|argument| argument.required) {
        write!(out, " {}=…", argument.name)?;
    }
    writeln!(out, "{}", if entry.paged { " --all" } else { "" })?;
    Ok(())
}
