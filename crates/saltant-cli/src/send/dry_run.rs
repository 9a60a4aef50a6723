//! Prints a request as it would be sent, without its secrets.

use std::io::Write as _;

use saltant::Body;
use saltant::catalog::{AnyOperation, Entry};
use saltant::core::http::Request;
use saltant::http::Client;
use serde_json::Value;

use super::arguments::Made;
use crate::exit::Failure;
use crate::output;

/// Printed in place of a secret.
const HIDDEN: &str = "***";

/// Prints the request. The client has to be made with placeholders for its secrets.
pub(super) fn print(client: &Client, entry: &Entry, made: Made) -> Result<(), Failure> {
    let operation = without_secrets(entry, made)?;
    print_request(&client.call(operation).request()?)
}

/// Prints a request that has no secrets but in its headers.
pub(crate) fn print_request(request: &Request<Body>) -> Result<(), Failure> {
    let mut out = output::stdout();
    // A hidden part of the address stands there in percent code.
    let address = request.uri().to_string().replace("%2A%2A%2A", HIDDEN);
    writeln!(out, "{} {address}", request.method())?;
    for (name, value) in request.headers() {
        let shown = if value.is_sensitive() { HIDDEN } else { value.to_str().unwrap_or("(not text)") };
        writeln!(out, "{name}: {shown}")?;
    }
    match request.body().as_bytes() {
        Some(bytes) if bytes.is_empty() => {}
        Some(bytes) => {
            drop(out);
            output::data(&format!("\n{}\n", readable(bytes)))?;
        }
        None => writeln!(out, "\n(the content of a file)")?,
    }
    Ok(())
}

/// The same operation with its secret arguments replaced.
fn without_secrets(entry: &Entry, made: Made) -> Result<AnyOperation, Failure> {
    let mut arguments = made.arguments.clone();
    entry.mask_secrets(&mut arguments);
    if arguments == made.arguments {
        return Ok(made.operation);
    }
    let masked = entry.operation_with(Value::Object(arguments), made.bodies);
    masked.map_err(|error| Failure::usage(error.to_string()))
}

fn readable(body: &[u8]) -> String {
    String::from_utf8(body.to_vec()).unwrap_or_else(|_| format!("({} bytes)", body.len()))
}
