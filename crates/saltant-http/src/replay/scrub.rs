//! Masks the secrets of an exchange before it is written.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use saltant_core::{KnownSecret, Metadata, is_secret_name, mask_known, redact, redact_json};
use serde_json::Value;

use crate::pipeline::sent_secrets::is_secret_parameter;

/// The text that replaces a secret.
const MASK: &str = "***";

/// A header's value, or the mask if it is secret.
pub(super) fn header(name: &HeaderName, value: &HeaderValue, known: &[KnownSecret]) -> String {
    let is_secret = value.is_sensitive() || is_secret_name(name.as_str()) || *name == header::SET_COOKIE;
    match value.to_str() {
        Ok(text) if !is_secret => redact(&mask_known(text, known)).into_owned(),
        _ => MASK.to_owned(),
    }
}

/// Path and query. In the path, words that look like tokens are masked, and the secret segments of the operation.
pub(super) fn target(metadata: Option<&Metadata>, path: &str, query: Option<&str>) -> String {
    let secrets: Vec<_> = metadata.into_iter().flat_map(|metadata| metadata.secret_segments(path)).collect();
    let mask = |segment| if secrets.contains(&segment) { MASK } else { segment };
    let path = path.split('/').map(mask).collect::<Vec<_>>().join("/");
    let path = redact(&path);
    match query {
        Some(query) => format!("{path}?{}", pairs(query)),
        None => path.into_owned(),
    }
}

/// `name=value` pairs, with the values of secret names masked.
fn pairs(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_secret_parameter(name) => format!("{name}={MASK}"),
        Some((name, value)) => format!("{name}={}", redact(value)),
        None => redact(pair).into_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A text body, with its secrets masked.
pub(super) fn body(headers: &HeaderMap, text: &str, known: &[KnownSecret]) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return pairs(text);
    }
    match serde_json::from_str::<Value>(text) {
        // A body without secrets is kept unchanged.
        Ok(mut value) if value.is_object() || value.is_array() => {
            if redact_json(&mut value, known) {
                value.to_string()
            } else {
                text.to_owned()
            }
        }
        _ => redact(&mask_known(text, known)).into_owned(),
    }
}
