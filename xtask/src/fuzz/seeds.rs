//! Inputs to begin with, made of the recorded calls of the contract.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use saltant_core::catalog::{Entry, entries};
use saltant_tests::contract::{Exchange, Line, Request};
use saltant_tests::inventory::tests_folder;

use crate::services::SERVICES;

/// Writes the inputs of all targets; gives their number.
pub(super) fn write(corpus: &Path) -> anyhow::Result<usize> {
    let mut count = 0;
    for service in SERVICES {
        let file = tests_folder().join("contract").join(service).join("calls.jsonl");
        let calls = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        for (number, line) in calls.lines().enumerate() {
            let call = Line::parse(line)?;
            for (part, exchange) in call.exchanges.iter().enumerate() {
                for (target, input) in inputs(service, &call, exchange) {
                    let folder = corpus.join(target);
                    fs::create_dir_all(&folder)?;
                    fs::write(folder.join(format!("{service}-{number}-{part}")), input)?;
                    count += 1;
                }
            }
        }
    }
    Ok(count)
}

/// One recorded exchange as an input of each target.
fn inputs(service: &str, call: &Line, exchange: &Exchange) -> Vec<(&'static str, Vec<u8>)> {
    let (request, response) = (&exchange.request, &exchange.response);
    let body = response.bytes();
    let mut inputs = vec![("texts", body.to_vec())];
    let above = |floor: u16| response.status.checked_sub(floor).and_then(|status| u8::try_from(status).ok());
    if let Some(status) = above(200) {
        inputs.push(("executor", [&[status, 3, b'a', b'b'], &body[..]].concat()));
    }
    let Some(entry) = operation(service, request) else { return inputs };
    let name = format!("{}\n", entry.metadata.name).into_bytes();
    match above(300) {
        None => inputs.push(("answers", [&name, &body[..]].concat())),
        Some(status) => inputs.push(("errors", [&name, &[status, 0][..], &body].concat())),
    }
    inputs.push(("requests", [&name, call.args.to_string().as_bytes()].concat()));
    inputs
}

/// The operation that makes a request, by method and path.
fn operation(service: &str, request: &Request) -> Option<&'static Entry> {
    let given: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    entries().find(|entry| {
        let own: Vec<&str> = entry.metadata.path.trim_matches('/').split('/').collect();
        // The recorded path may begin with the base address's.
        let fits = given.len() >= own.len()
            && own
                .iter()
                .rev()
                .zip(given.iter().rev())
                .all(|(own, given)| own.starts_with('{') || own == given);
        entry.metadata.service() == service && entry.metadata.method.as_str() == request.method && fits
    })
}
