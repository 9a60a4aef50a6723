use saltant_core::ErrorKind;
use serde_json::Value;

use super::arguments::{entry, is_v015, of};
use super::{BodyKind, Exchange, Expected, Line, Request, Response};

/// The expected error, with the service's own message.
pub(super) fn expected(response: &Response) -> Expected {
    let body = &response.body;
    let text = body.as_str().unwrap_or_default().trim_start();
    let is_page = response.body_kind != BodyKind::Json && text.starts_with('<');
    let kind = match response.status {
        0 => ErrorKind::Transport,
        200..300 if is_page || response.body_kind == BodyKind::None => ErrorKind::NotThisApi,
        200..300 => ErrorKind::Decode,
        300..400 => ErrorKind::Redirect,
        401 => ErrorKind::Auth,
        400..500 if is_page => ErrorKind::NotThisApi,
        _ => ErrorKind::Api,
    };
    let mut expected = Expected::of(kind);
    let Some(object) = body.as_object().filter(|_| response.status >= 400) else { return expected };
    let word = |value: &Value| value.as_str().map(str::to_owned);
    if let (Some((name, fault)), 1) = (object.iter().next(), object.len()) {
        expected.code = Some(name.clone());
        expected.message = fault.get("message").and_then(word);
        if let Some(provision) = fault.pointer("/data/provision") {
            let resource = provision["resource"].as_str().unwrap_or_default().to_owned();
            expected.fields.insert(resource, vec![shortage(&fault["data"])]);
        }
    } else if let Some(error) = object.get("error").and_then(word) {
        expected.message = object.get("exception").and_then(word);
        expected.code = Some(error);
    }
    expected
}

/// The message about an exceeded quota.
fn shortage(data: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let provision = &data["provision"];
    let (holder, quantity) = (text(&provision["holder"]), &provision["quantity"]);
    match (text(&data["name"]).as_str(), data["limit"].as_i64(), data["usage"].as_i64()) {
        ("NoHoldingError", ..) => format!("{holder} has no quota from {}", text(&provision["source"])),
        ("NoQuantityError", _, Some(usage)) => format!("{holder} released {quantity}, {usage} is used"),
        (_, Some(limit), Some(usage)) => {
            format!("{holder} asked for {quantity}, {} of {limit} is free", limit - usage)
        }
        (name, ..) => format!("{holder} asked for {quantity}, {name}"),
    }
}

/// Whether the Python client could not read an answer with a good status.
pub(super) fn is_unreadable(line: &Line) -> bool {
    let message = line.message.as_deref().unwrap_or_default();
    match line.error.as_deref() {
        Some("TypeError" | "InvalidResponse") => true,
        Some("AstakosClientException") => message.contains(" request returned "),
        _ => false,
    }
}

/// Checks that the Python client's outcome matches the last answer: a result a good one, an exception a bad
/// one with its status.
pub(super) fn check_record(line: &Line) -> Result<(), String> {
    let Some(last) = line.exchanges.last() else { return Ok(()) };
    let status = last.response.status;
    let good = last.response.has_good_status();
    match line.error.as_deref() {
        // These three are raised for a good answer without the wanted item.
        None | Some("NoUserName" | "NoUUID" | "NoEndpoints") if good => Ok(()),
        Some(_) if is_unreadable(line) && good => Ok(()),
        Some("ConnectionError") if status == 0 => Ok(()),
        Some(
            "BadRequest"
            | "Unauthorized"
            | "Forbidden"
            | "NotFound"
            | "QuotaLimit"
            | "AstakosClientException",
        ) if line.message.as_deref().is_some_and(|text| text.ends_with(&format!(", {status})"))) => Ok(()),
        error => Err(format!("astakosclient made {error:?} of the answer {status}")),
    }
}

/// The habit of the Python client that a line shows, for the table of deviations.
pub(super) fn habit(line: &Line) -> Option<&'static str> {
    let first = line.exchanges.first().map(|exchange| &exchange.request);
    let body = first.and_then(|request| request.body.as_object());
    let call = line.call.as_str();
    let content = || body?.values().next();
    if call == "application_action" && content().is_some_and(|content| content.get("reasons").is_some()) {
        return Some("reasons");
    }
    if call == "get_token" && !line.exchanges.is_empty() {
        return Some("token-beside-basic");
    }
    if is_v015(line) {
        let wire = match call {
            "get_projects" => body.is_some(),
            "project_action" | "modify_project" => true,
            _ => false,
        };
        return wire.then_some("wire-of-015");
    }
    let is_null =
        |name: &str| entry(line).is_some_and(|entry| of(entry, line).get(name) == Some(&Value::Null));
    if first.is_some() && call != "service_get_usernames" && (is_null("uuids") || is_null("project_id")) {
        return Some("null-for-a-required-argument");
    }
    repeats(line)
}

/// Whether the Python client cannot read an answer.
fn fails(response: &Response) -> bool {
    !response.has_good_status() || response.body_kind == BodyKind::Text
}

/// Whether the Python client repeats a call, up to twice, that this project does not repeat.
fn repeats(line: &Line) -> Option<&'static str> {
    let address = |request: &Request| (request.method.clone(), request.path.clone());
    let is_repeated = |pair: &&[Exchange]| {
        address(&pair[0].request) == address(&pair[1].request) && fails(&pair[0].response)
    };
    let first = &line.exchanges.windows(2).find(is_repeated)?[0];
    if line.exchanges.last().is_some_and(|last| fails(&last.response)) && line.exchanges.len() < 3 {
        return None;
    }
    match (first.request.method.as_str(), first.response.status) {
        // These three are final there too.
        (_, 401 | 404 | 413) => None,
        ("POST", _) => Some("repeats-a-post"),
        (_, 200..300) => Some("repeats-the-unreadable"),
        (_, 400..500) => Some("repeats-a-refusal"),
        _ => None,
    }
}
