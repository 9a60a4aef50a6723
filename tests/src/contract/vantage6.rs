//! The rules for the lines of vantage6-client and of plain requests to vantage6 (`wire.*`).

mod arguments;
mod errors;
mod plain;
mod plan;
mod plays;
mod results;

use std::borrow::Cow;
use std::sync::Arc;

use http::Method;
use saltant_core::catalog::{Argument, Entry, find};
use saltant_core::vantage6::{BearerToken, Payload};
use saltant_core::{Credential, NoCredential};
use serde_json::{Map, Value};

use super::{Ask, Exchange, Expected, Line, Outcome, Response, Rules};

/// vantage6's rules.
#[derive(Debug)]
pub(super) struct Vantage6;

const BASE: &str = "http://localhost:9002/api/";
const ACCESS: &str = "<access>";
const REFRESH: &str = "<refresh>";
const NOT_LOGGED_IN: &str = "Missing Authorization Header";

impl Rules for Vantage6 {
    fn service(&self) -> &'static str {
        "vantage6"
    }

    /// The API's path is the first segment, which differs in one line.
    fn base_url(&self, line: &Line) -> String {
        if let Some(given) = plays::base_of(line) {
            return given;
        }
        let path = line.exchanges.first().map(|exchange| exchange.request.path.as_str());
        match path.and_then(|path| path.strip_prefix('/')?.split('/').next()) {
            Some(first) if line.call == "authenticate" => BASE.replace("/api/", &format!("/{first}/")),
            _ => BASE.to_owned(),
        }
    }

    fn base_url_of_paths(&self) -> String {
        BASE.to_owned()
    }

    fn ask(&self, line: &Line) -> Result<Ask, String> {
        if line.call.starts_with("wire.") {
            return Ok(plain::ask(line));
        }
        if let Some(play) = plays::of(line) {
            return Ok(play);
        }
        let name = format!("vantage6.{}", line.call);
        let entry = find(&name).ok_or_else(|| format!("there is no operation {name}"))?;
        let given = arguments::of(line, entry);
        Ok(if line.exchanges.len() > 1 {
            plays::each(line, entry, &given)
        } else {
            Ask::Operation(entry, given)
        })
    }

    /// A call is made by a logged-in user, unless the server says that nobody is logged in.
    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String> {
        let Some(exchange) = line.exchanges.first() else { return Ok(Arc::new(NoCredential)) };
        let anonymous = exchange.response.body.get("msg").and_then(Value::as_str) == Some(NOT_LOGGED_IN);
        // A plain request may carry another token or none.
        let sent = exchange.request.header("authorization");
        let token = sent.and_then(|sent| sent.strip_prefix("Bearer ")).unwrap_or(ACCESS);
        let plain = line.call.starts_with("wire.");
        Ok(if anonymous {
            Arc::new(NoCredential)
        } else {
            Arc::new(BearerToken::new(if plain { token } else { ACCESS }))
        })
    }

    /// The server of the record stores no blobs.
    fn beforehand(&self, line: &Line, method: &Method, path: &str) -> Option<&'static str> {
        let asks = method == Method::GET && path == "/api/blobstream/status";
        let is_task = line.call == "wire.task.post";
        (asks && is_task).then_some(r#"{"blob_store_enabled": false}"#)
    }

    /// The record has placeholders for tokens, named after the kind in the token's claims.
    fn as_recorded<'a>(&self, value: &'a str) -> Cow<'a, str> {
        let Some(token) = value.strip_prefix("Bearer ").filter(|token| token.split('.').count() == 3) else {
            return Cow::Borrowed(value);
        };
        let claims = token.split('.').nth(1).and_then(|part| {
            use base64::Engine as _;
            base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()
        });
        let claims: Value = serde_json::from_slice(&claims.unwrap_or_default()).unwrap_or_default();
        let kind = claims.get("type").and_then(Value::as_str).unwrap_or("unknown");
        Cow::Owned(format!("Bearer <{kind}>"))
    }

    /// The Python client adds a page size of twenty by itself.
    fn is_left_out(&self, line: &Line, name: &str, value: &str) -> bool {
        let default = matches!((name, value), ("page", "1") | ("per_page", "20"));
        let own = ["wire.", "request"].iter().any(|call| line.call.starts_with(call));
        default && line.args.get(name).is_none() && !own
    }

    /// What the Python client knows from its login or its set-up is not among the arguments.
    fn is_unrecorded(&self, _: &Line, argument: &Argument, _: &Map<String, Value>) -> bool {
        argument.required
    }

    /// Inputs are JSON in base64; the JSON may be formatted differently.
    fn recorded_body<'a>(&self, _: &Line, body: &'a Value) -> Cow<'a, Value> {
        let Some(rows) = body.get("organizations").and_then(Value::as_array) else {
            return Cow::Borrowed(body);
        };
        let mut body = body.clone();
        body["organizations"] = rows.iter().map(in_own_words).collect();
        Cow::Owned(body)
    }

    /// No operation's path is longer than three segments, and no placeholder takes several.
    fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix("/api/").filter(|path| path.split('/').count() <= 3)
    }

    fn expected_error(&self, response: &Response) -> Expected {
        errors::expected(response)
    }

    /// Two operations of different names are at the same address.
    fn operation_of(&self, line: &Line, exchange: &Exchange) -> Option<&'static Entry> {
        let at = line.exchanges.iter().position(|other| std::ptr::eq(other, exchange))?;
        match plan::steps(line).get(at)? {
            plan::Step::Call => find(&format!("vantage6.{}", line.call)),
            plan::Step::Renew | plan::Step::Look => None,
        }
    }

    fn check_record(&self, line: &Line) -> Result<(), String> {
        if line.call.starts_with("wire.") { plain::check_record(line) } else { plan::check_record(line) }
    }

    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
        results::check(line, outcomes)
    }

    fn habit(&self, line: &Line) -> Option<&'static str> {
        arguments::habit(line)
    }
}

/// A new task's row, with the JSON of its input formatted as this project does.
fn in_own_words(row: &Value) -> Value {
    let mut row = row.clone();
    let value = row.get("input").and_then(Value::as_str).and_then(|input| {
        let value: Value = Payload::from_wire(input).ok()?.json().ok()?;
        Payload::from_json(&value).ok()
    });
    if let Some(payload) = value {
        row["input"] = payload.to_wire().into();
    }
    row
}
