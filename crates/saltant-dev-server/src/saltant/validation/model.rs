//! What the checks of a model find, and how a serializer reports it.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::{Constants, Json, ParseError, parse, python};
use crate::saltant::reply;

/// What the checks of a model find.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// A serializer reports it; everywhere else it is an error page.
    Because(String),
    /// An error page in any case.
    Crash,
}

impl Invalid {
    /// The answer of a serializer: the message in a list, as Python writes it.
    pub(crate) fn reported(self) -> Reply {
        match self {
            Self::Because(message) => non_field_error(&format!("[{}]", python::repr_text(&message))),
            Self::Crash => reply::server_error(),
        }
    }
}

/// A JSON field as the model takes it: a string is read once more, with NaN allowed.
pub(super) fn read_again(value: Json, complaint: impl Fn(&str) -> String) -> Result<Json, Invalid> {
    match value {
        Json::String(text) => parse(&text, Constants::Allowed).map_err(|error| match error {
            ParseError::Invalid(_) => Invalid::Because(complaint(&text)),
            ParseError::Unreadable => Invalid::Crash,
        }),
        other => Ok(other),
    }
}

/// `{"non_field_errors": [message]}`.
pub(crate) fn non_field_error(message: &str) -> Reply {
    let messages = Json::Array(vec![message.into()]);
    Reply::json(StatusCode::BAD_REQUEST, Json::object([("non_field_errors", messages)]))
}
