use std::collections::BTreeMap;

use saltant_core::ErrorKind;
use serde_json::Value;

use super::super::Rules as _;
use super::super::meaning::{Fields, holds};
use super::super::request::segments;
use super::{Expected, Line, Response, Saltant};

/// The expected error of an answer, by what was measured.
pub(super) fn expected(response: &Response) -> Expected {
    if response.is_dropped() {
        return Expected::of(ErrorKind::Transport);
    }
    let is_page = response
        .headers
        .get("content-type")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.starts_with("text/html"));
    if is_page {
        let is_wrong_address = response.has_good_status() || (400..500).contains(&response.status);
        let kind = if is_wrong_address { ErrorKind::NotThisApi } else { ErrorKind::Api };
        return Expected::of(kind);
    }
    let body = &response.body;
    let mut expected = Expected::of(ErrorKind::Api);
    let detail = body.get("detail").and_then(Value::as_str);
    // A 403 is about the credential, unless it says that permission is missing.
    let may_not = detail.is_some_and(|text| text.starts_with("You do not have"));
    if response.status == 401 || response.status == 403 && !may_not {
        expected.kind = ErrorKind::Auth;
    }
    expected.code = body.get("code").and_then(Value::as_str).map(str::to_owned);
    let texts = |value: &Value| -> Vec<String> {
        let items = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
    };
    // Python's rendering of a list escapes its own quotes.
    let non_field = body.get("non_field_errors").map(|errors| texts(errors).join(" ").replace("\\'", "'"));
    expected.message = Some(match (detail, non_field, body) {
        (Some(detail), ..) => detail.to_owned(),
        (None, Some(text), _) => text,
        (None, None, Value::String(text)) => text.clone(),
        _ => String::new(),
    });
    let told_elsewhere = ["detail", "code", "messages", "non_field_errors"];
    let fields = body.as_object().into_iter().flatten();
    let fields = fields.filter(|(name, _)| !told_elsewhere.contains(&name.as_str()));
    expected.fields = fields.map(|(name, value)| (name.clone(), texts(value))).collect::<BTreeMap<_, _>>();
    expected
}

/// Checks that saltant-py's outcome matches the last answer: a result a good one, an exception a bad one with
/// the status and body in its text.
pub(super) fn check_message(line: &Line) -> Result<(), String> {
    let refused = matches!(line.error.as_deref(), Some("BadHttpRequestError" | "AuthenticationError"));
    if refused && line.exchanges.is_empty() && !line.call.starts_with("manager.") {
        return Err("saltant-py raised an exception for an answer that is not recorded".to_owned());
    }
    let whole = !matches!(line.call.split('.').next(), Some("cli" | "client" | "worker" | "manager"));
    if let Some(last) = line.exchanges.last().filter(|_| whole || refused)
        && Saltant.is_good(line, &last.response) == refused
    {
        let made = if refused { "an exception" } else { "a result" };
        return Err(format!("saltant-py made {made} of the answer {}", last.response.status));
    }
    let (Some("BadHttpRequestError"), Some(message), Some(last)) =
        (line.error.as_deref(), &line.message, line.exchanges.last())
    else {
        return Ok(());
    };
    let Some((address, rest)) = message.split_once(" failed with status ") else { return Ok(()) };
    let path = address.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    let path = path.map(|path| path.split(['?', '#']).next().unwrap_or_default());
    if path.is_some_and(|path| segments(path) != segments(&last.request.path)) {
        return Err(format!("the exception names another path than {}", last.request.path));
    }
    let response = &last.response;
    if !rest.starts_with(&format!("{}:", response.status)) {
        return Err(format!("the exception names another status than {}", response.status));
    }
    let body = rest.split_once("\n\n").map(|(_, body)| body.trim()).unwrap_or_default();
    match serde_json::from_str::<Value>(body) {
        Ok(told) => holds(&told, &response.body, Fields::Same)
            .map_err(|why| format!("the exception contains another answer: {why}")),
        Err(_) => Ok(()),
    }
}
