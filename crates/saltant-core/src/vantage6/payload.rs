use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use saltant_types::vantage6::{Run, RunResult};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What goes into a run or comes out of it, in the clear: by convention JSON, but any bytes.
///
/// `Debug` shows the length alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Payload(Bytes);

/// Why a payload cannot be read or written. It shows nothing of the content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// The text is not base64: it may be encrypted.
    #[error("not base64; is it encrypted?")]
    Base64,
    /// It is kept as a blob, of which the text is only the name.
    #[error("the server keeps it as a blob: the text is only its name")]
    Blob,
    /// The bytes are no UTF-8 text.
    #[error("not UTF-8 text")]
    Text,
    /// The bytes are not JSON of the shape that is wanted.
    #[error("not JSON of the wanted shape: {category} at line {line}, column {column}")]
    Json {
        /// Whether the JSON itself is wrong or only its shape.
        category: &'static str,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl PayloadError {
    /// A parser's reason may repeat a value, so only the place is kept.
    fn json(error: &serde_json::Error) -> Self {
        let category = match error.classify() {
            serde_json::error::Category::Data => "another shape",
            serde_json::error::Category::Eof => "it ends too early",
            _ => "no JSON",
        };
        Self::Json { category, line: error.line(), column: error.column() }
    }
}

impl Payload {
    /// Bytes as they are.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// Any value as JSON.
    pub fn from_json(value: &(impl Serialize + ?Sized)) -> Result<Self, PayloadError> {
        serde_json::to_vec(value).map(Self::new).map_err(|error| PayloadError::json(&error))
    }

    /// Reads the text on the wire, if it is not encrypted.
    pub fn from_wire(text: &str) -> Result<Self, PayloadError> {
        STANDARD.decode(text).map(Self::new).map_err(|_| PayloadError::Base64)
    }

    /// The text on the wire, not encrypted.
    pub fn to_wire(&self) -> String {
        STANDARD.encode(&self.0)
    }

    /// The input of a run, if it is not encrypted.
    pub fn of_input(run: &Run) -> Result<Self, PayloadError> {
        if run.blob_storage_used == Some(true) {
            return Err(PayloadError::Blob);
        }
        Self::from_wire(&run.input)
    }

    /// A result, if it is not encrypted; `None` if there is none yet.
    pub fn of_result(result: &RunResult) -> Result<Option<Self>, PayloadError> {
        if result.blob_storage_used == Some(true) {
            return Err(PayloadError::Blob);
        }
        result.result.as_deref().map(Self::from_wire).transpose()
    }

    /// The bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The text that the bytes are.
    pub fn text(&self) -> Result<&str, PayloadError> {
        std::str::from_utf8(&self.0).map_err(|_| PayloadError::Text)
    }

    /// The value that the JSON stands for.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, PayloadError> {
        serde_json::from_slice(&self.0).map_err(|error| PayloadError::json(&error))
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_serde_value_goes_in_and_comes_out_also_as_python_writes_it() {
        // {"n": "é", "a": [1, 2.5]} as Python's json.dumps writes it.
        let python = Payload::new(&br#"{"n": "\u00e9", "a": [1, 2.5]}"#[..]);
        let value: serde_json::Value = python.json().unwrap();
        assert_eq!(value, serde_json::json!({"n": "é", "a": [1, 2.5]}));
        let ours = Payload::from_json(&value).unwrap();
        assert_eq!(Payload::from_wire(&ours.to_wire()).unwrap().json::<serde_json::Value>().unwrap(), value);
        assert_eq!(Payload::from_wire("").unwrap(), Payload::default());
    }

    #[test]
    fn a5_an_unreadable_payload_is_not_shown() {
        let payload = Payload::new("\"canary\"");
        let error = payload.json::<u8>().unwrap_err();
        assert!(!format!("{payload:?} {error:?} {error}").contains("canary"), "{error}");
        assert_eq!(Payload::from_wire("YQ==$YQ=="), Err(PayloadError::Base64));
        assert_eq!(Payload::new(vec![0xff]).text(), Err(PayloadError::Text));
    }
}
