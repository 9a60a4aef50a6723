//! What the targets share.

use std::sync::LazyLock;

use bytes::Bytes;
use saltant_core::catalog::{self, AnyOperation, ArgumentError, Entry};
use saltant_core::operation::Operation as _;
use saltant_core::{Answer, Error};
use serde_json::{Map, Value, json};

/// One of each operation whose required arguments are numbers, texts and the like.
pub static OPERATIONS: LazyLock<Vec<AnyOperation>> =
    LazyLock::new(|| catalog::entries().filter_map(operation).collect());

fn operation(entry: &Entry) -> Option<AnyOperation> {
    let uuid = "8c93e8b4-cf1a-4387-9dc4-78be37627356";
    let candidates = [json!(1), json!("x"), json!(uuid), json!({}), json!([]), json!(true), json!("running")];
    let mut arguments = Map::new();
    for argument in entry.arguments().filter(|argument| argument.required) {
        let fits = candidates.iter().find(|value| {
            let mut one = arguments.clone();
            one.insert(argument.name.to_owned(), (*value).clone());
            let made = entry.operation(Value::Object(one));
            !matches!(made, Err(ArgumentError::Wrong { name, .. }) if name == argument.name)
        })?;
        arguments.insert(argument.name.to_owned(), fits.clone());
    }
    entry.operation(Value::Object(arguments)).ok()
}

/// The operation that the first line names, and the bytes after it.
///
/// A line that names none chooses one by its bytes, so that a changed name still leads somewhere.
pub fn choose(data: &[u8]) -> Option<(&'static AnyOperation, &[u8])> {
    let (name, rest) = first_line(data)?;
    let named = OPERATIONS.iter().find(|operation| operation.metadata().name.as_bytes() == name);
    Some((named.unwrap_or_else(|| &OPERATIONS[number(name) % OPERATIONS.len()]), rest))
}

/// The same for the catalog's entries.
pub fn choose_entry(data: &[u8]) -> Option<(&'static Entry, &[u8])> {
    let (name, rest) = first_line(data)?;
    let entries: Vec<_> = catalog::entries().collect();
    let named = entries.iter().find(|entry| entry.metadata.name.as_bytes() == name);
    Some((named.unwrap_or_else(|| &entries[number(name) % entries.len()]), rest))
}

fn first_line(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    Some((&data[..end], &data[end + 1..]))
}

fn number(name: &[u8]) -> usize {
    name.iter().fold(0, |sum, byte| sum * 31 % 65_521 + usize::from(*byte))
}

/// An answer.
pub fn answer(status: u16, kind: &'static str, body: &[u8]) -> Answer {
    let mut answer = http::Response::new(Bytes::copy_from_slice(body));
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::OK);
    answer.headers_mut().insert("content-type", http::HeaderValue::from_static(kind));
    answer
}

/// An error fits on a screen, however long the answer was.
pub fn check(error: &Error) {
    assert!(error.to_string().len() < 8000 && format!("{error:?}").len() < 64_000);
}
