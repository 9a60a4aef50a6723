//! The errors that are expected for answers.

use saltant_core::ErrorKind;
use serde_json::Value;

use super::super::{BodyKind, Expected, Line, Response};
use super::{is_declared_json, operation};

/// The expected error, from the envelope, the gateway's fault or the token endpoint's answer.
pub(super) fn expected(response: &Response) -> Expected {
    if response.is_dropped() {
        return Expected::of(ErrorKind::Transport);
    }
    if response.has_good_status() {
        return expected_of_good_status(response);
    }
    let kind = if response.status == 401 { ErrorKind::Auth } else { ErrorKind::Api };
    let mut expected = Expected::of(kind);
    let body = &response.body;
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    match response.body_kind {
        BodyKind::Json => {
            if let Some(fault) = body.get("fault") {
                expected.code = fault.get("code").map(ToString::to_string);
                let words = [text(fault, "message"), text(fault, "description")];
                expected.message = Some(words.into_iter().flatten().collect::<Vec<_>>().join(": "));
            } else {
                expected.code = text(body, "error");
                let message = text(body, "message").or_else(|| text(body, "error_description"));
                expected.message = Some(message.unwrap_or_default());
                if response.status == 400 && expected.code.as_deref() == Some("invalid_grant") {
                    expected.kind = ErrorKind::Auth;
                }
            }
        }
        BodyKind::Text => {
            let page = body.as_str().unwrap_or_default();
            let inside = |name: &str| {
                let (_, after) = page.split_once(&format!("<ams:{name}>"))?;
                after.split_once('<').map(|(text, _)| text.to_owned())
            };
            expected.code = inside("code");
            if expected.code.is_some() {
                let words = [inside("message"), inside("description")];
                expected.message = Some(words.into_iter().flatten().collect::<Vec<_>>().join(": "));
            } else if response.status < 500 {
                expected.kind = ErrorKind::NotThisApi;
            }
        }
        _ => expected.message = Some(String::new()),
    }
    expected
}

fn expected_of_good_status(response: &Response) -> Expected {
    match response.body_kind {
        BodyKind::Json if response.body.get("status").and_then(Value::as_str) == Some("error") => {
            let message = response.body.get("message").and_then(Value::as_str).unwrap_or_default();
            Expected { message: Some(message.to_owned()), ..Expected::of(ErrorKind::Api) }
        }
        BodyKind::None if is_declared_json(response) => Expected::of(ErrorKind::NotThisApi),
        _ => Expected::of(ErrorKind::Decode),
    }
}

/// Checks that agavepy's exception matches the recorded answer.
pub(super) fn check_message(line: &Line) -> Result<(), String> {
    let of_an_answer = ["HTTPError", "AgaveException", "JSONDecodeError"];
    let answered = line.error.as_deref().is_some_and(|raised| of_an_answer.contains(&raised));
    if line.exchanges.is_empty() && (answered || line.call.starts_with("token.")) {
        return Err("the exception is about an answer, but none is recorded".to_owned());
    }
    let Some(last) = line.exchanges.last().filter(|_| operation(line).is_some()) else { return Ok(()) };
    let status = last.response.status;
    if line.call.starts_with("token.") && status < 400 && last.response.body.get("token_type").is_none() {
        return Err("the token has no type, which OAuth requires".to_owned());
    }
    let raised = line.error.as_deref();
    let told = line.message.as_deref().and_then(|message| message.split(' ').next()).unwrap_or_default();
    let fits = match raised {
        // The exception's text begins with the status: of the first answer, if a renewal failed after it.
        Some("HTTPError") => line.exchanges.iter().any(|at| at.response.status.to_string() == told),
        Some("AgaveException") => {
            status == status_of_fault(&last.response.body).unwrap_or(status) && status >= 400
        }
        _ => status < 400,
    };
    if fits { Ok(()) } else { Err(format!("an answer of {status} does not raise {raised:?} {told}")) }
}

/// The status for the gateway's code.
fn status_of_fault(body: &Value) -> Option<u16> {
    match body.get("fault")?.get("code")?.as_u64()? {
        900_800 => Some(429),
        900_906 => Some(404),
        900_900..=900_909 => Some(401),
        _ => None,
    }
}

/// The expected error after a failed renewal, which has the renewal's own message.
pub(super) fn habit(line: &Line) -> Option<&'static str> {
    let last = line.exchanges.last()?;
    let renewal = last.request.path == "/token" && line.exchanges.first()?.request.path != "/token";
    (renewal && last.response.status >= 400).then_some("renewal-fails")
}
