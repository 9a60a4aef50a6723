use base64::Engine as _;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use saltant_core::Answer;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A recorded call.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Line {
    /// The line's id: the call's name and a case.
    pub id: String,
    /// The call's name, as the Python client has it.
    pub call: String,
    /// The arguments.
    #[serde(default)]
    pub args: Value,
    /// The requests and answers, in order.
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    /// What the Python client returned.
    #[serde(default)]
    pub result: Option<Value>,
    /// The exception that it raised instead.
    #[serde(default)]
    pub error: Option<String>,
    /// The exception's text.
    #[serde(default)]
    pub message: Option<String>,
    /// Which of several recorded servers answered.
    #[serde(default)]
    pub server: Option<String>,
    /// What the Python client did wrong.
    #[serde(default)]
    pub python_note: Option<String>,
    /// Whether the line contains Python's `NaN` or infinity, which are not JSON.
    #[serde(skip)]
    pub has_nan: bool,
}

/// A request and its answer.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// The answer.
    pub response: Response,
}

/// A recorded request.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// The query's pairs, decoded.
    #[serde(default)]
    pub query: Vec<(String, String)>,
    /// Some of the headers, with lower-case names.
    #[serde(default)]
    pub headers: Map<String, Value>,
    /// The kind of the body.
    pub body_kind: BodyKind,
    /// The body.
    #[serde(default)]
    pub body: Value,
}

/// A recorded answer.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Response {
    /// The status; 0 if the connection was dropped.
    pub status: u16,
    /// Some of the headers, with lower-case names.
    #[serde(default)]
    pub headers: Map<String, Value>,
    /// The kind of the body.
    pub body_kind: BodyKind,
    /// The body.
    #[serde(default)]
    pub body: Value,
    /// What was cut from the body, if the record has only a part of it.
    #[serde(default)]
    pub body_cut: Option<Value>,
}

/// The kind of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BodyKind {
    /// No body.
    None,
    /// JSON.
    Json,
    /// A form: pairs of texts.
    Form,
    /// A multipart form.
    Multipart,
    /// A text.
    Text,
    /// Bytes, written as base64.
    Bytes,
}

impl Line {
    /// Reads a line of a file. Python's `NaN`, which is not JSON, is read as a text.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).or_else(|error| {
            let mended: Self = serde_json::from_str(&without_nan(text)).map_err(|_| error)?;
            Ok(Self { has_nan: true, ..mended })
        })
    }

    /// The last word of the call's name.
    pub fn method(&self) -> &str {
        self.call.rsplit('.').next().unwrap_or_default()
    }

    /// The arguments by name; empty where they are no object.
    pub fn arguments(&self) -> Map<String, Value> {
        self.args.as_object().cloned().unwrap_or_default()
    }
}

impl Request {
    /// A header's value; an empty one counts as none.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.as_str()?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }
}

impl Response {
    /// Whether the connection was dropped instead of an answer.
    pub fn is_dropped(&self) -> bool {
        self.status == 0
    }

    /// Whether the status is one of success.
    pub fn has_good_status(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body's bytes.
    pub fn bytes(&self) -> Bytes {
        match (self.body_kind, &self.body) {
            (BodyKind::None, _) => Bytes::new(),
            (BodyKind::Json, body) => Bytes::from(body.to_string()),
            (BodyKind::Bytes, Value::String(text)) => {
                base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default().into()
            }
            (_, Value::String(text)) => Bytes::from(text.clone()),
            (_, body) => Bytes::from(body.to_string()),
        }
    }

    /// The answer, as a transport would return it.
    pub fn answer(&self) -> Result<Answer, String> {
        let mut answer = http::Response::new(self.bytes());
        *answer.status_mut() =
            StatusCode::from_u16(self.status).map_err(|_| format!("{} is not a status", self.status))?;
        for (name, value) in &self.headers {
            add(answer.headers_mut(), name, value).ok_or_else(|| format!("{name} is not a header name"))?;
        }
        Ok(answer)
    }
}

fn add(headers: &mut HeaderMap, name: &str, value: &Value) -> Option<()> {
    let name: HeaderName = name.parse().ok()?;
    let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    for value in values {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        headers.append(name.clone(), HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    Some(())
}

/// The text with Python's `NaN` and infinities put in quotes, except within strings.
fn without_nan(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    for (index, part) in text.replace("\\\"", "\u{1}").split('"').enumerate() {
        let is_within_quotes = index % 2 == 1;
        if index > 0 {
            mended.push('"');
        }
        if is_within_quotes {
            mended.push_str(part);
        } else {
            let part = part.replace("-Infinity", "\"-infinity\"").replace("Infinity", "\"infinity\"");
            mended.push_str(&part.replace("NaN", "\"NaN\""));
        }
    }
    mended.replace('\u{1}', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn pythons_nan_is_read_outside_of_texts_only() {
        let line = r#"{"id": "i", "call": "c", "args": {"x": NaN, "y": [-Infinity], "z": "a \": NaN"}}"#;
        let line = Line::parse(line).unwrap();
        assert_eq!(line.args, serde_json::json!({"x": "NaN", "y": ["-infinity"], "z": "a \": NaN"}));
        assert!(Line::parse("{").is_err());
    }
}
