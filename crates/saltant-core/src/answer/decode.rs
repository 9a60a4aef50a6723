//! How an answer is read: JSON with the path of what does not fit, and the rules for a bad answer.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::answer::api_error::shorten;
use crate::answer::redact::redact_id;
use crate::answer::{ApiError, Error, ErrorKind};

/// A whole answer: head and body.
pub type Answer = http::Response<Bytes>;

/// Why an answer with a good status is not usable.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It does not have the shape that the operation promises.
    Decode(String),
    /// It is an HTML page or empty, where the API answers with JSON.
    NotThisApi(String),
    /// It says in its body that the call failed, whatever its status says.
    Api(ApiError),
}

/// The most bytes of an answer that an error shows.
const SNIPPET: usize = 256;

/// Reads a JSON body; an error names the path, the position and what was expected.
pub fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
    json_by(answer, PhantomData::<T>)
}

/// Reads the value under one key of a JSON object; the other keys are left out.
pub fn json_key<T: DeserializeOwned>(answer: &Answer, key: &'static str) -> Result<T, ReadError> {
    json_by(answer, Key { key, value: PhantomData })
}

fn json_by<'de, S>(answer: &'de Answer, seed: S) -> Result<S::Value, ReadError>
where
    S: DeserializeSeed<'de> + Copy,
{
    let body = answer.body();
    // The plain parser is the fast path; the one that tracks the path runs only to explain a failure.
    let mut parser = serde_json::Deserializer::from_slice(body);
    seed.deserialize(&mut parser).and_then(|value| parser.end().map(|()| value)).map_err(|plain| {
        if let Some(reason) = not_json(answer.headers(), body) {
            return ReadError::NotThisApi(reason);
        }
        let mut parser = serde_json::Deserializer::from_slice(body);
        let mut track = serde_path_to_error::Track::new();
        let explained = seed.deserialize(serde_path_to_error::Deserializer::new(&mut parser, &mut track));
        let path = track.path();
        let (path, error) = match &explained {
            Err(error) if path.iter().next().is_some() => {
                (format!("at {}: ", shorten(&path.to_string(), 200)), error)
            }
            _ => (String::new(), &plain),
        };
        let near = near(body, error.line(), error.column());
        let reason = super::redact(&error.to_string()).into_owned();
        ReadError::Decode(format!("{path}{}, near {near}", shorten(&reason, SNIPPET)))
    })
}

/// Reads the value under a key.
struct Key<T> {
    key: &'static str,
    value: PhantomData<T>,
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Key<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Key<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the key `{}`", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == self.key {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| A::Error::missing_field(self.key))
    }
}

/// The text around a position of a body. Line and column count from 1, as in the parser's errors.
fn near(body: &[u8], line: usize, column: usize) -> String {
    let start: usize =
        body.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let at = start.saturating_add(column).min(body.len());
    part(&body[at.saturating_sub(SNIPPET / 2)..], at > SNIPPET / 2)
}

/// Takes the bytes of the answer as they are.
pub fn bytes(answer: &Answer) -> Result<Bytes, ReadError> {
    Ok(answer.body().clone())
}

/// Why a body is not JSON at all, if it is not.
fn not_json(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Some("the answer is empty".to_owned());
    }
    is_page(headers, body).then(|| format!("the answer is a page, not JSON: {}", page_title(body)))
}

/// Whether a body is an HTML page. A JSON object or list is none, whatever its label says.
pub fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let html = declared.is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        kind.starts_with("text/html") || kind.starts_with("application/xhtml")
    });
    match body.trim_ascii_start().first() {
        Some(b'<') => true,
        Some(b'{' | b'[') => html && serde_json::from_slice::<IgnoredAny>(body).is_err(),
        _ => html,
    }
}

/// The title of an HTML page, or how it begins.
pub fn page_title(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|open| {
        let start = open + lower[open..].find('>')? + 1;
        let end = start + lower[start..].find("</title")?;
        Some(text[start..end].split_whitespace().collect::<Vec<_>>().join(" "))
    });
    match title.filter(|title| !title.is_empty()) {
        Some(title) => shorten(&title, 120),
        None => snippet(body),
    }
}

/// The first 256 bytes of a body, without control characters and with secrets masked.
pub fn snippet(body: &[u8]) -> String {
    part(body, false)
}

/// The first bytes of a part of a body. `cut` says that the part does not start at a word.
fn part(body: &[u8], cut: bool) -> String {
    let start = String::from_utf8_lossy(&body[..body.len().min(SNIPPET)]);
    let clean: String = start.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Half a secret could slip through as a short word: drop the words that are cut.
    let ends_word = |c: char| matches!(c, ' ' | ',' | '"' | '&');
    let head = if cut { clean.split_once(ends_word).map_or("", |(_, kept)| kept) } else { &clean };
    let more = body.len() > SNIPPET;
    let whole = if more { head.rsplit_once(ends_word).map_or("", |(kept, _)| kept) } else { head };
    let dots = |cut| if cut { "…" } else { "" };
    format!("“{}{}{}”", dots(cut), super::redact(whole), dots(more))
}

/// The id of the request in the server's log. What looks like a secret is masked.
pub fn request_id(headers: &HeaderMap) -> Option<String> {
    let names = ["x-request-id", "x-correlation-id", "request-id"];
    let value = names.iter().find_map(|name| headers.get(*name))?;
    value.to_str().ok().map(|id| redact_id(id).into_owned())
}

/// The error for an answer with a bad status. `kind` is the service's own choice, if it makes one.
pub(crate) fn bad_status(kind: Option<ErrorKind>, answer: &Answer, mut api: ApiError) -> Error {
    let status = answer.status();
    let kind = kind.unwrap_or(if status == StatusCode::UNAUTHORIZED {
        ErrorKind::Auth
    } else if api.is_page && status.is_client_error() {
        ErrorKind::NotThisApi
    } else {
        ErrorKind::Api
    });
    api.message = shorten(&api.message, 2000);
    Error::from_api(kind, status, api).with_answer(status, request_id(answer.headers()))
}

/// The error for an unreadable answer with a good status.
pub(crate) fn unreadable(answer: &Answer, error: ReadError) -> Error {
    let made = match error {
        ReadError::Decode(text) => Error::new(ErrorKind::Decode, "unreadable answer ").quoting(text),
        ReadError::NotThisApi(text) => Error::new(ErrorKind::NotThisApi, "").quoting(text),
        ReadError::Api(api) => Error::from_api(ErrorKind::Api, answer.status(), api),
    };
    made.with_answer(answer.status(), request_id(answer.headers()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(kind: &str, body: &'static [u8]) -> Answer {
        http::Response::builder().header("content-type", kind).body(Bytes::from_static(body)).unwrap()
    }

    #[derive(Debug, serde::Deserialize)]
    struct Row {
        #[allow(dead_code)] // read by the parser only
        count: u32,
    }

    #[test]
    fn f4_a_decode_error_names_the_path_and_the_position() {
        let body = br#"{"rows": [{"count": 1}, {"count": "many"}]}"#;
        let error = json::<std::collections::BTreeMap<String, Vec<Row>>>(&answer("application/json", body));
        let ReadError::Decode(text) = error.unwrap_err() else { panic!("not a decode error") };
        assert_eq!(
            text,
            "at rows[1].count: invalid type: string \"many\", expected u32 at line 1 column 40, \
             near “{\"rows\": [{\"count\": 1}, {\"count\": \"many\"}]}”"
        );
    }

    #[test]
    fn f5_html_and_empty_bodies_are_their_own_kind() {
        let html = b"<!doctype html><html><head><title>\n 502 Bad\n Gateway </title></head></html>";
        for (kind, body, say) in [
            ("text/html", &html[..], "502 Bad Gateway"),
            ("application/json", b"<html>", "<html>"),
            ("application/json", b" \n", "the answer is empty"),
        ] {
            let ReadError::NotThisApi(text) = json::<Row>(&answer(kind, body)).unwrap_err() else {
                panic!("{say}: another kind")
            };
            assert!(text.contains(say), "{text}");
        }
    }

    #[test]
    fn f4_a_snippet_is_short_and_redacted() {
        let mut body = b"{\"token\": \"canary0123456789abcdefghij\", ".to_vec();
        body.extend(std::iter::repeat_n(b'x', 10_000));
        let text = snippet(&body);
        assert!(text.len() <= 256 + 16 && !text.contains("canary"), "{text}");
    }

    #[test]
    fn f4_the_snippet_is_around_the_position_and_the_whole_error_is_short() {
        let long = "word ".repeat(100_000);
        let body = format!("{{\"a\": [\n\"{long}\",\n {{\"token\": \"canary\", \"count\": \"{long}\"}}]}}");
        let error =
            json::<std::collections::BTreeMap<String, (String, Row)>>(&http::Response::new(body.into()));
        let ReadError::Decode(text) = error.unwrap_err() else { panic!("not a decode error") };
        assert!(text.starts_with("at a[1].count: invalid type: string \"word word"), "{text}");
        assert!(text.len() < 1024 && !text.contains("canary"), "{} {text}", text.len());
    }

    #[test]
    fn f7_deep_nesting_is_refused_without_a_crash() {
        let deep = "[".repeat(100_000);
        let body = Bytes::from(deep);
        let error = json::<serde_json::Value>(&http::Response::new(body)).unwrap_err();
        assert!(matches!(error, ReadError::Decode(_)), "{error:?}");
        // The parser's own limit is 128.
        let fine = format!("{}{}", "[".repeat(127), "]".repeat(127));
        assert!(json::<serde_json::Value>(&http::Response::new(fine.into())).is_ok());
    }
}
