//! `saltant operations`: lists operations and describes their arguments.

use std::io::Write as _;

use saltant::catalog::{self, AnswerKind, Entry};
use saltant::core::types::schema::{FilterKey, Schema};
use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::service;
use crate::table::{Cell, Table};
use crate::tree;
use crate::view::{Format, Printer, ViewArgs};

mod search;

/// Lists the operations that `saltant call` can call.
///
/// The full name of an operation describes it and its arguments. Other words select the operations that have
/// all of them in their name, description, path or arguments, or for which people use them; the best come
/// first, old versions of an API last. The name of a service selects its operations.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant operations
  saltant operations failed instance
  saltant operations --service inmanta recompile
  saltant operations saltant.task_queues.create
  saltant operations vantage6 --json | jq -r '.[].name'")]
pub(crate) struct Args {
    /// A service, a word, or the full name of an operation
    #[arg(value_name = "WORD")]
    words: Vec<String>,

    /// Only the operations of this service
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,

    /// Print JSON: name, method, path, description, arguments with their type and whether they are required
    #[arg(long, conflicts_with = "output")]
    json: bool,

    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let found = find(args)?;
    if args.json {
        let all: Value = found.iter().map(|entry| as_json(entry)).collect();
        output::json(&all, output::stdout_is_terminal())?;
    } else if args.view.is_given() {
        let view = args.view.or(Format::Table);
        let mut printer = Printer::made(&view, "operations", Format::Table, true)?;
        found.iter().try_for_each(|entry| printer.thing(&as_json(entry)))?;
        printer.finish()?;
    } else if let ([entry], true) = (&found[..], !args.words.is_empty()) {
        details(entry)?;
    } else if !found.is_empty() {
        let mut table = Table::new(["NAME", "METHOD", "PATH", "WHAT IT DOES"]);
        for entry in &found {
            table.row([
                entry.metadata.name.into(),
                entry.metadata.method.as_str().into(),
                Cell::styled(entry.metadata.path, styles::FAINT),
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

/// The operations that somebody asks for. A full name means one operation, the name of a service all of its own.
fn find(args: &Args) -> Result<Vec<&'static Entry>, Failure> {
    if let [name] = &args.words[..]
        && let Some(exact) = catalog::find(name)
    {
        return Ok(vec![exact]);
    }
    let mut service = args.service.as_deref().map(service::named).transpose()?;
    let mut words = args.words.clone();
    if service.is_none()
        && let Some(at) = words.iter().position(|word| service::find_or_alias(&word.to_lowercase()).is_some())
    {
        service = service::find_or_alias(&words.remove(at).to_lowercase());
    }
    let is_of_service =
        |entry: &&Entry| service.is_none_or(|service| entry.metadata.service() == service.name);
    Ok(search::search(catalog::entries().filter(is_of_service), &words))
}

/// What an argument can be, beyond its type: a line per key of a filter and per field of an object.
fn choices(schema: &Schema) -> Vec<String> {
    match schema.without_null() {
        Schema::Words { known, open } => {
            vec![format!("one of: {}{}", known.join(", "), if *open { ", …" } else { "" })]
        }
        Schema::List(item) => choices(item),
        Schema::Sort { columns, .. } => vec![format!("columns: {}", columns.join(", "))],
        Schema::Filter(keys) => keys.iter().map(key).collect(),
        Schema::Record(fields) => fields
            .iter()
            .map(|field| {
                let required = if field.required { ", required" } else { "" };
                format!("{}: {}{required}", field.name, field.schema)
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A key of a filter with its lookups: `name, name__contains: text`.
fn key(key: &FilterKey) -> String {
    let names: Vec<_> = key.lookups.iter().map(|lookup| format!("{}{lookup}", key.name)).collect();
    format!("{}: {}", names.join(", "), key.schema)
}

/// The first line of a description, without the full stop.
fn sentence(doc: &str) -> &str {
    doc.lines().next().unwrap_or_default().trim_end_matches('.')
}

fn as_json(entry: &Entry) -> Value {
    let arguments: Vec<_> = entry
        .arguments()
        .map(|argument| {
            json!({
                "name": argument.name,
                "type": argument.schema.to_string(),
                "schema": argument.schema,
                "required": argument.required,
                "doc": argument.doc.lines().next().unwrap_or_default(),
            })
        })
        .collect();
    json!({
        "name": entry.metadata.name,
        "service": entry.metadata.service(),
        "method": entry.metadata.method.as_str(),
        "path": entry.metadata.path,
        "command": tree::spelling(entry),
        "paged": entry.answer == AnswerKind::Page,
        "arguments": arguments,
        "doc": entry.doc.lines().next().unwrap_or_default(),
    })
}

fn details(entry: &Entry) -> Result<(), Failure> {
    let (head, faint, odd) = (styles::HEAD, styles::FAINT, styles::ODD);
    let metadata = entry.metadata;
    let mut out = output::stdout();
    writeln!(
        out,
        "{head}{}{head:#}  {faint}{} {}{faint:#}",
        metadata.name,
        metadata.method.as_str(),
        metadata.path
    )?;
    writeln!(out, "\n{}\n", tree::description(entry))?;
    if entry.arguments().next().is_none() {
        writeln!(out, "It takes no arguments.\n")?;
    }
    for argument in entry.arguments() {
        let required = if argument.required { "  required" } else { "" };
        let (name, kind) = (argument.name, argument.schema);
        writeln!(out, "  {head}{name}{head:#}  {faint}{kind}{faint:#}{odd}{required}{odd:#}")?;
        for line in argument.doc.lines() {
            writeln!(out, "      {}", line.trim())?;
        }
        for choice in choices(&argument.schema) {
            writeln!(out, "      {faint}{choice}{faint:#}")?;
        }
    }
    writeln!(out, "\n  {}", tree::usage(entry))?;
    write!(out, "  saltant call {}", metadata.name)?;
    for argument in entry.arguments().filter(|argument| argument.required) {
        write!(out, " {}=…", argument.name)?;
    }
    writeln!(out, "{}", if entry.answer == AnswerKind::Page { " --all" } else { "" })?;
    Ok(())
}
