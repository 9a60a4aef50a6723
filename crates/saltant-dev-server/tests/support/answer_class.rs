//! What class an answer is of. The rule in words is in `tests/CLASSES.md`.
//!
//! This file depends on nothing but `serde_json`, so that any tool can take it in by its path.

use serde_json::Value;

/// The body of an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Body<'a> {
    /// No body, or an empty one.
    Nothing,
    /// JSON.
    Json(&'a Value),
    /// Any text that is not JSON.
    Text,
}

/// The class of an answer: operation, status, content type and shape, separated by ` | `.
pub(crate) fn answer_class(
    method: &str,
    path: &str,
    status: u16,
    content_type: &str,
    body: Body<'_>,
) -> String {
    let operation = operation(method, path);
    let content_type = if content_type.is_empty() { "-" } else { content_type };
    format!("{operation} | {status} | {content_type} | {}", shape(status, body))
}

/// The name of what a request asks for, by its method and path alone.
pub(crate) fn operation(method: &str, path: &str) -> String {
    let verb = method.to_ascii_lowercase();
    let path = path.split('?').next().unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let path = path.strip_suffix("/.json").unwrap_or(path);
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let plain = |segment: &str| match segment.rsplit_once('.') {
        Some((name, "json" | "api" | "yaml")) => name.to_owned(),
        _ => segment.to_owned(),
    };
    let Some(("api", rest)) = segments.split_first().map(|(first, rest)| (*first, rest)) else {
        return format!("other.{verb}");
    };
    let rest: Vec<String> = rest.iter().map(|segment| plain(segment)).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let group = rest.first().and_then(|name| group(name));
    match (&rest[..], group, verb.as_str()) {
        ([], _, _) => format!("root.{verb}"),
        (["swagger", ..] | ["redoc"], _, _) => format!("description.{verb}"),
        (["token"], _, "post") => "token.obtain".to_owned(),
        (["token", "refresh"], _, "post") => "token.refresh".to_owned(),
        (["token"] | ["token", "refresh"], _, _) => format!("token.{verb}"),
        (["updatetaskinstancestatus", _], _, "patch") => "task_instance_status.update".to_owned(),
        (["updatetaskinstancestatus", _], _, _) => format!("task_instance_status.{verb}"),
        ([_], Some(group), "get") => format!("{group}.list"),
        ([_], Some(group), "post") => format!("{group}.create"),
        ([_], Some(group), _) => format!("{group}.{verb}"),
        ([_, key], Some(group), _) if !key.contains("%2F") && !key.is_empty() => format!("{group}.{verb}"),
        ([_, _, action @ ("clone" | "terminate")], Some(group), "post") => format!("{group}.{action}"),
        ([_, _, action @ ("clone" | "terminate")], Some(group), _) => format!("{group}.{action}.{verb}"),
        _ => format!("other.{verb}"),
    }
}

fn group(collection: &str) -> Option<&'static str> {
    Some(match collection {
        "users" => "users",
        "taskqueues" => "task_queues",
        "taskwhitelists" => "task_whitelists",
        "executabletasktypes" => "executable_task_types",
        "containertasktypes" => "container_task_types",
        "executabletaskinstances" => "executable_task_instances",
        "containertaskinstances" => "container_task_instances",
        _ => return None,
    })
}

/// The shape of a body: of a success only its kind, of an error its keys and messages.
fn shape(status: u16, body: Body<'_>) -> String {
    match body {
        Body::Nothing => "-".to_owned(),
        Body::Text => "text".to_owned(),
        Body::Json(value) if status >= 400 => error_shape(value),
        Body::Json(Value::Object(fields)) if fields.contains_key("results") => "page".to_owned(),
        Body::Json(Value::Object(_)) => "object".to_owned(),
        Body::Json(_) => "value".to_owned(),
    }
}

fn error_shape(value: &Value) -> String {
    match value {
        Value::String(text) => template(text),
        Value::Array(items) => format!("[{}]", items.iter().map(error_shape).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let mut fields: Vec<String> =
                fields.iter().map(|(key, value)| format!("{key}: {}", error_shape(value))).collect();
            fields.sort();
            format!("{{{}}}", fields.join("; "))
        }
        other => other.to_string(),
    }
}

/// A message with its variable parts taken out.
fn template(message: &str) -> String {
    // A list as Python writes it keeps the kind of its quotes, which depends on what is in it.
    for (open, close) in [("['", "']"), ("[\"", "\"]")] {
        if let Some(inner) = message.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return format!("{open}{}{close}", template(inner));
        }
    }
    for start in ["JSON parse error - ", "Multipart form parse error - "] {
        if message.starts_with(start) {
            return format!("{start}…");
        }
    }
    let mut text = message.to_owned();
    if !text.contains("That choice") {
        text = blanked(&text, "Select a valid choice. ", " is not one of");
    }
    text = blanked(&text, "UUID ", " found");
    text = blanked(&text, "Queue ", " has not");
    text = blanked(&text, "Queue ", " does not");
    if text.starts_with("Queue ")
        && let Some((start, _)) = text.split_once(" task type ")
    {
        text = format!("{start} task type …");
    }
    if text.ends_with(" is not valid JSON!") && !text.starts_with('\'') {
        text = String::from("… is not valid JSON!");
    }
    for quote in ['"', '\''] {
        if let (Some(first), Some(last)) = (text.find(quote), text.rfind(quote))
            && first < last
        {
            text.replace_range(first + 1..last, "…");
        }
    }
    numbers_blanked(&text)
}

/// Replaces what is between two texts, if both are there.
fn blanked(text: &str, start: &str, end: &str) -> String {
    match text.split_once(start) {
        Some((before, rest)) if rest.contains(end) => {
            let after = &rest[rest.rfind(end).unwrap_or(0)..];
            format!("{before}{start}…{after}")
        }
        _ => text.to_owned(),
    }
}

/// Replaces every run of digits by one zero.
fn numbers_blanked(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            digit if digit.is_ascii_digit() => {
                if !out.ends_with('0') {
                    out.push('0');
                }
            }
            other => out.push(other),
        }
    }
    out
}
