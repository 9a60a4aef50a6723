//! The rules for the lines of agavepy.

mod arguments;
mod credential;
mod errors;
mod multipart;
mod plays;
mod result;

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;
use http::HeaderMap;
use saltant_core::Credential;
use saltant_core::catalog::{Entry, find};
use serde_json::Value;

use super::{Ask, BodyKind, Expected, Line, Outcome, Request, Response, Rules};

/// Agave's rules.
#[derive(Debug)]
pub(super) struct Agave;

const BASE: &str = "https://agave.test/";

impl Rules for Agave {
    fn service(&self) -> &'static str {
        "agave"
    }

    fn base_url(&self, _: &Line) -> String {
        BASE.to_owned()
    }

    fn base_url_of_paths(&self) -> String {
        BASE.to_owned()
    }

    fn ask(&self, line: &Line) -> Result<Ask, String> {
        // Helper functions of agavepy (futures, executors, its cache) have no operation.
        if let Some(play) = plays::of(line) {
            return Ok(Ask::Play(play));
        }
        Ok(match operation(line) {
            Some(entry) => Ask::Operation(entry, arguments::of(entry, line)),
            None => Ask::Answers,
        })
    }

    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String> {
        credential::of(line)
    }

    /// agavepy sends the names of an execution's variables twice.
    fn is_left_out(&self, line: &Line, name: &str, value: &str) -> bool {
        name == "environment" && line.args.get(name).is_some_and(|given| given.get(value).is_some())
    }

    fn same_raw_body(
        &self,
        _: &Line,
        recorded: &Request,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let text = recorded.body.as_str().unwrap_or_default();
        let bytes = match recorded.body_kind {
            BodyKind::Bytes => base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default(),
            _ => text.as_bytes().to_vec(),
        };
        if recorded.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return multipart::same(&bytes, headers, body);
        }
        if bytes == body { Ok(()) } else { Err(format!("the body is {:?}", String::from_utf8_lossy(body))) }
    }

    fn is_good(&self, line: &Line, response: &Response) -> bool {
        response.has_good_status()
            && match response.body_kind {
                // With `naked` the server omits the envelope, which this project does not accept.
                BodyKind::Json if arguments::habit(line) == Some("naked") => false,
                BodyKind::Json => response.body.get("status").and_then(Value::as_str) != Some("error"),
                // A file may be empty or any text; an answer of the API may not.
                _ => response.status == 204 || !is_declared_json(response),
            }
    }

    /// The content of the envelope; files have no envelope.
    fn payload<'a>(&self, _line: &Line, response: &'a Response) -> Cow<'a, Value> {
        let body = &response.body;
        match response.body_kind {
            BodyKind::Json if body.get("access_token").is_some() => Cow::Owned(token(body)),
            BodyKind::Json if body.get("status").is_some() => {
                body.get("result").map_or(Cow::Owned(Value::Null), Cow::Borrowed)
            }
            BodyKind::None if response.status == 204 => Cow::Owned(Value::Null),
            _ => Cow::Owned(Value::String(String::from_utf8_lossy(&response.bytes()).into_owned())),
        }
    }

    fn is_empty_body(&self, body: &[u8]) -> bool {
        body == b"{}"
    }

    fn same_value(&self, line: &Line, response: &Response, value: &Value) -> Result<(), String> {
        result::same(&self.payload(line, response), value)
    }

    fn expected_error(&self, response: &Response) -> Expected {
        errors::expected(response)
    }

    fn operation_of(&self, line: &Line, exchange: &super::Exchange) -> Option<&'static Entry> {
        (exchange.request.path != "/token").then(|| operation(line)).flatten()
    }

    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
        result::check(line, outcomes)
    }

    fn check_record(&self, line: &Line) -> Result<(), String> {
        errors::check_message(line)
    }

    fn habit(&self, line: &Line) -> Option<&'static str> {
        arguments::habit(line).or_else(|| errors::habit(line))
    }
}

/// The operation that a call names. A name with an underscore belongs to a helper function of agavepy.
fn operation(line: &Line) -> Option<&'static Entry> {
    if line.call.contains('_') {
        return None;
    }
    find(&format!("agave.{}", snake_case(&line.call)))
}

fn is_declared_json(response: &Response) -> bool {
    let kind = response.headers.get("content-type").and_then(Value::as_str);
    kind.is_some_and(|kind| kind.starts_with("application/json"))
}

/// The arguments of a token operation, whose time to live may be recorded as a text.
fn token(body: &Value) -> Value {
    let mut token = body.clone();
    if let Some(seconds) = token.get_mut("expires_in") {
        let number = seconds.as_str().and_then(|text| text.parse::<u64>().ok());
        *seconds = number.map_or_else(|| seconds.take(), Value::from);
    }
    token
}

/// `filePath` is `file_path`, `callbackURL` is `callback_url`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = !c.is_ascii_uppercase() && c != '.';
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_become_snake_case() {
        for (python, own) in [
            ("filePath", "file_path"),
            ("callbackURL", "callback_url"),
            ("jobs.getStatus", "jobs.get_status"),
            ("helpURI", "help_uri"),
            ("limit", "limit"),
        ] {
            assert_eq!(snake_case(python), own);
        }
    }
}
