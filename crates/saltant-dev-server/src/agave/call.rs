//! A request as the services receive it.

use std::sync::Arc;

use axum::http::{HeaderMap, Method};
use bytes::Bytes;
use jiff::Timestamp;

use crate::agave::actors::Level;
use crate::agave::ids;
use crate::agave::reply::Refusal;
use crate::agave::tenant::Agave;
use crate::http::form;
use crate::json::{Constants, Json, parse};

/// A request and its user.
pub(crate) struct Call {
    pub(crate) tenant: Arc<Agave>,
    pub(crate) method: Method,
    /// The scheme and host under which the request came.
    pub(crate) origin: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The user's name; empty where anybody may call.
    pub(crate) user: String,
    /// Whether the user administers the tenant.
    pub(crate) admin: bool,
    /// What the nonce of the request allows, if it has one.
    pub(crate) nonce_level: Option<Level>,
    /// The state beyond which a fault keeps the job that this request creates.
    pub(crate) stuck_in: Option<String>,
}

impl Call {
    /// What a user may do, for work that goes on after their request.
    pub(crate) fn of_system(tenant: &Arc<Agave>, user: &str, admin: bool, origin: &str) -> Self {
        Self {
            tenant: Arc::clone(tenant),
            method: Method::GET,
            origin: origin.to_owned(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            user: user.to_owned(),
            admin,
            nonce_level: None,
            stuck_in: None,
        }
    }

    /// The last value of a query parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A boolean query parameter.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.param(name).map(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as an object: JSON, or a form whose values are texts.
    pub(crate) fn object(&self) -> Result<Json, Refusal> {
        let kind = self.header("content-type").unwrap_or("");
        let pairs = if kind.starts_with("application/x-www-form-urlencoded") {
            form::pairs(&self.body)
        } else if kind.starts_with("multipart/form-data") {
            form::multipart(kind, &self.body).map_err(Refusal::bad)?
        } else {
            let value = self.value()?;
            return if value.entries().is_some() {
                Ok(value)
            } else {
                Err(Refusal::bad("Invalid JSON request body"))
            };
        };
        let mut object = Json::object([]);
        for (name, value) in pairs {
            object.set(&name, value);
        }
        Ok(object)
    }

    /// The body as any JSON.
    pub(crate) fn value(&self) -> Result<Json, Refusal> {
        let text = std::str::from_utf8(&self.body).map_err(|_| Refusal::bad("Invalid JSON request body"))?;
        parse(text, Constants::Refused).map_err(|_| Refusal::bad("Invalid JSON request body"))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.tenant.clock.now()
    }

    /// The time now, as it is written.
    pub(crate) fn time(&self) -> String {
        ids::time(self.now())
    }

    /// The address of a path of this server.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/{}", self.origin, path.trim_start_matches('/'))
    }

    /// A link to a path of this server.
    pub(crate) fn link(&self, path: &str) -> Json {
        Json::object([("href", self.address(path).into())])
    }

    /// Links to paths of this server.
    pub(crate) fn links<const N: usize>(&self, links: [(&str, String); N]) -> Json {
        Json::Object(links.into_iter().map(|(name, path)| (name.to_owned(), self.link(&path))).collect())
    }
}

/// The text of a required field of a body.
pub(crate) fn required<'a>(body: &'a Json, name: &str) -> Result<&'a str, Refusal> {
    let text = body.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| Refusal::bad(format!("Please specify a valid value for the {name} field")))
}

/// The text of a field, whatever its type; nothing for null or an empty text.
pub(crate) fn text(body: &Json, name: &str) -> Option<String> {
    match body.get(name)? {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(text) => Some(text.clone()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// The boolean of a field, which a form sends as text.
pub(crate) fn boolean(body: &Json, name: &str) -> Option<bool> {
    match body.get(name)? {
        Json::Bool(value) => Some(*value),
        Json::String(text) => Some(text.eq_ignore_ascii_case("true") || text == "1"),
        Json::Number(text) => Some(text != "0"),
        _ => None,
    }
}
