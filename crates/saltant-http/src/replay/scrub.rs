//! Masks the secrets of an exchange before it is written.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use saltant_core::{is_secret_name, redact};
use serde_json::Value;

/// The text that replaces a secret.
const MASK: &str = "***";

/// A header's value, or the mask if it is secret.
pub(super) fn header(name: &HeaderName, value: &HeaderValue) -> String {
    let is_secret = value.is_sensitive() || is_secret_name(name.as_str()) || *name == header::SET_COOKIE;
    match value.to_str() {
        Ok(text) if !is_secret => redact(text).into_owned(),
        _ => MASK.to_owned(),
    }
}

/// Path and query. In the path, only words that look like tokens are masked.
pub(super) fn target(path: &str, query: Option<&str>) -> String {
    let path = redact(path);
    match query {
        Some(query) => format!("{path}?{}", pairs(query)),
        None => path.into_owned(),
    }
}

/// `name=value` pairs, with the values of secret names masked.
fn pairs(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_secret_name(name) => format!("{name}={MASK}"),
        Some((name, value)) => format!("{name}={}", redact(value)),
        None => redact(pair).into_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A text body, with its secrets masked.
pub(super) fn body(headers: &HeaderMap, text: &str) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return pairs(text);
    }
    match serde_json::from_str::<Value>(text) {
        // A body without secrets is kept unchanged.
        Ok(mut value) if value.is_object() || value.is_array() => {
            if mask(&mut value, false) {
                value.to_string()
            } else {
                text.to_owned()
            }
        }
        _ => redact(text).into_owned(),
    }
}

/// Masks the secrets of a value; whether there were any.
fn mask(value: &mut Value, secret: bool) -> bool {
    match value {
        Value::String(text) => {
            let masked = if secret && !text.is_empty() { MASK.into() } else { redact(text) };
            let changed = masked != *text;
            if changed {
                *text = masked.into_owned();
            }
            changed
        }
        Value::Array(items) => items.iter_mut().fold(false, |changed, item| mask(item, secret) | changed),
        Value::Object(fields) => fields
            .iter_mut()
            .fold(false, |changed, (name, value)| mask(value, secret || is_secret_name(name)) | changed),
        _ => false,
    }
}
