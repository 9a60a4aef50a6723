use std::collections::BTreeSet;

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::meaning::{Fields, form_says, holds, same, short};
use super::{BodyKind, Line, Request, Rules};

/// A request as this project sends it.
pub(super) struct Sent<'a> {
    pub(super) method: &'a http::Method,
    pub(super) uri: &'a http::Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

/// Checks that a sent request equals the recorded one; the error says how they differ.
pub(super) fn compare(
    rules: &dyn Rules,
    line: &Line,
    recorded: &Request,
    sent: &Sent<'_>,
) -> Result<(), String> {
    if recorded.method != sent.method.as_str() {
        return Err(format!("the method is {}, recorded is {}", sent.method, recorded.method));
    }
    same_path(&recorded.path, sent.uri.path())?;
    same_query(rules, line, recorded, sent.uri.query().unwrap_or_default())?;
    same_credential(rules, recorded, sent.headers)?;
    same_body(rules, line, recorded, sent)
}

/// A path's segments, decoded.
pub(super) fn segments(path: &str) -> Vec<Vec<u8>> {
    path.split('/').map(|segment| percent_decode_str(segment).collect()).collect()
}

fn same_path(recorded: &str, sent: &str) -> Result<(), String> {
    if segments(recorded) == segments(sent) {
        return Ok(());
    }
    Err(format!("the path is {sent}, recorded is {recorded}"))
}

fn same_query(rules: &dyn Rules, line: &Line, recorded: &Request, sent: &str) -> Result<(), String> {
    let own = |(name, value): &&(String, String)| !rules.is_left_out(line, name, value);
    let mut wanted: Vec<&(String, String)> = recorded.query.iter().filter(own).collect();
    for (name, value) in form_urlencoded::parse(sent.as_bytes()) {
        let is_it = |pair: &&(String, String)| pair.0 == name && same_text(&pair.1, &value);
        let Some(at) = wanted.iter().position(is_it) else {
            return Err(format!("the query has {name}={value}, recorded are {:?}", recorded.query));
        };
        wanted.swap_remove(at);
    }
    match wanted.first() {
        Some((name, value)) => Err(format!("the query has no {name}={value}: it is {sent:?}")),
        None => Ok(()),
    }
}

/// Compares texts; Python writes true as `True`, and a time with a space.
pub(super) fn same_text(recorded: &str, sent: &str) -> bool {
    let is_flag = matches!((recorded, sent), ("True", "true") | ("False", "false"));
    recorded == sent || is_flag || same(&recorded.into(), &sent.into())
}

fn same_credential(rules: &dyn Rules, recorded: &Request, sent: &HeaderMap) -> Result<(), String> {
    // A credential in a header that the service does not use is a difference too.
    let mut names: BTreeSet<&str> = ["authorization", "cookie", "x-auth-token"].into();
    names.extend(rules.compared_headers());
    for name in names {
        let own = sent.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
        let own = own.filter(|value| !value.is_empty()).map(|value| rules.as_recorded(&value).into_owned());
        if own.as_deref() != recorded.header(name) {
            let recorded = recorded.header(name).unwrap_or("none");
            let own = own.as_deref().unwrap_or("none");
            return Err(format!("the header {name} is {own:?}, recorded is {recorded:?}"));
        }
    }
    Ok(())
}

fn same_body(rules: &dyn Rules, line: &Line, recorded: &Request, sent: &Sent<'_>) -> Result<(), String> {
    match recorded.body_kind {
        BodyKind::None if sent.body.is_empty() || rules.is_empty_body(sent.body) => Ok(()),
        BodyKind::None => Err(format!("a body is sent, recorded is none: {}", text(sent.body))),
        BodyKind::Json => {
            let body = json(sent)?;
            let recorded = rules.recorded_body(line, &recorded.body);
            holds(&recorded, &body, Fields::Same).map_err(|why| format!("the body: {why}"))
        }
        BodyKind::Form => {
            let pairs: Vec<(String, String)> = serde_json::from_value(recorded.body.clone())
                .map_err(|error| format!("the recorded form is unreadable: {error}"))?;
            match json(sent) {
                Ok(Value::Object(object)) => form_says(&pairs, &object),
                Ok(other) => Err(format!("the body is {}, recorded is a form", short(&other))),
                Err(_) => same_form(&pairs, sent.body),
            }
        }
        BodyKind::Multipart | BodyKind::Text | BodyKind::Bytes => {
            rules.same_raw_body(line, recorded, sent.headers, sent.body)
        }
    }
}

/// Compares the pairs of two forms, in any order; JSON in a field by its meaning.
fn same_form(recorded: &[(String, String)], sent: &[u8]) -> Result<(), String> {
    let canonical = |(name, text): (String, String)| match serde_json::from_str(&text) {
        Ok(json @ (Value::Array(_) | Value::Object(_))) => (name, json.to_string()),
        _ => (name, text),
    };
    let mut own: Vec<_> = form_urlencoded::parse(sent).into_owned().map(canonical).collect();
    let mut recorded: Vec<_> = recorded.iter().cloned().map(canonical).collect();
    own.sort();
    recorded.sort();
    if own == recorded { Ok(()) } else { Err(format!("the form is {own:?}, recorded is {recorded:?}")) }
}

fn json(sent: &Sent<'_>) -> Result<Value, String> {
    serde_json::from_slice(sent.body)
        .map_err(|error| format!("the body is not JSON ({error}): {}", text(sent.body)))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned()
}
