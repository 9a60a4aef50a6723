use serde_json::Value;

use super::super::{Exchange, Response};
use super::Line;

/// The purpose of one of a call's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The call itself.
    Call,
    /// A renewal of the token, which the Python client makes after every bad answer.
    Renew,
    /// A lookup before the call.
    Look,
}

/// The requests of the Python client's call, as far as the answers let it go.
pub(super) fn steps(line: &Line) -> Vec<Step> {
    let mut steps = Vec::new();
    let looks = if line.call == "task.create" { organizations(line) * 2 } else { 0 };
    for step in std::iter::repeat_n(Step::Look, looks).chain([Step::Call]) {
        let Some(exchange) = line.exchanges.get(steps.len()) else { return steps };
        steps.push(step);
        if exchange.response.has_good_status() {
            continue;
        }
        if repeats(line) {
            steps.push(Step::Renew);
            if line.exchanges.get(steps.len() - 1).is_some_and(|renewal| renewal.response.has_good_status()) {
                steps.push(step);
            }
        }
        // If the lookup fails, the call continues.
    }
    // An unusable key ends the call before its own request.
    if line.call == "task.create" && line.error.as_deref() == Some("ValueError") {
        steps.retain(|step| *step == Step::Look);
    }
    steps
}

fn organizations(line: &Line) -> usize {
    line.args.get("organizations").and_then(Value::as_array).map_or(0, Vec::len)
}

/// Whether the Python client repeats a request after a bad answer. It does not without a login, where it
/// fails, or if it cannot read the answer.
fn repeats(line: &Line) -> bool {
    let told_not_to =
        ["retry", "first_try"].iter().any(|name| line.args.get(name) == Some(&Value::Bool(false)));
    let logs_in = matches!(line.call.as_str(), "authenticate" | "refresh_token");
    let trips =
        matches!(line.error.as_deref(), Some("AssertionError" | "AttributeError" | "JSONDecodeError"));
    let anonymous = line.call.starts_with("util.")
        && line.exchanges.first().is_some_and(|exchange| exchange.request.header("authorization").is_none());
    // For recoveries that fail without a login, the answer is only the message.
    let message_only = anonymous && line.error.is_none() && line.exchanges.len() == 1;
    !(told_not_to || logs_in || trips || message_only)
}

/// Checks that the line is consistent: it has the call's number of exchanges, the same answer to a repeated
/// request, and statuses that match their messages.
pub(super) fn check_record(line: &Line) -> Result<(), String> {
    for exchange in &line.exchanges {
        check_status(&exchange.response)?;
    }
    if line.call == "refresh_token" {
        return check_renewal(line);
    }
    let composite = ["setup_encryption", "util.generate_private_key", "wait_for_results"];
    if line.exchanges.is_empty() || composite.contains(&line.call.as_str()) {
        return Ok(());
    }
    if line.call == "authenticate" {
        return check_login(line);
    }
    check_words(line)?;
    let steps = steps(line);
    if steps.len() != line.exchanges.len() {
        return Err(format!(
            "{} exchanges are recorded, the call makes {}",
            line.exchanges.len(),
            steps.len()
        ));
    }
    let last = &line.exchanges[steps.len() - 1].response;
    let ended_well = last.has_good_status() && !steps.iter().all(|step| *step == Step::Look);
    if line.error.is_some() && ended_well {
        return Err("an exception is recorded, and a good answer".to_owned());
    }
    let renewal = steps.iter().position(|step| *step == Step::Renew);
    let (Some(at), false) = (renewal, line.call == "request") else { return Ok(()) };
    match (&line.exchanges.get(at - 1), line.exchanges.get(at + 1)) {
        (Some(first), Some(again)) if !same(first, again) => Err("the repeated request differs".to_owned()),
        _ => Ok(()),
    }
}

fn same(first: &Exchange, again: &Exchange) -> bool {
    let request = |exchange: &Exchange| {
        let request = &exchange.request;
        (request.method.clone(), request.path.clone(), request.query.clone(), request.body.clone())
    };
    request(first) == request(again) && first.response.status == again.response.status
}

/// A login that returned tokens fetches the user; any other raises an exception by status.
fn check_login(line: &Line) -> Result<(), String> {
    let answer = &line.exchanges[0].response;
    let has_tokens = answer.body.get("access_token").is_some();
    let wanted = if has_tokens { 3 } else { 1 };
    if line.exchanges.len() != wanted {
        return Err(format!("{} exchanges are recorded, the login makes {wanted}", line.exchanges.len()));
    }
    let whole =
        ["refresh_token", "refresh_url", "user_url"].iter().all(|name| answer.body.get(name).is_some());
    if has_tokens && !whole {
        return Err("the answer to the login is incomplete".to_owned());
    }
    let raised = match line.error.as_deref() {
        Some("AuthenticationException") => answer.status == 401,
        Some(_) => answer.status == 400 || answer.body.get("qr_uri").is_none() && answer.has_good_status(),
        None => {
            answer.has_good_status() && answer.body.is_object()
                || answer.status == 404 && answer.body.is_string()
        }
    };
    if raised { Ok(()) } else { Err(format!("the exception does not match the status {}", answer.status)) }
}

/// A renewal needs a login, and returns two tokens.
fn check_renewal(line: &Line) -> Result<(), String> {
    match (line.exchanges.first(), line.error.as_deref()) {
        (None, Some("AssertionError")) | (Some(_), Some("Exception")) => Ok(()),
        (Some(exchange), None) if is_whole(&exchange.response) => Ok(()),
        _ => Err("the exchanges do not match the exception".to_owned()),
    }
}

fn is_whole(answer: &Response) -> bool {
    ["refresh_token", "refresh_url", "user_url"].iter().all(|name| answer.body.get(name).is_some())
}

/// If only a message is recorded, the status has to match it.
fn check_words(line: &Line) -> Result<(), String> {
    let answer = &line.exchanges[0].response;
    let only_words = answer.body.as_object().is_some_and(|body| body.len() == 1 && body.contains_key("msg"));
    let wrong = match line.call.as_str() {
        // The answer is more than a message.
        "request" => only_words && answer.has_good_status(),
        call if call.starts_with("util.") && line.error.is_none() => {
            let is_anonymous = line.exchanges[0].request.header("authorization").is_none();
            is_anonymous && !answer.has_good_status() && answer.status != 400
        }
        _ => false,
    };
    if wrong {
        Err(format!("the status is {}, which does not match the answer", answer.status))
    } else {
        Ok(())
    }
}

/// Checks the status against the server's message.
fn check_status(response: &Response) -> Result<(), String> {
    let message = response.body.get("msg");
    let text = message.and_then(Value::as_str).unwrap_or_default();
    let wanted: &[u16] = match text {
        _ if response.has_good_status() => return Ok(()),
        "Request body is incorrect" => &[400],
        _ if message.is_some_and(Value::is_object) => &[400],
        _ if text.contains("unexpected error") || text.contains("needs to be >= 1") => &[500],
        // The server uses 403 only for stores and finished tasks, which are in no line.
        _ => &[400, 401, 404, 405, 415, 422, 501],
    };
    if wanted.contains(&response.status) {
        return Ok(());
    }
    Err(format!("the status is {}, which does not match {text:?}", response.status))
}
