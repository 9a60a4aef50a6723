//! The rules for the lines of astakosclient.

mod arguments;
mod errors;
mod plays;

use std::borrow::Cow;
use std::sync::Arc;

use http::HeaderMap;
use saltant_core::Credential;
use saltant_core::astakos::{NoToken, ServiceToken, TokenOwner, UserToken};
use saltant_core::catalog::{Entry, find};
use serde_json::{Map, Value};

use super::meaning::{Fields, holds};
use super::replay::last_value;
use super::{Ask, BodyKind, Exchange, Expected, Line, Outcome, Request, Response, Rules};

/// Astakos's rules.
#[derive(Debug)]
pub(super) struct Astakos;

const HOST: &str = "https://astakos.test";

/// The parts of the recorded server, by name.
const PARTS: [(Option<&str>, &str); 4] = [
    (None, "/astakos/identity/v2.0/"),
    (Some("account"), "/astakos/account/v1.0/"),
    (Some("ui"), "/astakos/ui/"),
    (Some("oauth2"), "/astakos/oauth2/"),
];

impl Rules for Astakos {
    fn service(&self) -> &'static str {
        "astakos"
    }

    /// Most lines were recorded by a client that knew the addresses already. For them, the client here gets
    /// the part's address instead of the catalogue's.
    fn base_url(&self, line: &Line) -> String {
        let asks = line.exchanges.iter().any(|exchange| is_discovery(line, exchange));
        let part = arguments::entry(line).filter(|_| !asks).and_then(|entry| entry.metadata.part);
        let path = PARTS.iter().find(|(name, _)| *name == part).map_or("/", |(_, path)| path);
        format!("{HOST}{path}")
    }

    fn base_url_of_paths(&self) -> String {
        HOST.to_owned()
    }

    fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        PARTS.iter().find_map(|(_, base)| path.strip_prefix(base))
    }

    /// The catalogue has a placeholder for the recorded server's address.
    fn prepared<'a>(&self, line: &'a Line) -> Cow<'a, Line> {
        let mut line = line.clone();
        let bodies = line.exchanges.iter_mut().map(|exchange| &mut exchange.response.body);
        bodies.chain([&mut line.args]).chain(&mut line.result).for_each(put_address);
        Cow::Owned(line)
    }

    fn ask(&self, line: &Line) -> Result<Ask, String> {
        if let Some(play) = plays::of(line) {
            return Ok(play);
        }
        let entry = arguments::entry(line).ok_or_else(|| format!("there is no operation {}", line.call))?;
        let given = arguments::of(entry, line);
        let asks = line.exchanges.iter().any(|exchange| is_discovery(line, exchange));
        if asks || line.exchanges.len() > 1 {
            return plays::several(entry, &given, line);
        }
        Ok(Ask::Operation(entry, given))
    }

    fn credential(&self, line: &Line) -> Result<Arc<dyn Credential>, String> {
        let (owner, credential): (_, Arc<dyn Credential>) =
            match line.args.get("token").and_then(Value::as_str) {
                Some("user") => (TokenOwner::User, Arc::new(UserToken::new("<token>"))),
                Some("service") => (TokenOwner::Service, Arc::new(ServiceToken::new("<service-token>"))),
                Some(other) => return Err(format!("there is no token of the kind {other}")),
                None => return Ok(Arc::new(NoToken)),
            };
        match arguments::entry(line) {
            Some(entry) if !owner.can_send(entry.metadata) => {
                Err(format!("{} was recorded with the token of a {owner:?}", entry.metadata.name))
            }
            _ => Ok(credential),
        }
    }

    /// The Python client sends its form with the content type of plain bytes.
    fn same_raw_body(
        &self,
        _: &Line,
        recorded: &Request,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let is_form =
            headers.get("content-type").is_some_and(|kind| kind == "application/x-www-form-urlencoded");
        let pairs = |form: &[u8]| {
            let mut pairs: Vec<_> = form_urlencoded::parse(form).into_owned().collect();
            pairs.sort();
            pairs
        };
        let text = recorded.body.as_str().unwrap_or_default();
        if is_form && recorded.body_kind == BodyKind::Text && pairs(body) == pairs(text.as_bytes()) {
            return Ok(());
        }
        Err(format!("the form is {}, recorded is {text}", String::from_utf8_lossy(body)))
    }

    /// An answer with a good status that the Python client could not read is not good here either.
    fn is_good(&self, line: &Line, response: &Response) -> bool {
        response.has_good_status()
            && matches!(response.body_kind, BodyKind::Json | BodyKind::None)
            && !errors::is_unreadable(line)
    }

    fn payload<'a>(&self, _: &Line, response: &'a Response) -> Cow<'a, Value> {
        Cow::Owned(unwrapped(&response.body))
    }

    fn fields(&self) -> Fields {
        Fields::Same
    }

    fn expected_error(&self, response: &Response) -> Expected {
        errors::expected(response)
    }

    fn operation_of(&self, line: &Line, exchange: &Exchange) -> Option<&'static Entry> {
        if is_discovery(line, exchange) {
            return find("astakos.get_endpoints");
        }
        arguments::entry(line)
    }

    fn check_record(&self, line: &Line) -> Result<(), String> {
        errors::check_record(line)
    }

    fn check_result(&self, line: &Line, outcomes: &[Outcome]) -> Result<(), String> {
        let failed = outcomes.last().is_some_and(|outcome| outcome.result.is_err());
        if line.error.is_some() != failed {
            return Err(format!("astakosclient says {:?}, here it is {outcomes:?}", line.error));
        }
        let (Some(result), Some(value)) = (&line.result, last_value(outcomes)) else { return Ok(()) };
        // The result of parse_endpoints, next to a note of the recorder.
        let result = result.get("found").unwrap_or(result);
        holds(&unwrapped(result), value, Fields::Same).map_err(|why| format!("the result's {why}"))
    }

    fn habit(&self, line: &Line) -> Option<&'static str> {
        errors::habit(line)
    }
}

/// Whether an exchange fetches the catalogue for another call.
fn is_discovery(line: &Line, exchange: &Exchange) -> bool {
    let request = &exchange.request;
    line.call != "get_endpoints"
        && request.method == "POST"
        && request.path.ends_with("/tokens")
        && request.body_kind == BodyKind::None
}

fn put_address(value: &mut Value) {
    match value {
        Value::String(text) if text.contains("<base>") => *text = text.replace("<base>", HOST),
        Value::Array(items) => items.iter_mut().for_each(put_address),
        Value::Object(object) => object.values_mut().for_each(put_address),
        _ => {}
    }
}

/// An answer's content without objects that hold only one field, and with ids as texts, because older servers
/// have numbers as ids of projects and roles.
fn unwrapped(body: &Value) -> Value {
    let fields = |value: &Value| value.as_object().map(Map::len).unwrap_or_default();
    let empty = |value: &Value| fields(value) == 0;
    let inner = match body {
        Value::Object(body) => match (body.get("access"), body.get("serial")) {
            (Some(access), _) if body.len() == 1 => {
                access.get("serviceCatalog").filter(|_| fields(access) == 1).or(Some(access))
            }
            (_, Some(serial)) if body.len() == 1 => Some(serial),
            _ => match (body.get("uuid_catalog"), body.get("displayname_catalog")) {
                (Some(names), Some(ids)) if body.len() == 2 => Some(if empty(names) { ids } else { names }),
                _ => None,
            },
        },
        _ => None,
    };
    let mut inner = inner.unwrap_or(body).clone();
    number_to_text(&mut inner, "project");
    if let Some(roles) = inner.pointer_mut("/user/roles").and_then(Value::as_array_mut) {
        for role in roles {
            number_to_text(role, "id");
        }
    }
    inner
}

fn number_to_text(value: &mut Value, name: &str) {
    if let Value::Array(items) = value {
        return items.iter_mut().for_each(|item| number_to_text(item, name));
    }
    if let Some(id) = value.get_mut(name).filter(|id| id.is_number()) {
        *id = id.to_string().into();
    }
}
