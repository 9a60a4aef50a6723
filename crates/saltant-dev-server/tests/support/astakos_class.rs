//! The rule of the answer classes of Astakos, as code: a class is `METHOD ROUTE | STATUS | SHAPE`.
//!
//! In the route, a number is `N`, and the id of a project or a token is `ID`. The shape of a fault is its name, with
//! the name in its data if it has one; of other JSON `object`, `list`, `value`; of what is not JSON `text`, of
//! nothing `-`.

use serde_json::Value;

/// The class of an answer; `body` is `None` if it is empty, and a text if it is not JSON.
pub(crate) fn astakos_class(method: &str, path: &str, status: u16, body: Option<&Value>) -> String {
    let shape = match body {
        None => "-".to_owned(),
        Some(Value::Array(_)) => "list".to_owned(),
        Some(Value::Object(fields)) if status >= 400 => {
            let names: Vec<&str> = fields.keys().map(String::as_str).collect();
            let data =
                fields.values().next().and_then(|fault| fault.pointer("/data/name")).and_then(Value::as_str);
            match data {
                Some(data) => format!("{} {data}", names.join(" ")),
                None => names.join(" "),
            }
        }
        Some(Value::Object(_)) => "object".to_owned(),
        Some(Value::String(_)) => "text".to_owned(),
        Some(_) => "value".to_owned(),
    };
    format!("{method} {} | {status} | {shape}", route(path))
}

/// The path below `/astakos` without the query, with ids replaced.
fn route(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let path = path.strip_prefix("/astakos").unwrap_or(path).trim_end_matches('/');
    if path.starts_with("/identity/v2.0/tokens/") {
        return "/identity/v2.0/tokens/ID".to_owned();
    }
    let words = ["memberships", "action"];
    let mut segments: Vec<&str> = path.split('/').collect();
    for at in 1..segments.len() {
        if segments[at].bytes().all(|byte| byte.is_ascii_digit()) && segments[at - 1] != "projects" {
            segments[at] = "N";
        } else if segments[at - 1] == "projects" && !words.contains(&segments[at]) {
            segments[at] = "ID";
        }
    }
    segments.join("/")
}
