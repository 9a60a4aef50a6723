//! A request as the views receive it.

use std::sync::Arc;

use axum::http::{HeaderMap, Method};
use bytes::Bytes;
use jiff::Timestamp;

use crate::astakos::answer;
use crate::astakos::auth::Caller;
use crate::astakos::input::Fields;
use crate::astakos::state::{Account, Astakos};
use crate::http::reply::Reply;
use crate::json::{Constants, Json, parse, python};

/// A request and who asks.
pub(crate) struct Call<'a> {
    pub(crate) service: &'a Astakos,
    pub(crate) method: &'a Method,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: &'a Bytes,
    pub(crate) caller: Caller,
    pub(crate) now: Timestamp,
}

impl Call<'_> {
    /// The user. Views of components do not call this.
    pub(crate) fn user(&self) -> Result<&Arc<Account>, Reply> {
        match &self.caller {
            Caller::User(account) => Ok(account),
            _ => Err(answer::crash()),
        }
    }

    /// The name of the component. Views of users do not call this.
    pub(crate) fn component(&self) -> Result<&str, Reply> {
        match &self.caller {
            Caller::Component(name) => Ok(name),
            _ => Err(answer::crash()),
        }
    }

    /// A parameter of the query; the last of equal names.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The parts of a parameter that is a list with commas.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<&str>> {
        self.parameter(name).map(|value| value.split(',').collect())
    }

    /// The content type, in lower case.
    pub(crate) fn content_type(&self) -> String {
        let value = self.headers.get("content-type").and_then(|value| value.to_str().ok());
        value.unwrap_or("").to_ascii_lowercase()
    }

    /// The body as a JSON object, which its content type has to say.
    pub(crate) fn fields(&self) -> Result<Fields, Reply> {
        if !self.content_type().starts_with("application/json") {
            return Err(answer::bad_request("Request should be of type application/json"));
        }
        self.fields_of_any_type()
    }

    /// The body as a JSON object, whatever its content type.
    pub(crate) fn fields_of_any_type(&self) -> Result<Fields, Reply> {
        let text = python::decode(self.body).map_err(|_| answer::bad_request("Could not decode request"))?;
        match parse(text, Constants::Refused) {
            Ok(object @ Json::Object(_)) => Ok(Fields::new(object)),
            Ok(_) => Err(answer::bad_request("Request should be a JSON dict")),
            Err(_) => Err(answer::bad_request("Could not decode request")),
        }
    }
}
