//! What a `jsonb` column of PostgreSQL makes of a value.

use super::value::Json;

/// The value as the column gives it back, or `None` where the column refuses it.
///
/// Keys are ordered by length, then bytewise; floats that Python writes with a positive exponent
/// come back as integers; negative zero becomes zero; infinities, NaN and NUL are refused.
pub(crate) fn stored(value: &Json) -> Option<Json> {
    Some(match value {
        Json::Null | Json::Bool(_) => value.clone(),
        Json::Number(text) => Json::Number(number(text)?),
        Json::String(text) if text.contains('\0') => return None,
        Json::String(text) => Json::String(text.clone()),
        Json::Array(items) => Json::Array(items.iter().map(stored).collect::<Option<_>>()?),
        Json::Object(entries) => {
            let mut kept = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                if key.contains('\0') {
                    return None;
                }
                kept.push((key.clone(), stored(value)?));
            }
            kept.sort_by(|(a, _), (b, _)| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
            Json::Object(kept)
        }
    })
}

fn number(text: &str) -> Option<String> {
    if matches!(text, "nan" | "inf" | "-inf") {
        return None;
    }
    if text == "-0.0" {
        return Some("0.0".to_owned());
    }
    match text.split_once("e+") {
        Some((mantissa, exponent)) => {
            let exponent: usize = exponent.parse().ok()?;
            let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
            // A float has at most 17 digits and the exponent is 16 or more: no digit is left over.
            let zeros = exponent.saturating_sub(fraction.len());
            Some(format!("{whole}{fraction}{}", "0".repeat(zeros)))
        }
        None => Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::{Constants, parse};
    use super::*;

    fn read(text: &str) -> Json {
        parse(text, Constants::Refused).unwrap()
    }

    #[test]
    fn a_column_turns_large_floats_into_integers_and_sorts_keys_by_length() {
        let kept = stored(&read(r#"{"zebra":1e20,"b":-0.0,"aa":1.5e+17}"#)).unwrap();
        assert_eq!(kept.to_text(), r#"{"b":0.0,"aa":150000000000000000,"zebra":100000000000000000000}"#);
        assert_eq!(stored(&read(r#"{"x":["a\u0000b"]}"#)), None);
    }
}
