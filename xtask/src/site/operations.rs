//! The page of all operations, made from the catalog.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command as Process;

use anyhow::{Context as _, ensure};
use saltant_core::catalog::{AnswerKind, Argument, Entry, entries};
use saltant_core::types::schema::Schema;
use saltant_tests::inventory::{Kind, Row, inventories};

use super::calls::Facade;
use super::html::{escape, prose};
use crate::root;
use crate::services::SERVICES;
use crate::tools::{cargo, run as run_to_end};

/// The page as Markdown. The operations are blocks of HTML: a blank line would end them.
pub(super) fn page() -> anyhow::Result<String> {
    let inventories = inventories().map_err(anyhow::Error::msg)?;
    let rows: BTreeMap<&str, &Row> =
        inventories.iter().flat_map(|it| &it.operations).map(|row| (row.name.as_str(), row)).collect();
    let commands = commands()?;
    let mut page = String::from(
        "# All operations\n\nEach operation of the five services: the request, the arguments, the call in Rust and in \
         the [command](docs/command.md), and the name in the service's own document. In Rust, further arguments \
         are set by methods of their names; `client` and `environment` are what the service's guide begins with. \
         This page is made from the catalog of the library.\n\n",
    );
    for service in SERVICES {
        let facade = Facade::of(service)?;
        let own: Vec<_> = entries().filter(|entry| entry.metadata.service() == *service).collect();
        write!(page, "## {service}\n\n<p>{} operations</p>\n\n", own.len())?;
        for entry in own {
            let row = rows.get(entry.metadata.name).copied();
            let call = facade.call(entry, row);
            let lines = commands.get(entry.metadata.name).context("an operation without a command")?;
            page += &operation(entry, row, &call, lines)?;
        }
        let all = inventories.iter().filter(|it| it.service == *service).flat_map(|it| &it.operations);
        page +=
            &all.filter(|row| row.kind != Kind::Request).map(|row| other(row, &facade)).collect::<String>();
    }
    Ok(page)
}

fn operation(entry: &Entry, row: Option<&Row>, call: &str, lines: &[String]) -> anyhow::Result<String> {
    let metadata = entry.metadata;
    let name = metadata.name;
    let document = row.map_or("", |row| row.document.as_str());
    let words = format!("{name} {} {} {} {document}", metadata.method, metadata.path, entry.doc.trim());
    let mut html = format!(
        "<article class=\"operation\" id=\"{name}\" data-words=\"{}\">\n<div class=\"name\" role=\"heading\" \
         aria-level=\"3\"><a href=\"#{name}\">{}</a></div>\n<p><code>{} {}</code></p>\n",
        escape(&words.to_lowercase()),
        escape(name),
        metadata.method,
        escape(metadata.path),
    );
    for paragraph in entry.doc.trim().split("\n\n").filter(|text| !text.trim_start().starts_with("```")) {
        writeln!(html, "<p>{}</p>", prose(paragraph.trim()))?;
    }
    let answer = match entry.answer {
        AnswerKind::Page => "<p>It answers page by page: <code>.items()</code> gives all.</p>\n",
        AnswerKind::Bytes => "<p>It answers bytes: <code>.stream()</code> does not hold them all.</p>\n",
        _ => "",
    };
    html += answer;
    html += "<dl>\n";
    for argument in entry.arguments() {
        html += &described(&argument)?;
    }
    html += "</dl>\n";
    writeln!(html, "<p class=\"label\">Rust</p><pre><code>{}</code></pre>", escape(call))?;
    let lines: Vec<_> = lines.iter().map(|line| escape(line)).collect();
    writeln!(html, "<p class=\"label\">Command</p><pre><code>{}</code></pre>", lines.join("<br>"))?;
    if !document.is_empty() {
        writeln!(html, "<p class=\"label\">In the document: <code>{}</code></p>", escape(document))?;
    }
    html += "</article>\n\n";
    Ok(html)
}

/// What a document names and is not one request: a method of the facade that makes several or none.
fn other(row: &Row, facade: &Facade) -> String {
    let name = escape(&row.name);
    let words = escape(&format!("{} {}", row.name, row.document).to_lowercase());
    let call = row.facade.as_deref().map(|method| facade.method(method)).unwrap_or_default();
    let made = match row.of.as_slice() {
        [] => "It makes no request of its own.".to_owned(),
        parts => format!("It is made of <code>{}</code>.", escape(&parts.join(", "))),
    };
    let document = match row.document.as_str() {
        "" => String::new(),
        document => format!("<p class=\"label\">In the document: <code>{}</code></p>\n", escape(document)),
    };
    format!(
        "<article class=\"operation\" id=\"{name}\" data-words=\"{words}\">\n<div class=\"name\" role=\"heading\" \
         aria-level=\"3\"><a href=\"#{name}\">{name}</a></div>\n<p>{made}</p>\n<p class=\"label\">Rust</p>\
         <pre><code>{}</code></pre>\n{document}</article>\n\n",
        escape(&call)
    )
}

fn described(argument: &Argument) -> anyhow::Result<String> {
    let required = if argument.required { " <strong>required</strong>" } else { "" };
    let mut html = format!(
        "<dt><code>{}</code> <span class=\"kind\">{}</span>{required}</dt>\n<dd>{}",
        escape(argument.name),
        escape(&argument.schema.to_string()),
        prose(argument.doc.trim().split("\n\n").next().unwrap_or_default()),
    );
    for choice in choices(&argument.schema) {
        write!(html, "<br><span class=\"kind\">{}</span>", escape(&choice))?;
    }
    html += "</dd>\n";
    Ok(html)
}

/// What an argument can be, beyond its kind: the words, the keys of a filter, the fields of an object.
fn choices(schema: &Schema) -> Vec<String> {
    match schema.without_null() {
        Schema::Words { known, open } => {
            vec![format!("one of: {}{}", known.join(", "), if *open { ", …" } else { "" })]
        }
        Schema::List(item) => choices(item),
        Schema::Sort { columns, .. } => vec![format!("columns: {}", columns.join(", "))],
        Schema::Filter(keys) => {
            let key = |key: &saltant_core::types::schema::FilterKey| {
                let names: Vec<_> =
                    key.lookups.iter().map(|lookup| format!("{}{lookup}", key.name)).collect();
                format!("{}: {}", names.join(", "), key.schema)
            };
            keys.iter().map(key).collect()
        }
        Schema::Record(fields) => {
            let names: Vec<_> = fields.iter().map(|field| field.name).collect();
            vec![format!("fields: {}", names.join(", "))]
        }
        _ => Vec::new(),
    }
}

/// The calls in the command, by operation: what `saltant operations NAME` prints at its end.
fn commands() -> anyhow::Result<BTreeMap<&'static str, Vec<String>>> {
    run_to_end(&mut cargo("build --quiet --locked -p saltant-cli"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let command = target.join("debug").join(format!("saltant{}", std::env::consts::EXE_SUFFIX));
    let mut commands = BTreeMap::new();
    for entry in entries() {
        let name = entry.metadata.name;
        let done =
            Process::new(&command).args(["operations", name]).output().context("saltant operations")?;
        let text = String::from_utf8(done.stdout)?;
        let lines: Vec<_> = text
            .lines()
            .filter(|line| line.starts_with("  saltant "))
            .map(|line| line.trim().to_owned())
            .collect();
        ensure!(!lines.is_empty(), "`saltant operations {name}` does not say how to call it");
        commands.insert(name, lines);
    }
    Ok(commands)
}
