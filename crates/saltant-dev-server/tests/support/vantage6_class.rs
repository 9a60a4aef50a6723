//! What class an answer of vantage6 is of: method and path, status, content type and shape, separated by ` | `.
//!
//! Numbers in the path are `#`. The shape of a success is `page`, `object`, `value`, `text` or `-`; of an error its
//! keys and messages, with `0` for numbers and `…` for what is in quotes. This file depends on nothing but
//! `serde_json`, so that any tool can take it in by its path.

use serde_json::Value;

/// The class of an answer. The body is `None` if there is none, and an error if it is no JSON.
pub(crate) fn vantage6_class(
    method: &str,
    path: &str,
    status: u16,
    content_type: &str,
    body: Option<Result<&Value, ()>>,
) -> String {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let path: Vec<&str> = path.split('/').map(|part| if number(part) { "#" } else { part }).collect();
    let content_type = if content_type.is_empty() { "-" } else { content_type };
    format!("{method} {} | {status} | {content_type} | {}", path.join("/"), shape(status, body))
}

fn shape(status: u16, body: Option<Result<&Value, ()>>) -> String {
    match body {
        None => "-".to_owned(),
        Some(Err(())) => "text".to_owned(),
        Some(Ok(value)) if status >= 400 => error_shape(value),
        Some(Ok(Value::Object(fields))) if fields.contains_key("data") && fields.contains_key("links") => {
            "page".to_owned()
        }
        Some(Ok(Value::Object(_))) => "object".to_owned(),
        Some(Ok(_)) => "value".to_owned(),
    }
}

fn error_shape(value: &Value) -> String {
    match value {
        Value::String(text) => template(text),
        Value::Array(items) => format!("[{}]", items.iter().map(error_shape).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let shown = fields.iter().map(|(key, value)| format!("{key}: {}", error_shape(value)));
            let mut shown: Vec<String> = shown.collect();
            shown.sort();
            format!("{{{}}}", shown.join("; "))
        }
        other => other.to_string(),
    }
}

/// A message with what varies taken out: the text from the first to the last quote of a kind, and numbers.
fn template(message: &str) -> String {
    let mut text = message.to_owned();
    for quote in ['"', '\''] {
        if let (Some(first), Some(last)) = (text.find(quote), text.rfind(quote))
            && first < last
        {
            text.replace_range(first + 1..last, "…");
        }
    }
    let mut out = String::new();
    for character in text.chars() {
        let shown = if character.is_ascii_digit() { '0' } else { character };
        if shown != '0' || !out.ends_with('0') {
            out.push(shown);
        }
    }
    out
}
