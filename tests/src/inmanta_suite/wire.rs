//! What goes over the wire, and whether a typed answer has all of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use http_body_util::BodyExt as _;
use saltant_core::{Body, BoxFuture, Phase, Transport, TransportError};
use saltant_http::ReqwestTransport;
use serde_json::Value;

/// A request as it was sent, and its answer.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) method: Method,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) sent: Bytes,
    pub(super) status: StatusCode,
    pub(super) answer: Bytes,
}

/// The last exchange of a client.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire(Arc<Mutex<Option<Exchange>>>);

impl Wire {
    /// The last exchange, taken out.
    pub(super) fn take(&self) -> Option<Exchange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// A transport that keeps its last exchange here.
    pub(super) fn transport(&self) -> anyhow::Result<impl Transport + use<>> {
        Ok(Kept { inner: ReqwestTransport::new(None)?, wire: self.clone() })
    }
}

struct Kept {
    inner: ReqwestTransport,
    wire: Wire,
}

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            head.headers.remove(header::ACCEPT_ENCODING);
            let sent = whole(body, Phase::Unsendable).await?;
            let target = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
            let (method, headers) = (head.method.clone(), head.headers.clone());
            let request = http::Request::from_parts(head, Body::from(sent.clone()));
            let (head, body) = self.inner.send(request).await?.into_parts();
            let answer = whole(body, Phase::Body).await?;
            let exchange =
                Exchange { method, target, headers, sent, status: head.status, answer: answer.clone() };
            *self.wire.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(exchange);
            Ok(http::Response::from_parts(head, Body::from(answer)))
        })
    }
}

async fn whole(body: Body, phase: Phase) -> Result<Bytes, TransportError> {
    Ok(body.collect().await.map_err(|error| TransportError::new(phase, error))?.to_bytes())
}

impl Exchange {
    /// The request as data, for the comparison with another client's.
    pub(super) fn request(&self) -> Value {
        let headers: BTreeMap<_, _> = self
            .headers
            .iter()
            .filter(|(name, _)| *name == "x-inmanta-tid")
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
            .collect();
        serde_json::json!({
            "method": self.method.as_str(),
            "target": self.target,
            "headers": headers,
            "body": serde_json::from_slice::<Value>(&self.sent).ok(),
        })
    }

    /// What a typed answer lacks or changes; `None` if it has all that the server sent and nothing else.
    ///
    /// A bad status that is an outcome, such as that of a fact that is not known yet, comes without a value.
    pub(super) fn difference(&self, typed: &Value) -> Option<String> {
        if !self.status.is_success() {
            return None;
        }
        let Ok(answer) = serde_json::from_slice::<Value>(&self.answer) else {
            let is_nothing = matches!(typed, Value::Null | Value::Bool(_)) || is_blank(typed);
            let text = String::from_utf8_lossy(&self.answer);
            let is_same = if text.is_empty() { is_nothing } else { typed.as_str() == Some(&*text) };
            return (!is_same).then(|| format!("{typed} for the text {text:?}"));
        };
        if typed.is_null() {
            let value = answer.get("data").unwrap_or(&Value::Null);
            let is_known = |name: &str| matches!(name, "data" | "metadata");
            let is_nothing =
                value.is_null() && answer.as_object().is_some_and(|it| it.keys().all(|k| is_known(k)));
            return (!is_nothing).then(|| format!("nothing for {answer}"));
        }
        // An envelope or a key may be around what the operation gives.
        let only = answer.as_object().filter(|fields| fields.len() == 1);
        let inner = answer.get("data").or_else(|| only.and_then(|fields| fields.values().next()));
        let found = difference("", typed, &answer)?;
        match inner.map(|inner| difference("", typed, inner)) {
            None => Some(found),
            Some(difference) => difference,
        }
    }
}

/// The first difference of a typed value from what the server sent. These are meant:
///
/// - a time is written with another offset or number of digits;
/// - version 1 writes an empty text where there is none, which is null here;
/// - what the server left out is there as null or as an empty value.
fn difference(at: &str, typed: &Value, sent: &Value) -> Option<String> {
    match (typed, sent) {
        (Value::Object(typed), Value::Object(sent)) => {
            let lost = sent.iter().find_map(|(name, value)| match typed.get(name) {
                None => (!value.is_null()).then(|| format!("{at}/{name} is lost: {value}")),
                Some(own) => difference(&format!("{at}/{name}"), own, value),
            });
            let added = || typed.iter().find(|(name, own)| !sent.contains_key(*name) && !is_blank(own));
            lost.or_else(|| added().map(|(name, own)| format!("{at}/{name} is added: {own}")))
        }
        (Value::Array(typed), Value::Array(sent)) => {
            if typed.len() != sent.len() {
                return Some(format!("{at} has {} items, not {}", typed.len(), sent.len()));
            }
            let mut pairs = typed.iter().zip(sent).enumerate();
            pairs.find_map(|(index, (own, value))| difference(&format!("{at}/{index}"), own, value))
        }
        (Value::Null, Value::String(value)) if value.is_empty() => None,
        (Value::String(own), Value::String(value)) if own == value || is_same_time(own, value) => None,
        _ if typed == sent || is_same_number(typed, sent) => None,
        _ => Some(format!("{at} is {typed}, not {sent}")),
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_blank),
    }
}

fn is_same_time(own: &str, value: &str) -> bool {
    let time = |text: &str| text.parse::<saltant::Timestamp>().ok();
    time(own).is_some_and(|own| Some(own) == time(value))
}

/// Whether two numbers are written differently only: `1` and `1.0`.
fn is_same_number(own: &Value, value: &Value) -> bool {
    own.as_f64().is_some_and(|own| value.as_f64().is_some_and(|value| own.to_bits() == value.to_bits()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answered(answer: &str) -> Exchange {
        let (target, sent, answer) = (String::new(), Bytes::new(), Bytes::copy_from_slice(answer.as_bytes()));
        let (method, headers, status) = (Method::GET, HeaderMap::new(), StatusCode::OK);
        Exchange { method, target, headers, sent, status, answer }
    }

    #[test]
    fn what_a_typed_answer_loses_adds_or_changes_is_found() {
        let project = answered(r#"{"data": {"id": 1, "at": "2026-11-21T00:00:00.000000+00:00", "x": null}}"#);
        assert_eq!(project.difference(&json!({"id": 1, "at": "2026-11-21T00:00:00Z", "more": []})), None);
        for (typed, says) in [
            (json!({"id": 1}), "/at is lost: \"2026-11-21T00:00:00.000000+00:00\""),
            (json!({"id": 2, "at": "2026-11-21T00:00:00Z"}), "/id is 2, not 1"),
            (json!({"id": 1, "at": "2026-11-21T00:00:00Z", "more": 7}), "/more is added: 7"),
        ] {
            assert_eq!(project.difference(&typed).as_deref(), Some(says));
        }
        assert!(project.difference(&Value::Null).is_some());
        assert_eq!(answered(r#"{"metadata": {"warnings": ["w"]}}"#).difference(&Value::Null), None);
        assert_eq!(answered("").difference(&Value::Null), None);
        assert!(answered("").difference(&json!({"id": 1})).is_some());
        assert_eq!(answered("<html>").difference(&json!("<html>")), None);
        assert_eq!(answered(r#"{"projects": [{"id": 1}]}"#).difference(&json!([{"id": 1}])), None);
        assert!(answered(r#"{"projects": [{"id": 1}]}"#).difference(&json!([])).is_some());
    }
}
