//! What the targets share.

use std::sync::LazyLock;

use bytes::Bytes;
use saltant_core::catalog::{self, AnyOperation, ArgumentError, Entry};
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

/// The operation that two bytes choose, and the bytes that are left.
pub fn choose(data: &[u8]) -> Option<(&'static dyn AnyOperation, &[u8])> {
    let (choice, rest) = data.split_first_chunk::<2>()?;
    let index = usize::from(u16::from_le_bytes(*choice)) % OPERATIONS.len();
    Some((&*OPERATIONS[index], rest))
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
