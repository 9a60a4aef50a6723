use serde_json::Value;

use super::super::Player;
use super::{Ask, Line, named};

/// A method of the client object.
pub(super) fn client(method: &str, line: &Line) -> Result<Ask, String> {
    let _ = (method, line);
    Ok(Ask::Answers)
}

/// A method of a model object.
pub(super) fn model(model: &str, method: &str, line: &Line) -> Result<Ask, String> {
    let group = format!("{model}s");
    let method = if method == "sync" { "get" } else { method };
    named(&group, method, line)
}

/// A manager's method that is no single operation.
pub(super) fn manager(group: &str, method: &str, line: &Line) -> Option<Result<Ask, String>> {
    let _ = (group, Player::line);
    match method {
        "get" if is_by_name(line) => Some(Ok(Ask::Answers)),
        "clone_many" | "terminate_many" | "wait_until_finished" => Some(Ok(Ask::Answers)),
        _ => None,
    }
}

/// Whether the call looks something up by its name.
pub(super) fn is_by_name(line: &Line) -> bool {
    let given = |name| line.args.get(name).is_some_and(|value: &Value| !value.is_null());
    line.call.ends_with(".get") && given("name") && !given("id")
}
