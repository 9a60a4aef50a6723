//! The answers of the services and the envelope around them.

use axum::http::StatusCode;
use axum::response::Response;

use crate::http::reply::Reply;
use crate::json::Json;

/// What a service answers.
pub(crate) type Outcome = Result<Answer, Refusal>;

/// A success.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A message and a value in the envelope; without a value the envelope has no result.
    Result(StatusCode, Option<&'static str>, Option<Json>),
    /// A file, without an envelope.
    Raw(Response),
}

#[allow(clippy::unnecessary_wraps, reason = "services end with these")]
impl Answer {
    pub(crate) fn ok(result: Json) -> Outcome {
        Ok(Self::Result(StatusCode::OK, None, Some(result)))
    }

    pub(crate) fn created(result: Json) -> Outcome {
        Ok(Self::Result(StatusCode::CREATED, None, Some(result)))
    }

    pub(crate) fn accepted(result: Json) -> Outcome {
        Ok(Self::Result(StatusCode::ACCEPTED, None, Some(result)))
    }

    /// A success that says nothing more.
    pub(crate) fn done() -> Outcome {
        Ok(Self::Result(StatusCode::OK, None, None))
    }
}

/// An error of a service, in the envelope.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
    }
}

/// How the envelope of an answer looks.
pub(crate) struct Form<'a> {
    /// The version of the service; a tenant list has none.
    pub(crate) version: Option<&'a str>,
    /// Whether a missing result is written as null.
    pub(crate) null_result: bool,
    pub(crate) naked: bool,
    pub(crate) pretty: bool,
    /// The fields that the answer is to have; empty for all.
    pub(crate) fields: Vec<String>,
}

impl Form<'_> {
    pub(crate) fn write(&self, outcome: Outcome) -> Response {
        match outcome {
            Ok(Answer::Raw(response)) => response,
            Ok(Answer::Result(status, message, result)) => {
                let result = result.map(|result| self.filtered(result));
                if self.naked {
                    return match result {
                        Some(result) => self.reply(status, result),
                        None => Reply::empty(StatusCode::NO_CONTENT),
                    }
                    .into_response();
                }
                self.reply(status, self.envelope("success", message.into(), result)).into_response()
            }
            Err(refusal) => {
                let envelope = self.envelope("error", refusal.message.into(), None);
                self.reply(refusal.status, envelope).into_response()
            }
        }
    }

    fn envelope(&self, status: &str, message: Json, result: Option<Json>) -> Json {
        let mut envelope = Json::object([("status", status.into()), ("message", message)]);
        if let Some(version) = self.version {
            envelope.set("version", version);
        }
        if let Some(result) = result.or(self.null_result.then_some(Json::Null)) {
            envelope.set("result", result);
        }
        envelope
    }

    fn reply(&self, status: StatusCode, data: Json) -> Reply {
        let reply = Reply::json(status, data);
        if self.pretty { reply.json_as("application/json", Json::to_pretty_text) } else { reply }
    }

    /// Leaves only the fields that the query asks for; dots reach inside.
    fn filtered(&self, result: Json) -> Json {
        if self.fields.is_empty() {
            return result;
        }
        match result {
            Json::Array(items) => Json::Array(items.into_iter().map(|item| self.filtered(item)).collect()),
            Json::Object(_) => {
                let found = |field: &String| Some((field.clone(), result.at(field)?.clone()));
                Json::Object(self.fields.iter().filter_map(found).collect())
            }
            other => other,
        }
    }
}
