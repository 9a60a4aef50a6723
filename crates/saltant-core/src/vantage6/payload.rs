use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use saltant_types::Value;
use saltant_types::vantage6::{Run, RunResult};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An input or result that is not encrypted: any bytes, by convention JSON.
///
/// `Debug` shows only the length.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Payload(Bytes);

/// Why a payload cannot be read or written. It never shows the content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// The text is not base64: it may be encrypted.
    #[error("not base64; is it encrypted?")]
    Base64,
    /// The server stores it as a blob; the text is only the blob's name.
    #[error("the server stores it as a blob: the text is only the blob's name")]
    Blob,
    /// The text is not a message that vantage6 encrypted.
    #[error("not an encrypted message: `key$start$content`, each in base64")]
    Sealed,
    /// The bytes are not UTF-8 text.
    #[error("not UTF-8 text")]
    Text,
    /// The bytes are not JSON of the wanted shape.
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
    /// A parser's reason may repeat a value, so only the position is kept.
    fn json(error: &serde_json::Error) -> Self {
        let category = match error.classify() {
            serde_json::error::Category::Data => "another shape",
            serde_json::error::Category::Eof => "it ends too early",
            _ => "not JSON",
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

    /// Reads the text that the server sends or stores as a blob, which is base64 if it is not encrypted.
    pub fn from_wire(text: impl AsRef<[u8]>) -> Result<Self, PayloadError> {
        STANDARD.decode(text).map(Self::new).map_err(|_| PayloadError::Base64)
    }

    /// The text to send: base64, not encrypted.
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

    /// A result, if it is not encrypted. `None` if the run has not ended or has no result.
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

    /// The bytes, without a copy.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The bytes as UTF-8 text.
    pub fn text(&self) -> Result<&str, PayloadError> {
        std::str::from_utf8(&self.0).map_err(|_| PayloadError::Text)
    }

    /// The bytes read as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, PayloadError> {
        serde_json::from_slice(&self.0).map_err(|error| PayloadError::json(&error))
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self::new(value.to_string())
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
        assert_eq!(Payload::from_wire(ours.to_wire()).unwrap().json::<serde_json::Value>().unwrap(), value);
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
