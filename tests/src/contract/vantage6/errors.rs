use std::collections::BTreeMap;

use saltant_core::ErrorKind;
use serde_json::Value;

use super::{Expected, Response};

/// The messages of the 401s that are about the credential. All others are about permissions.
const ABOUT_THE_CALLER: [&str; 6] = [
    "Token has expired",
    "Failed to login",
    "Missing Authorization Header",
    "Missing 'Bearer' type",
    "Error loading the user",
    "Your two-factor authentication code",
];

/// The expected error of an answer, by what was measured.
pub(super) fn expected(response: &Response) -> Expected {
    if response.is_dropped() {
        return Expected::of(ErrorKind::Transport);
    }
    let kind = response.headers.get("content-type").and_then(Value::as_str).unwrap_or_default();
    if kind.starts_with("text/html") || response.body.as_str().is_some_and(|body| body.starts_with('<')) {
        return Expected::of(if response.status >= 500 { ErrorKind::Api } else { ErrorKind::NotThisApi });
    }
    if response.has_good_status() {
        return Expected::of(ErrorKind::Decode);
    }
    let mut expected = Expected::of(ErrorKind::Api);
    let message = response.body.get("msg").or_else(|| response.body.get("message"));
    let text = message.and_then(Value::as_str);
    expected.message = Some(text.unwrap_or_default().to_owned());
    let about_the_caller = response.status == 401
        && ABOUT_THE_CALLER.iter().any(|words| text.is_some_and(|text| text.starts_with(words)));
    if about_the_caller || response.status == 422 {
        expected.kind = ErrorKind::Auth;
    }
    let fields = [message, response.body.get("errors")].into_iter().flatten().filter_map(Value::as_object);
    expected.fields =
        fields.flatten().map(|(name, value)| (name.clone(), texts(value))).collect::<BTreeMap<_, _>>();
    expected
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(items) => {
            items.iter().map(|(at, value)| format!("{at}: {}", texts(value).join(" "))).collect()
        }
        other => vec![other.to_string()],
    }
}
