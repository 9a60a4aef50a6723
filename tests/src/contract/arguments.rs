use saltant_core::catalog::Entry;
use serde_json::{Map, Value};

use super::{BodyKind, Line, Request, Rules, template};

/// Completes the arguments of an operation by what holds for every service.
///
/// An argument that is null is one that was not given: Python's `None`. A required argument that the recorder
/// did not write down is taken from the recorded request.
pub(super) fn complete(
    rules: &dyn Rules,
    line: &Line,
    entry: &Entry,
    mut arguments: Map<String, Value>,
) -> Map<String, Value> {
    arguments.retain(|_, value| !value.is_null());
    let Some(request) = line.exchanges.first().map(|exchange| &exchange.request) else { return arguments };
    for argument in entry.arguments.iter().filter(|argument| argument.required) {
        if arguments.contains_key(argument.name) {
            continue;
        }
        let found =
            from_path(rules, entry, request, argument.name).or_else(|| from_body(request, argument.name));
        if let Some(value) = found {
            arguments.insert(argument.name.to_owned(), value);
        }
    }
    arguments
}

/// A placeholder's value. A number is told from a text by trying.
fn from_path(rules: &dyn Rules, entry: &Entry, request: &Request, name: &str) -> Option<Value> {
    let below = rules.below_base(&request.path)?;
    template::fit(entry.facts.path, below)?.1.remove(name)
}

fn from_body(request: &Request, name: &str) -> Option<Value> {
    match request.body_kind {
        BodyKind::Json => request.body.get(name).cloned(),
        BodyKind::Form => {
            let pairs = request.body.as_array()?;
            let pair = pairs.iter().find(|pair| pair.get(0).and_then(Value::as_str) == Some(name))?;
            pair.get(1).cloned()
        }
        _ => None,
    }
}

/// Arguments with numbers in place of texts where the operation wants numbers, and the other way round.
pub(super) fn made(
    entry: &Entry,
    arguments: &Map<String, Value>,
) -> Result<Box<dyn saltant_core::catalog::AnyOperation>, String> {
    let mut arguments = arguments.clone();
    loop {
        let error = match entry.operation(Value::Object(arguments.clone())) {
            Ok(operation) => return Ok(operation),
            Err(error) => error,
        };
        let saltant_core::catalog::ArgumentError::Wrong { name, .. } = &error else {
            return Err(error.to_string());
        };
        let other = arguments.get(*name).and_then(Value::as_str).and_then(|text| text.parse().ok());
        let Some(number) = other else { return Err(error.to_string()) };
        arguments.insert((*name).to_owned(), Value::Number(number));
    }
}
