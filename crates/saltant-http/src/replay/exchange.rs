use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use saltant_core::{KnownSecret, Metadata};
use serde::{Deserialize, Serialize};

use super::scrub;

/// A recorded request: without secrets, and without the server's address, so that it also fits another server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Asked {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The body; empty if there is none.
    #[serde(default, skip_serializing_if = "Content::is_empty")]
    pub body: Content,
}

/// A recorded request and its answer: one line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Asked,
    /// The answer's status.
    pub status: u16,
    /// The answer's headers.
    pub headers: BTreeMap<String, Vec<String>>,
    /// The answer's body.
    #[serde(default, skip_serializing_if = "Content::is_empty")]
    pub body: Content,
}

/// A recorded body: a text, or bytes in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// Text, as it is.
    Text(String),
    /// Bytes that are not UTF-8.
    Bytes {
        /// The bytes in base64.
        base64: String,
    },
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Content {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes a body with its secrets masked.
    pub(super) fn of(headers: &HeaderMap, body: &Bytes, secrets: &[KnownSecret]) -> Self {
        match std::str::from_utf8(body) {
            Ok(text) => Self::Text(scrub::body(headers, text, secrets)),
            Err(_) => Self::Bytes { base64: STANDARD.encode(body) },
        }
    }

    fn bytes(&self) -> Bytes {
        match self {
            Self::Text(text) => Bytes::from(text.clone()),
            Self::Bytes { base64 } => STANDARD.decode(base64).map(Bytes::from).unwrap_or_default(),
        }
    }
}

impl Asked {
    pub(super) fn of(head: &http::request::Parts, body: &Bytes) -> Self {
        let metadata = head.extensions.get::<&'static Metadata>().copied();
        let target = scrub::target(metadata, head.uri.path(), head.uri.query());
        Self { method: head.method.to_string(), target, body: Content::of(&head.headers, body, &[]) }
    }
}

impl Exchange {
    pub(super) fn of(request: Asked, answer: &http::Response<Bytes>, secrets: &[KnownSecret]) -> Self {
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in answer.headers() {
            headers.entry(name.to_string()).or_default().push(scrub::header(name, value, secrets));
        }
        let body = Content::of(answer.headers(), answer.body(), secrets);
        Self { request, status: answer.status().as_u16(), headers, body }
    }

    /// The answer. Invalid header names and values are left out.
    pub(super) fn answer(&self) -> http::Response<Bytes> {
        let mut answer = http::Response::new(self.body.bytes());
        *answer.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::NOT_IMPLEMENTED);
        for (name, values) in &self.headers {
            let Ok(name) = name.parse::<HeaderName>() else { continue };
            // Masking may have changed the length.
            if name == http::header::CONTENT_LENGTH {
                continue;
            }
            for value in values.iter().filter_map(|value| HeaderValue::from_str(value).ok()) {
                answer.headers_mut().append(name.clone(), value);
            }
        }
        answer
    }
}
