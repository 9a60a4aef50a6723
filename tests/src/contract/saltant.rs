//! How the lines of saltant-py, of plain requests to saltant (`raw.*`) and of saltant-cli (`cli.*`) are
//! understood.

mod defaults;
mod errors;
mod filters;
mod plain;
mod plays;

use std::sync::Arc;

use saltant_core::catalog::{Entry, find};
use saltant_core::saltant::{JsonWebToken, StaticToken};
use saltant_core::types::saltant::TokenPair;
use saltant_core::{Credential, NoCredential};
use serde_json::{Map, Value};

use super::meaning::{Fields, holds};
use super::replay::last_value;
use super::{Ask, Expected, Line, NotRenewed, Outcome, Response, Rules};

/// saltant's rules.
#[derive(Debug)]
pub(super) struct Saltant;

const BASE: &str = "https://saltant.test/api/";

/// saltant-py's names that differ from the service's.
const RENAMES: [(&str, &str); 2] = [("task_type_id", "task_type"), ("task_queue_id", "task_queue")];

/// saltant-py takes fields of its own choice in these, which override the named ones.
const EXTRA: [&str; 3] = ["extra_data_to_post", "extra_data_to_put", "extra_data_to_patch"];

/// What the recorder noted about a call beside its arguments.
const NOTES: [&str; 4] = ["of", "as", "note", "python"];

impl Rules for Saltant {
    fn service(&self) -> &'static str {
        "saltant"
    }

    fn base_url(&self, _: &Line) -> String {
        BASE.to_owned()
    }

    fn base_url_of_paths(&self) -> String {
        BASE.to_owned()
    }

    fn ask(&self, line: &Line) -> Result<Ask, String> {
        let words: Vec<&str> = line.call.split('.').collect();
        match words[..] {
            ["cli" | "manager" | "worker", ..] => Ok(Ask::Answers),
            [.., method] if method.starts_with("response_data_to_") || method == "str" => Ok(Ask::Answers),
            ["raw", ..] => Ok(plain::ask(line)),
            ["client", method] => plays::client(method, line),
            ["model", model, method] => plays::model(model, method, line),
            [group, method] => named(group, method, line),
            _ => Err(format!("the name {} says nothing", line.call)),
        }
    }

    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String> {
        let sent = line.exchanges.first().and_then(|exchange| exchange.request.header("authorization"));
        let (scheme, secret) =
            sent.map_or(("Token", "<token>"), |sent| sent.split_once(' ').unwrap_or((sent, "")));
        // saltant-py knows the static token only. A plain request may show another; a placeholder says which
        // kind of token it stands for.
        let plain = line.call.starts_with("raw.");
        let answer = line.exchanges.first().map(|exchange| exchange.response.status);
        let bearer =
            plain && (secret.starts_with("<access>") || scheme == "Bearer" && !secret.starts_with("<token"));
        Ok(match sent {
            None if plain && matches!(answer, Some(401 | 403)) => Arc::new(NoCredential),
            _ if bearer => Arc::new(NotRenewed(JsonWebToken::new(TokenPair::new(secret, "<refresh>")))),
            _ => Arc::new(StaticToken::new(secret)),
        })
    }

    /// saltant-py asks for one page that holds everything.
    fn is_left_out(&self, line: &Line, name: &str, value: &str) -> bool {
        let default = matches!((name, value), ("page", "1") | ("page_size", "9223372036854775807"));
        let given = line.args.get("filters").is_some_and(|filters| filters.get(name).is_some());
        default && !given && !line.call.starts_with("raw.")
    }

    /// A lookup by name asks for no more than it needs to tell one from several.
    fn is_own(&self, line: &Line, name: &str, _: &str) -> bool {
        plays::is_by_name(line) && name == "page_size"
    }

    fn expected_error(&self, response: &Response) -> Expected {
        errors::expected(response)
    }

    fn check_record(&self, line: &Line) -> Result<(), String> {
        if line.call.starts_with("raw.") { plain::check_record(line) } else { errors::check_message(line) }
    }

    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
        let (Some(result), Some(value)) = (&line.result, last_value(outcomes)) else { return Ok(()) };
        if matches!(line.call.split('.').next(), Some("raw" | "client")) {
            return Ok(());
        }
        let value = match (result, value.get("results")) {
            // saltant-py gives the items and throws the rest of the page away.
            (Value::Array(_), Some(items)) => items.clone(),
            // Many calls at once: one value for each.
            (Value::Array(_), None) => {
                outcomes.iter().filter_map(|outcome| outcome.result.as_ref().ok()).cloned().collect()
            }
            _ => value.clone(),
        };
        // The record cuts long lists.
        if let (Value::Array(recorded), Value::Array(read)) = (result, &value)
            && line.exchanges.iter().any(|exchange| exchange.response.body_cut.is_some())
        {
            let shorter = recorded.len().min(read.len());
            return holds(&recorded[..shorter].into(), &read[..shorter].into(), Fields::Same)
                .map_err(|why| format!("the result's {why}"));
        }
        holds(result, &value, Fields::Same).map_err(|why| format!("the result's {why}"))
    }

    fn habit(&self, line: &Line) -> Option<&'static str> {
        filters::habit(line)
    }
}

/// A call of a manager.
fn named(group: &str, method: &str, line: &Line) -> Result<Ask, String> {
    if let Some(play) = plays::manager(group, method, line) {
        return play;
    }
    let name = format!("saltant.{group}.{method}");
    let entry = find(&name).ok_or_else(|| format!("there is no operation {name}"))?;
    Ok(Ask::Operation(entry, arguments(entry, group, method, line)))
}

/// saltant-py's arguments under the names of the operation.
fn arguments(entry: &'static Entry, group: &str, method: &str, line: &Line) -> Map<String, Value> {
    let mut given = line.arguments();
    let extra: Vec<Value> = EXTRA.iter().filter_map(|name| given.remove(*name)).collect();
    let mut named = defaults::of(group, method);
    for (name, value) in given.into_iter().filter(|(name, _)| !is_note(entry, name)) {
        let renamed = RENAMES.iter().find(|(python, _)| *python == name);
        named.insert(renamed.map_or(name, |(_, own)| (*own).to_owned()), value);
    }
    for (name, value) in extra.into_iter().filter_map(|extra| extra.as_object().cloned()).flatten() {
        named.insert(name, defaults::read(value));
    }
    if let Some(filters) = named.remove("filters") {
        named.extend(filters::arguments(entry, &filters));
    }
    named
}

/// Whether an argument is a note of the recorder's: one of its words, or a state told of an operation that
/// takes none.
fn is_note(entry: &Entry, name: &str) -> bool {
    let known = entry.arguments.iter().any(|argument| argument.name == name);
    !known && (NOTES.contains(&name) || name == "state")
}
