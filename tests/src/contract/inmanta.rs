//! The rules for the lines of Inmanta's Python client.

use saltant_core::Operation as _;
use std::borrow::Cow;
use std::sync::Arc;

use saltant_core::catalog::find;
use saltant_core::inmanta::{BearerToken, ENVIRONMENT_HEADER};
use saltant_core::{Credential, ErrorKind, NoCredential};
use serde_json::{Map, Value, json};

use super::arguments::Given;
use super::meaning::{Fields, holds};
use super::{Ask, BodyKind, Expected, Line, Outcome, Response, Rules, template};

/// Inmanta's rules.
#[derive(Debug)]
pub(super) struct Inmanta;

const BASE: &str = "https://inmanta.test/";

/// The argument in which the recorder noted a link that it followed.
const FOLLOWED: &str = "__follow_link__";

/// The beginning of the ids of the recorder's sessions, which it did not note among the arguments.
const SESSIONS: &str = "99999999-9999-11ee-8999-9999999999";

/// The keys of answers of version 1 that hold a single value.
const KEYS: [&str; 16] = [
    "data",
    "diff",
    "dryrun",
    "dryruns",
    "environment",
    "environments",
    "files",
    "model",
    "parameter",
    "processes",
    "project",
    "projects",
    "queue",
    "report",
    "reports",
    "token",
];

impl Rules for Inmanta {
    fn service(&self) -> &'static str {
        "inmanta"
    }

    fn base_url(&self, _: &Line) -> String {
        BASE.to_owned()
    }

    fn base_url_of_paths(&self) -> String {
        BASE.to_owned()
    }

    fn ask(&self, line: &Line) -> Result<Ask, String> {
        let name = match line.call.split_once('.') {
            Some(("v2", method)) => format!("inmanta.{method}"),
            _ => format!("inmanta.{}", line.call),
        };
        let entry = find(&name).ok_or_else(|| format!("there is no operation {name}"))?;
        let mut arguments = line.arguments();
        if let Some(link) = arguments.remove(FOLLOWED) {
            arguments.insert("link".to_owned(), link);
            // The recorder's client belonged to one environment.
            let request = line.exchanges.first().map(|exchange| &exchange.request);
            let tid = request.and_then(|request| request.header(ENVIRONMENT_HEADER));
            arguments.insert("tid".to_owned(), tid.unwrap_or("none").into());
        }
        let takes_session = entry.arguments().any(|argument| argument.name == "sid");
        if takes_session && !arguments.contains_key("sid") && !lacks_session(line) {
            arguments.insert("sid".to_owned(), session(line).into());
        }
        Ok(Ask::Operation(entry, arguments))
    }

    /// Calls to the server with authentication carried a token, unless the server says that there was none.
    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String> {
        let Some(exchange) = line.exchanges.first() else { return Ok(Arc::new(NoCredential)) };
        if line.server.as_deref() != Some("auth") || exchange.response.status == 401 {
            return Ok(Arc::new(NoCredential));
        }
        let sent = exchange.request.header("authorization").and_then(|sent| sent.split_once(' '));
        Ok(Arc::new(BearerToken::new(sent.map_or("<token>", |(_, token)| token))))
    }

    fn compared_headers(&self) -> &'static [&'static str] {
        &[ENVIRONMENT_HEADER]
    }

    /// The Python client repeats the path's values in the body, sends nulls and values that it computes, and
    /// writes words as its own code names them.
    fn recorded_body<'a>(&self, line: &Line, body: &'a Value) -> Cow<'a, Value> {
        let (Some(fields), Some(exchange)) = (body.as_object(), line.exchanges.first()) else {
            return Cow::Borrowed(body);
        };
        let request = &exchange.request;
        let in_path = template::find(self, &request.method, &request.path).map(|(_, values)| values);
        let in_path = in_path.unwrap_or_default();
        let repeated =
            |name: &str, value: &Value| in_path.get(name).is_some_and(|own| is_value_of(Some(value), own));
        let own = fields.iter().filter(|(name, value)| !value.is_null() && !repeated(name, value));
        let mut own: Map<_, _> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
        if let Some(resources) = own.get_mut("discovered_resources").and_then(Value::as_array_mut) {
            for resource in resources.iter_mut().filter_map(Value::as_object_mut) {
                resource.remove("discovery_resource_uri");
                resource.retain(|_, value| !value.is_null());
            }
        }
        if own.get("protected_by").is_some_and(|by| by == "project_yml") {
            own.insert("protected_by".to_owned(), "project.yml".into());
        }
        Cow::Owned(own.into())
    }

    fn is_good(&self, line: &Line, response: &Response) -> bool {
        let is_json = match response.body_kind {
            BodyKind::Json => true,
            // A query that is not GraphQL is answered with an empty page.
            BodyKind::None => line.call != "v2.graphql",
            _ => false,
        };
        is_json && response.has_good_status() || outcome(line, response).is_some()
    }

    /// Version 2 has an envelope, which is part of the output if it holds a page.
    fn payload<'a>(&self, line: &Line, response: &'a Response) -> Cow<'a, Value> {
        if let Some(outcome) = outcome(line, response) {
            return Cow::Owned(outcome);
        }
        let body = &response.body;
        let Some(fields) = body.as_object() else { return Cow::Borrowed(body) };
        // Warnings and links of a list are part of the output.
        if matches!(
            line.call.as_str(),
            "v1.notify_change" | "v1.notify_change_get" | "v2.get_resource_actions"
        ) {
            return Cow::Borrowed(body);
        }
        if line.call.starts_with("v1.") {
            return match (fields.len(), fields.iter().next()) {
                (0, _) => Cow::Owned(Value::Null),
                (1, Some((key, value))) if KEYS.contains(&key.as_str()) => Cow::Borrowed(value),
                _ => Cow::Borrowed(body),
            };
        }
        match fields.get("data").filter(|_| !fields.contains_key("links")) {
            Some(data) => Cow::Borrowed(data),
            None => Cow::Borrowed(body),
        }
    }

    fn fields(&self) -> Fields {
        Fields::MayBeMore
    }

    fn expected_error(&self, response: &Response) -> Expected {
        let kind = response.headers.get("content-type").and_then(Value::as_str).unwrap_or_default();
        if kind.starts_with("text/html") {
            let kind = if response.status >= 500 { ErrorKind::Api } else { ErrorKind::NotThisApi };
            return Expected::of(kind);
        }
        let message = response.body.get("message").and_then(Value::as_str).unwrap_or_default();
        let about_token = response.status == 403 && message.contains("token");
        let mut expected = Expected::of(match response.status {
            401 => ErrorKind::Auth,
            403 if about_token => ErrorKind::Auth,
            _ => ErrorKind::Api,
        });
        expected.message = Some(message.to_owned());
        let problems = response.body.pointer("/error_details/validation_errors").and_then(Value::as_array);
        for problem in problems.into_iter().flatten() {
            let parts = problem["loc"].as_array().map(Vec::as_slice).unwrap_or_default();
            let parts: Vec<String> =
                parts.iter().map(|part| part.to_string().trim_matches('"').to_owned()).collect();
            let text = problem["msg"].as_str().unwrap_or_default().to_owned();
            expected.fields.entry(parts.join(".")).or_default().push(text);
        }
        expected
    }

    /// The recorded result is the last answer's status and body.
    fn check_record(&self, line: &Line) -> Result<(), String> {
        repeats_path(line)?;
        let (Some(result), Some(last)) = (&line.result, line.exchanges.last()) else { return Ok(()) };
        let response = &last.response;
        if result.get("code").and_then(Value::as_u64) != Some(response.status.into()) {
            return Err(format!("the result's code is {:?}, not {}", result.get("code"), response.status));
        }
        match result.get("result") {
            Some(body) if !body.is_null() && response.body_kind == BodyKind::Json => {
                holds(body, &response.body, Fields::Same).map_err(|why| format!("the result's {why}"))
            }
            _ => Ok(()),
        }
    }

    fn check_result(&self, _: &Line, _: &[Outcome]) -> Result<(), String> {
        Ok(())
    }

    fn habit(&self, line: &Line) -> Option<&'static str> {
        let exchange = line.exchanges.first()?;
        let without_credential = matches!(line.call.as_str(), "v2.login" | "v2.health");
        if without_credential && exchange.request.header("authorization").is_some() {
            return Some("token-with-login");
        }
        if exchange.request.path.contains("AgentAction.") {
            return Some("enums-as-python-text");
        }
        let sort = line.args.get("sort").and_then(Value::as_str).unwrap_or_default();
        if sort.contains(|c: char| c.is_ascii_uppercase()) {
            return Some("order-as-written");
        }
        // Only if the server refuses it too: what the server accepts has to be possible.
        let is_held = match self.ask(line) {
            Ok(Ask::Operation(entry, given)) => {
                let operation = Given::complete(self, line, entry, &given).operation(entry);
                let base = self.base_url_of_paths().parse();
                operation.is_ok_and(|operation| base.is_ok_and(|base| operation.to_request(&base).is_ok()))
            }
            _ => true,
        };
        (!is_held && exchange.response.status >= 400).then_some("arguments-unchecked")
    }
}

/// The session of a call: the one in the request, if it is the recorder's.
fn session(line: &Line) -> String {
    let request = line.exchanges.first().map(|exchange| &exchange.request);
    let in_body = request.and_then(|request| request.body.get("sid")).and_then(Value::as_str);
    let query = request.map(|request| request.query.as_slice()).unwrap_or_default();
    let in_query = query.iter().find(|(name, _)| name == "sid").map(|(_, value)| value.as_str());
    let is_own = |sid: &&str| sid.starts_with(SESSIONS) && sid.parse::<uuid::Uuid>().is_ok();
    in_body.or(in_query).filter(is_own).map_or_else(|| format!("{SESSIONS}99"), str::to_owned)
}

/// Whether the server says that a call came without a session.
fn lacks_session(line: &Line) -> bool {
    let message = line.exchanges.first().and_then(|exchange| exchange.response.body.get("message"));
    message
        .and_then(Value::as_str)
        .is_some_and(|text| text.ends_with("it should contain an agent session id"))
}

/// Checks that a body repeats the path's values and contains the nulls, as the Python client sends it.
fn repeats_path(line: &Line) -> Result<(), String> {
    for request in line.exchanges.iter().map(|exchange| &exchange.request) {
        let Some(body) = request.body.as_object() else { continue };
        let found = template::find(&Inmanta, &request.method, &request.path);
        let values = found.map(|(_, values)| values).unwrap_or_default();
        if let Some((name, _)) = values.iter().find(|(name, value)| !is_value_of(body.get(*name), value)) {
            return Err(format!("the body does not repeat the path's {name}"));
        }
        let is_lost = |(name, value): &(&String, &Value)| value.is_null() && !body.contains_key(*name);
        if let Some((name, _)) = line.args.as_object().into_iter().flatten().find(is_lost) {
            return Err(format!("the body does not say that {name} is null"));
        }
    }
    Ok(())
}

/// Whether a field of a body equals a text in the path.
fn is_value_of(field: Option<&Value>, in_path: &Value) -> bool {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // The path has an action by its name in the Python client's code.
    field.is_some_and(|field| plain(in_path).rsplit("Action.").next() == Some(&plain(field)))
}

/// The value of an answer that consists of its status, or of an absent body.
fn outcome(line: &Line, response: &Response) -> Option<Value> {
    let message = response.body.get("message").and_then(Value::as_str);
    match (line.call.as_str(), response.status, message) {
        ("v1.stat_file" | "v1.is_compiling", 200, _) => Some(true.into()),
        ("v1.stat_file", 404, _) | ("v1.is_compiling", 204, _) => Some(false.into()),
        ("v2.get_api_docs", 200, _) if response.body_kind == BodyKind::Text => Some(response.body.clone()),
        ("v1.heartbeat", 200, _) if response.body.is_null() => Some(json!({"method_calls": []})),
        ("v1.get_param", 200, _) => Some(response.body.clone()),
        ("v1.get_param", 404, None) => Some("not_found".into()),
        ("v1.get_param", 410, None) => Some("expired".into()),
        ("v1.get_param", 503, Some("Agents queried for resource parameter.")) => Some("requested".into()),
        _ => None,
    }
}
