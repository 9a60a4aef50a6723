//! The rules for the lines of saltant-py, of saltant-cli (`cli.*`) and of plain requests (`raw.*`).

mod defaults;
mod errors;
mod filters;
mod habits;
mod plain;
mod plays;

use std::sync::Arc;

use saltant_core::catalog::{Argument, Entry, find};
use saltant_core::saltant::{JsonWebToken, StaticToken};
use saltant_core::types::saltant::TokenPair;
use saltant_core::{Credential, NoCredential};
use serde_json::{Map, Value, json};

use super::meaning::{Fields, holds};
use super::replay::last_value;
use super::{Ask, Exchange, Expected, Line, NotRenewed, Outcome, Response, Rules, template};

/// saltant's rules.
#[derive(Debug)]
pub(super) struct Saltant;

const BASE: &str = "https://saltant.test/api/";

/// The names of saltant-py that differ from the service's.
const RENAMES: [(&str, &str); 2] = [("task_type_id", "task_type"), ("task_queue_id", "task_queue")];

/// Arguments of saltant-py with extra fields, which override the named ones.
const EXTRA: [&str; 3] = ["extra_data_to_post", "extra_data_to_put", "extra_data_to_patch"];

/// Notes of the recorder among the arguments.
const NOTES: [&str; 6] = ["of", "as", "note", "python", "auth", "state"];

impl Rules for Saltant {
    fn service(&self) -> &'static str {
        "saltant"
    }

    /// The path of the call's address; the recorded origin is replaced.
    fn base_url(&self, line: &Line) -> String {
        let named = line.args.get("base_api_url").and_then(Value::as_str);
        let path = named.and_then(|base| base.split_once("://")?.1.split_once('/'));
        match path {
            Some((_, path)) => format!("https://saltant.test/{}", path.split(' ').next().unwrap_or_default()),
            None => BASE.to_owned(),
        }
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
            _ => Err(format!("the call {} is not known", line.call)),
        }
    }

    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String> {
        let sent = line.exchanges.first().and_then(|exchange| exchange.request.header("authorization"));
        let (scheme, secret) =
            sent.map_or(("Token", "<token>"), |sent| sent.split_once(' ').unwrap_or((sent, "")));
        // saltant-py has only static tokens. A plain request may carry another kind; its placeholder says
        // which.
        let plain = line.call.starts_with("raw.");
        let answer = line.exchanges.first().map(|exchange| exchange.response.status);
        let anonymous =
            plain && matches!(answer, Some(401 | 403)) || line.args.get("auth") == Some(&"none".into());
        let bearer =
            plain && (secret.starts_with("<access>") || scheme == "Bearer" && !secret.starts_with("<token"));
        Ok(match sent {
            None if anonymous => Arc::new(NoCredential),
            _ if bearer => Arc::new(NotRenewed(JsonWebToken::new(TokenPair::new(secret, "<refresh>")))),
            _ => Arc::new(StaticToken::new(secret)),
        })
    }

    /// saltant-py requests one page that is large enough for everything.
    fn is_left_out(&self, line: &Line, name: &str, value: &str) -> bool {
        let default = matches!((name, value), ("page", "1") | ("page_size", "9223372036854775807"));
        let given = line.args.get("filters").is_some_and(|filters| filters.get(name).is_some());
        default && !given && !line.call.starts_with("raw.")
    }

    /// saltant-py's `put` sends every field, and a model object has every field. If the recorder noted only
    /// the id, it noted none of the arguments.
    fn is_unrecorded(&self, line: &Line, argument: &Argument, given: &Map<String, Value>) -> bool {
        let noted = given.keys().any(|name| name != "id");
        argument.required || line.method() == "put" || line.method() == "patch" && !noted
    }

    /// For a patch without a change, this project sends an empty object and saltant-py no body.
    fn is_empty_body(&self, body: &[u8]) -> bool {
        body == b"{}"
    }

    /// The server accepts paths without the last slash too.
    fn operation_of(&self, _: &Line, exchange: &Exchange) -> Option<&'static Entry> {
        let request = &exchange.request;
        let path = request.path.strip_suffix('/').unwrap_or(&request.path);
        template::find(self, &request.method, &format!("{path}/")).map(|(entry, _)| entry)
    }

    fn expected_error(&self, response: &Response) -> Expected {
        errors::expected(response)
    }

    fn check_record(&self, line: &Line) -> Result<(), String> {
        line.exchanges.iter().try_for_each(check_scheme)?;
        if line.call.starts_with("raw.") { plain::check_record(line) } else { errors::check_message(line) }
    }

    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
        let (Some(result), Some(value)) = (&line.result, last_value(outcomes)) else { return Ok(()) };
        if matches!(line.call.split('.').next(), Some("raw" | "client")) {
            return Ok(());
        }
        let items = match value.get("results").and_then(Value::as_array) {
            // saltant-py returns the items without the rest of the page.
            Some(items) => items.clone(),
            // A call for many objects: one value for each.
            None => outcomes.iter().filter_map(|outcome| outcome.result.as_ref().ok()).cloned().collect(),
        };
        let is_cut = line.exchanges.iter().any(|exchange| exchange.response.body_cut.is_some());
        match result {
            _ if is_cut => Ok(()),
            Value::Array(_) => holds(result, &Value::Array(items), Fields::Same),
            // The recorder's short form of a list.
            Value::Object(short) if short.contains_key("count") && short.contains_key("first") => {
                let first = items.first().cloned().unwrap_or(Value::Null);
                holds(result, &json!({"count": items.len(), "first": first}), Fields::Same)
            }
            // A note about an object on the Python side, with one of its fields.
            Value::Object(note) if note.contains_key("object_after") => {
                let told =
                    value.as_object().into_iter().flatten().any(|(_, field)| *field == result["returned"]);
                told.then_some(()).ok_or_else(|| format!("returned is not {}", result["returned"]))
            }
            // A note about the caller's own dictionary.
            Value::Object(note) if line.args.get("filters").is_some() && note.contains_key("page") => Ok(()),
            _ if line
                .args
                .as_object()
                .is_some_and(|args| args.keys().all(|name| EXTRA.contains(&name.as_str()))) =>
            {
                holds(result, value, Fields::MayBeMore)
            }
            _ => holds(result, value, Fields::Same),
        }
        .map_err(|why| format!("the result's {why}"))
    }

    fn habit(&self, line: &Line) -> Option<&'static str> {
        filters::habit(line).or_else(|| habits::habit(line))
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

/// Checks that a token was sent with its own scheme, unless the server refused it.
///
/// The server accepts the static token's scheme in upper and lower case.
fn check_scheme(exchange: &Exchange) -> Result<(), String> {
    let sent = exchange.request.header("authorization").and_then(|sent| sent.split_once(' '));
    let Some((scheme, secret)) = sent.filter(|_| exchange.response.status != 403) else { return Ok(()) };
    let own = match secret {
        _ if secret.starts_with("<token") => "Token",
        _ if secret.starts_with("<access") => "Bearer",
        _ => return Ok(()),
    };
    if own.eq_ignore_ascii_case(scheme) {
        return Ok(());
    }
    Err(format!("{secret} was sent with the scheme {scheme}, not {own}"))
}

/// Whether an argument is a note of the recorder.
fn is_note(entry: &Entry, name: &str) -> bool {
    let known = entry.arguments().any(|argument| argument.name == name);
    !known && NOTES.contains(&name)
}
