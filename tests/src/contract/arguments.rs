use std::collections::BTreeMap;

use saltant_core::catalog::{AnyOperation, Argument, ArgumentError, Entry};
use serde_json::{Map, Value};

use super::{BodyKind, Line, Request, Rules, template};

/// Recorded arguments of an operation. A recorded text may stand for a number, a list or JSON.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    named: Map<String, Value>,
    /// Other possible values of an argument, the last one to be tried first.
    readings: BTreeMap<String, Vec<Value>>,
}

impl Given {
    /// Completes the arguments of an operation by the rules for all services.
    ///
    /// Null means that an argument was not given: Python's `None`. Arguments that the recorder did not write
    /// down are taken from the recorded request.
    pub(super) fn complete(
        rules: &dyn Rules,
        line: &Line,
        entry: &Entry,
        given: &Map<String, Value>,
    ) -> Self {
        let mut all = Self::default();
        for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
            all.add(name, value.clone(), Vec::new());
        }
        let Some(request) = line.exchanges.first().map(|exchange| &exchange.request) else { return all };
        let is_missing = |argument: &Argument| {
            !given.contains_key(argument.name) && rules.is_unrecorded(line, argument, given)
        };
        for argument in entry.arguments().filter(is_missing) {
            if let Some(value) = from_path(rules, entry, request, argument.name) {
                all.add(argument.name, value, Vec::new());
            } else if let Some((value, readings)) = from_body(request, argument.name) {
                all.add(argument.name, value, readings);
            }
        }
        all
    }

    fn add(&mut self, name: &str, value: Value, mut readings: Vec<Value>) {
        if let Some(number) = value.as_str().and_then(number) {
            readings.push(number);
        }
        self.named.insert(name.to_owned(), value);
        self.readings.insert(name.to_owned(), readings);
    }

    /// Makes the operation from the first values that its types accept.
    pub(super) fn operation(mut self, entry: &Entry) -> Result<AnyOperation, ArgumentError> {
        loop {
            let error = match entry.operation(Value::Object(self.named.clone())) {
                Ok(operation) => return Ok(operation),
                Err(error) => error,
            };
            let ArgumentError::Wrong { name, .. } = &error else { return Err(error) };
            let Some(other) = self.readings.get_mut(*name).and_then(Vec::pop) else { return Err(error) };
            self.named.insert((*name).to_owned(), other);
        }
    }
}

fn number(text: &str) -> Option<Value> {
    text.parse().ok().map(Value::Number)
}

/// A placeholder's value.
fn from_path(rules: &dyn Rules, entry: &Entry, request: &Request, name: &str) -> Option<Value> {
    let below = rules.below_base(&request.path)?;
    template::fit(entry.metadata.path, below)?.1.remove(name)
}

/// A field of the body and, if the body is a form, the other values that its text may mean.
fn from_body(request: &Request, name: &str) -> Option<(Value, Vec<Value>)> {
    match request.body_kind {
        BodyKind::Json => Some((request.body.get(name)?.clone(), Vec::new())),
        BodyKind::Form => {
            let pairs = request.body.as_array()?.iter();
            let texts: Vec<&str> = pairs
                .filter(|pair| pair.get(0).and_then(Value::as_str) == Some(name))
                .filter_map(|pair| pair.get(1)?.as_str())
                .collect();
            let first = *texts.first()?;
            let list = |read: fn(&str) -> Value| Value::Array(texts.iter().map(|text| read(text)).collect());
            let numbers = list(|text| number(text).unwrap_or_else(|| text.into()));
            let flag = match first {
                "True" => Some(Value::Bool(true)),
                "False" => Some(Value::Bool(false)),
                _ => None,
            };
            let mut readings = vec![list(|text| text.into()), numbers];
            readings.extend(serde_json::from_str(first).ok().filter(|read: &Value| !read.is_null()));
            readings.extend(flag);
            Some((first.into(), readings))
        }
        _ => None,
    }
}
