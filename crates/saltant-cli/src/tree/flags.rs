//! The flags of an operation, made from the schemas of its arguments.

use std::borrow::Cow;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, ValueHint};
use saltant::catalog::{Argument, Entry};
use saltant::core::types::schema::Schema;
use serde_json::Value;

use super::names::{self, Known};
use crate::exit::Failure;
use crate::send::arguments::{Given, Pair, is_meant_as_text};

pub(super) mod documents;
mod filters;

/// Flags that mean the same in every command, and are not yet or not always among the flags of a command.
const RESERVED: &[&str] =
    &["help", "yes", "class", "output", "columns", "sort", "limit", "watch", "key", "out", "wait"];

/// A flag, and which argument or part of an argument it gives.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    pub(super) long: String,
    alias: Option<String>,
    pub(super) argument: &'static str,
    key: Option<String>,
    kind: Kind,
    schema: Schema,
    doc: String,
    required: bool,
    heading: Option<&'static str>,
    /// How its values can be named.
    known: Option<&'static Known>,
}

/// How the value of a flag is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One value.
    One,
    /// A value each time that the flag is given.
    Several,
    /// Yes, or `=false`.
    Switch,
    /// `KEY=VALUE`, or JSON, or `@FILE` with JSON.
    Keys,
    /// JSON, or `@FILE` with JSON.
    Json,
    /// The path of a file, or `-`.
    File,
}

/// The arguments in the path, in its order. They are given without a flag.
pub(super) fn positional(entry: &Entry) -> Vec<Argument> {
    let at = |argument: &Argument| entry.metadata.path.find(&format!("{{{}}}", argument.name));
    let mut found: Vec<_> =
        entry.arguments().filter_map(|argument| Some((at(&argument)?, argument))).collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, argument)| argument).collect()
}

/// The argument that is a whole document, such as the description of a job, if there is one.
pub(super) fn document(entry: &Entry) -> Option<Argument> {
    let is_document = |argument: &Argument| argument.required && kind(&argument.schema) == Kind::Json;
    let mut documents = entry.arguments().filter(is_document);
    let document = documents.next()?;
    documents.next().is_none().then_some(document)
}

/// The flags of an operation. `taken` are the flags that the command has anyway.
pub(super) fn of(entry: &Entry, taken: &[String]) -> Vec<Flag> {
    let positional = positional(entry);
    let mut flags = Vec::new();
    for argument in entry.arguments() {
        if !positional.iter().any(|known| known.name == argument.name) {
            add(&mut flags, entry, &argument);
        }
    }
    settle(&mut flags, taken);
    flags
}

/// The flags of an operation's filter only.
pub(super) fn of_filter(entry: &Entry, taken: &[String]) -> Vec<Flag> {
    let mut flags = of(entry, taken);
    flags.retain(|flag| flag.heading == Some(FILTERS));
    flags
}

const FILTERS: &str = "Filters";

fn add(flags: &mut Vec<Flag>, entry: &Entry, argument: &Argument) {
    let schema = *argument.schema.without_null();
    let flag = |kind| Flag {
        long: kebab(argument.name),
        alias: None,
        argument: argument.name,
        key: None,
        kind,
        schema,
        doc: argument.doc.to_owned(),
        required: argument.required,
        heading: None,
        known: None,
    };
    match schema {
        Schema::Filter(keys) => {
            let by_suffix = keys.iter().any(|key| key.lookups.iter().any(|lookup| lookup.starts_with("__")));
            for key in keys {
                filters::add(flags, entry, argument, key, by_suffix);
            }
            flags.push(Flag {
                long: "unchecked".to_owned(),
                key: Some("unchecked".to_owned()),
                doc: "A filter that is sent as it is".to_owned(),
                heading: Some(FILTERS),
                ..flag(Kind::Keys)
            });
        }
        Schema::Record(_) if is_upload(&schema) => flags.push(flag(Kind::File)),
        Schema::Record(fields) => {
            flags.push(Flag { required: false, ..flag(Kind::Json) });
            flags.extend(fields.iter().map(|field| Flag {
                long: kebab(field.name),
                key: Some(field.name.to_owned()),
                kind: kind(&field.schema),
                schema: *field.schema.without_null(),
                doc: field.doc.to_owned(),
                required: false,
                ..flag(Kind::One)
            }));
        }
        _ => {
            let mut flag = flag(kind(&schema));
            if let Some(known) = names::known(entry, argument.name, &schema) {
                let long = std::mem::replace(&mut flag.long, Known::flag(argument.name));
                flag.alias = (long != flag.long).then_some(long);
                flag.known = Some(known);
            }
            flags.push(flag);
        }
    }
}

fn kind(schema: &Schema) -> Kind {
    match schema.without_null() {
        Schema::List(_) => Kind::Several,
        Schema::Flag => Kind::Switch,
        Schema::Map(_) | Schema::Object => Kind::Keys,
        Schema::File => Kind::File,
        Schema::Record(_) | Schema::Json | Schema::OneOf([Schema::Text, Schema::Json]) => Kind::Json,
        _ => Kind::One,
    }
}

/// Whether it is a named file.
fn is_upload(schema: &Schema) -> bool {
    let Schema::Record(fields) = schema else { return false };
    fields.iter().any(|field| *field.schema.without_null() == Schema::File)
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with(|c: char| c == '-' || c.is_uppercase())
        {
            out.push('-');
        }
        out.push(if matches!(c, '_' | '.' | ' ') { '-' } else { c });
    }
    out.to_ascii_lowercase()
}

/// Gives each flag a name of its own.
fn settle(flags: &mut [Flag], taken: &[String]) {
    let mut seen: Vec<String> = Vec::new();
    for flag in flags {
        let is_free = |name: &String, seen: &[String]| {
            !seen.contains(name) && !taken.contains(name) && !RESERVED.contains(&name.as_str())
        };
        let own = flag.long.clone();
        let candidates = [own.clone(), format!("{}-{own}", kebab(flag.argument)), format!("api-{own}")];
        let candidates = match (&flag.key, flag.heading) {
            (Some(_), None) => candidates,
            (Some(_), Some(_)) => [own.clone(), format!("filter-{own}"), candidates[2].clone()],
            (None, _) => [own.clone(), candidates[2].clone(), candidates[1].clone()],
        };
        let free = candidates.into_iter().find(|name| is_free(name, &seen));
        flag.long = free.unwrap_or(own);
        flag.alias = flag.alias.take().filter(|alias| is_free(alias, &seen));
        seen.push(flag.long.clone());
        seen.extend(flag.alias.clone());
    }
}

impl Flag {
    /// The name by which clap knows it; the other flags of the command have names without dashes.
    pub(super) fn id(&self) -> String {
        format!("--{}", self.long)
    }

    /// Says whether the command cannot do without it.
    pub(super) fn require(&mut self, required: bool) {
        self.required &= required;
    }

    pub(super) fn arg(&self) -> Arg {
        let (mut line, more) = paragraphs(&self.doc);
        let item = match self.schema {
            Schema::List(item) => *item.without_null(),
            other => other,
        };
        let mut arg = Arg::new(self.id()).long(self.long.clone()).help_heading(self.heading);
        if let Some(alias) = &self.alias {
            arg = arg.visible_alias(alias.clone());
        }
        arg = match self.kind {
            Kind::Switch => arg
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("true")
                .value_parser(PossibleValuesParser::new(["true", "false"]))
                .hide_possible_values(true)
                .value_name("BOOL"),
            Kind::One | Kind::Several => match item {
                Schema::Words { known, open: false } => {
                    arg.value_parser(PossibleValuesParser::new(known)).value_name("WORD")
                }
                Schema::Words { known, open: true } => {
                    line = format!("{line} [{}, …]", known.join(", "));
                    arg.value_name("WORD")
                }
                Schema::Sort { columns, example } => {
                    line = format!("{line}, such as {example} [columns: {}]", columns.join(", "));
                    arg.value_name("ORDER")
                }
                other => arg.value_name(value_name(&other)),
            },
            Kind::Keys => arg.value_name("KEY=VALUE"),
            Kind::Json => arg.value_name("JSON|@FILE"),
            Kind::File => arg.value_name("FILE").value_hint(ValueHint::FilePath),
        };
        if let Some(known) = self.known {
            arg = arg.add(known.completer());
        }
        let several = matches!(self.kind, Kind::Several | Kind::Keys);
        if several {
            line = format!("{line}; can be repeated");
        }
        let arg = arg
            .action(if several { ArgAction::Append } else { ArgAction::Set })
            .allow_negative_numbers(true)
            .long_help(if more.is_empty() { line.clone() } else { format!("{line}\n\n{more}") })
            .help(line);
        if self.required { arg.required_unless_present("json") } else { arg }
    }

    /// Adds what the command line gives for this flag.
    pub(super) fn read(&self, matches: &ArgMatches, given: &mut Given) -> Result<(), Failure> {
        let Ok(Some(values)) = matches.try_get_many::<String>(&self.id()) else { return Ok(()) };
        for value in values {
            match self.kind {
                Kind::Keys if !value.starts_with(['{', '@']) => {
                    let Some((key, value)) = value.split_once('=') else {
                        let text = format!("--{}: {value:?} is not KEY=VALUE", self.long);
                        return Err(Failure::usage(text));
                    };
                    let key = self.key.iter().map(String::as_str).chain([key]).collect::<Vec<_>>().join(".");
                    given.pairs.push(Pair::text(self.argument, Some(key), value));
                }
                Kind::Keys | Kind::Json => self.read_json(value, given)?,
                Kind::File => {
                    let text = format!("@{value}");
                    given.pairs.push(Pair::text(self.argument, self.key.clone(), &text));
                }
                Kind::One | Kind::Several | Kind::Switch => {
                    given.pairs.push(Pair::text(self.argument, self.key.clone(), value));
                }
            }
        }
        Ok(())
    }

    /// JSON that is given as it is or as `@FILE`. Single keys are set on top of it.
    fn read_json(&self, text: &str, given: &mut Given) -> Result<(), Failure> {
        let wrong = |error| Failure::usage(format!("--{}: {error}", self.long));
        let value = match text.strip_prefix('@') {
            Some(path) => documents::read(path)?,
            None => match serde_json::from_str::<Value>(text) {
                Ok(json) if is_meant_as_text(&self.schema, &json) => text.into(),
                Ok(json) => json,
                Err(error) if matches!(self.schema, Schema::Record(_)) => return Err(wrong(error)),
                // Any JSON may be meant as a text.
                Err(_) => text.into(),
            },
        };
        match &self.key {
            Some(key) => given.pairs.push(Pair::json(self.argument, Some(key.clone()), value)),
            None => {
                given.object.insert(self.argument.to_owned(), value);
            }
        }
        Ok(())
    }

    /// How the flag stands in the usage, if the command cannot do without it.
    pub(super) fn usage(&self) -> Option<String> {
        self.required.then(|| format!("--{} …", self.long))
    }

    /// How the flag is given in an example, if the command cannot do without it.
    pub(super) fn example(&self) -> Option<String> {
        let value = match self.kind {
            _ if !self.required => return None,
            Kind::Switch => return Some(format!("--{}", self.long)),
            Kind::One | Kind::Several => example(&self.schema),
            Kind::Keys => "key=value".to_owned(),
            Kind::Json => format!("@{}.json", self.long),
            Kind::File => "file.dat".to_owned(),
        };
        Some(format!("--{} {value}", self.long))
    }
}

/// The first paragraph of a text in one line, without its full stop, and the others, one line each.
pub(super) fn paragraphs(doc: &str) -> (String, String) {
    let doc = without_links(doc);
    let mut all = doc.trim().split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let first = all.next().unwrap_or_default();
    let rest: Vec<_> = all.collect();
    (first.trim_end_matches('.').to_owned(), rest.join("\n\n"))
}

/// A text without the links between the pages of the library's documentation. Addresses stay.
pub(super) fn without_links(doc: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(doc);
    let mut from = 0;
    while let Some(middle) = out[from..].find("](").map(|at| from + at) {
        let (Some(start), Some(length)) = (out[..middle].rfind('['), out[middle..].find(')')) else { break };
        if out[middle + 2..].starts_with("http") {
            from = middle + 2;
            continue;
        }
        let text = &out[start + 1..middle];
        out = Cow::Owned(format!("{}{text}{}", &out[..start], &out[middle + length + 1..]));
        from = start;
    }
    out
}

/// What stands for a value in the help.
pub(super) fn value_name(schema: &Schema) -> &'static str {
    match schema.without_null() {
        Schema::Integer | Schema::Number => "NUMBER",
        Schema::Uuid => "UUID",
        Schema::Time => "TIME",
        Schema::Id { .. } => "ID",
        Schema::Secret => "SECRET",
        Schema::OneOf(_) | Schema::Record(_) => "VALUE",
        _ => "TEXT",
    }
}

/// A value for an example.
pub(super) fn example(schema: &Schema) -> String {
    match schema.without_null() {
        Schema::Integer | Schema::Number => "7".to_owned(),
        Schema::Uuid => "8c93e8b4-cf1a-4387-9dc4-78be37627356".to_owned(),
        Schema::Time => "2026-11-21T10:20:00Z".to_owned(),
        Schema::Id { of, .. } => example(of),
        Schema::Words { known, .. } => known.first().copied().unwrap_or("word").to_owned(),
        Schema::Form { example, .. } | Schema::Sort { example, .. } => (*example).to_owned(),
        Schema::List(item) => example(item),
        Schema::OneOf(forms) => forms.first().map(example).unwrap_or_default(),
        Schema::Record(_) | Schema::Map(_) | Schema::Object => "'{}'".to_owned(),
        Schema::Flag => "true".to_owned(),
        _ => "example".to_owned(),
    }
}
