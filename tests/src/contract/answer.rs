//! Checks results: a good answer has to give the complete output, a bad one the right error.

use saltant_core::Operation as _;
use std::collections::BTreeMap;

use saltant_core::Error;
use saltant_core::catalog::{Entry, entries};
use serde_json::Value;

use super::stand_in::stand_in;
use super::{Exchange, Expected, Line, Response, Rules, template};

/// Checks the value or error that an answer gave.
pub fn check(
    rules: &dyn Rules,
    line: &Line,
    response: &Response,
    result: &Result<Value, Error>,
) -> Result<(), String> {
    match (rules.is_good(line, response), result) {
        (true, Ok(value)) => same_value(rules, line, response, value),
        (true, Err(error)) => Err(format!("the answer is good, but it became an error: {error}")),
        (false, Err(error)) => same_error(response, &rules.expected_error(response), error),
        (false, Ok(_)) => Err(format!("the answer {} became a value, not an error", response.status)),
    }
}

fn same_value(rules: &dyn Rules, line: &Line, response: &Response, value: &Value) -> Result<(), String> {
    rules.same_value(line, response, value).map_err(|why| format!("the answer's {why}"))
}

fn same_error(response: &Response, expected: &Expected, error: &Error) -> Result<(), String> {
    if error.kind() != expected.kind {
        return Err(format!("the error is of kind {:?}, not {:?}: {error}", error.kind(), expected.kind));
    }
    if response.is_dropped() {
        return Ok(());
    }
    if error.status().map(|status| status.as_u16()) != Some(response.status) {
        return Err(format!("the error's status is {:?}, not {}", error.status(), response.status));
    }
    let none = BTreeMap::new();
    let (message, code, fields) =
        error.api().map_or(("", None, &none), |api| (api.message.as_str(), api.code.as_deref(), &api.fields));
    if let Some(text) = &expected.message {
        let found = message.is_empty() == text.is_empty() && text.contains(message);
        if !found {
            return Err(format!("the error's message is {message:?}, the answer says {text:?}"));
        }
    }
    if code != expected.code.as_deref() {
        return Err(format!("the error's code is {code:?}, not {:?}", expected.code));
    }
    if *fields != expected.fields {
        return Err(format!("the error's fields are {fields:?}, not {:?}", expected.fields));
    }
    Ok(())
}

/// Reads a recorded answer without its call, by the operation at its request's method and path.
///
/// Returns whether anything was read: if the catalog has no such operation, only an error is.
pub(super) fn read_alone(rules: &dyn Rules, line: &Line, exchange: &Exchange) -> Result<bool, String> {
    let response = &exchange.response;
    if response.is_dropped() {
        return Ok(false);
    }
    let answer = response.answer()?;
    let found = rules
        .operation_of(line, exchange)
        .or_else(|| template::find(rules, &exchange.request.method, &exchange.request.path).map(|(e, _)| e));
    match found {
        Some(entry) => {
            let result = stand_in(entry)?.read(&answer);
            check(rules, line, response, &result)?;
        }
        None if response.has_good_status() => return Ok(false),
        None => {
            let metadata = any_of(rules).ok_or("the catalog has no operation of the service")?.metadata;
            check(rules, line, response, &Err(metadata.error_of(&answer)))?;
        }
    }
    Ok(true)
}

/// Any operation of the service: all of them read errors in the same way.
fn any_of(rules: &dyn Rules) -> Option<&'static Entry> {
    entries().find(|entry| entry.metadata.service() == rules.service())
}
