//! Numbers, which this service sends as JSON numbers in one place and as texts in another.

use std::fmt;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Number, Value};

/// A quantity that the service declares a text in one model and a number in another, kept as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(untagged)]
pub enum NumberOrText {
    /// A number.
    Number(Number),
    /// A text: most often of a number, but also a duration such as `01:00:00`.
    Text(String),
}

impl NumberOrText {
    /// The number, in either form; `None` if the text is something else.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }

    /// The whole number, in either form; `None` for anything else.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.as_u64(),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }
}

impl fmt::Display for NumberOrText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl From<&str> for NumberOrText {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for NumberOrText {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for NumberOrText {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for NumberOrText {
    fn from(number: u64) -> Self {
        Self::Number(number.into())
    }
}

/// Reads a whole number from a number or a text; null and an empty text are `None`.
pub(super) fn integer<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + FromStr,
{
    // Through a value, because a number of arbitrary precision is only seen as one there.
    let wrong = |what: &dyn fmt::Display| D::Error::custom(format!("{what} is not a whole number in range"));
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => text.trim().parse().map(Some).map_err(|_| wrong(&format!("{text:?}"))),
        Value::Number(number) => {
            // 4.0 is a 4.
            let text = number.to_string();
            let whole = text.strip_suffix(".0").unwrap_or(&text);
            whole.parse().map(Some).map_err(|_| wrong(&number))
        }
        other => serde_json::from_value(other).map_err(D::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        #[serde(default, deserialize_with = "integer")]
        count: Option<u32>,
        #[serde(default)]
        memory: Option<NumberOrText>,
    }

    fn count(json: &str) -> Result<Option<u32>, serde_json::Error> {
        serde_json::from_str::<Row>(json).map(|row| row.count)
    }

    #[test]
    fn f1_a_whole_number_is_read_from_a_number_and_from_a_text() {
        for (json, meant) in [
            (r#"{"count": 7}"#, Some(7)),
            (r#"{"count": "7"}"#, Some(7)),
            (r#"{"count": " 7 "}"#, Some(7)),
            (r#"{"count": 7.0}"#, Some(7)),
            (r#"{"count": ""}"#, None),
            (r#"{"count": null}"#, None),
            ("{}", None),
        ] {
            assert_eq!(count(json).unwrap(), meant, "{json}");
        }
        for bad in [r#"{"count": "many"}"#, r#"{"count": -1}"#, r#"{"count": 1.5}"#, r#"{"count": [1]}"#] {
            assert!(count(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn f1_a_quantity_is_written_back_as_it_came() {
        for (json, number) in
            [("4", Some(4.0)), ("\"4.0\"", Some(4.0)), ("0.5", Some(0.5)), ("\"4GB\"", None)]
        {
            let quantity: NumberOrText = serde_json::from_str(json).unwrap();
            assert_eq!(quantity.as_f64(), number, "{json}");
            assert_eq!(serde_json::to_string(&quantity).unwrap(), json);
        }
        let row: Row = serde_json::from_str(r#"{"memory": null}"#).unwrap();
        assert_eq!(row.memory, None);
    }
}
