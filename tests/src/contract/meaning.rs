//! Compares values by meaning: numbers by value, timestamps by instant, forms with JSON.

use saltant_types::Timestamp;
use serde_json::{Map, Value};

/// Whether fields that only one side has are a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fields {
    /// Each side has the fields of the other.
    Same,
    /// The second side may have more fields, for example ones that are null or empty by default.
    MayBeMore,
}

/// Checks that `found` holds everything in `recorded` with equal values; the error says where it differs.
pub fn holds(recorded: &Value, found: &Value, fields: Fields) -> Result<(), String> {
    compare(recorded, found, fields, "")
}

fn compare(recorded: &Value, found: &Value, fields: Fields, path: &str) -> Result<(), String> {
    match (recorded, found) {
        (Value::Object(left), Value::Object(right)) => {
            for (name, value) in left {
                let at = format!("{path}.{name}");
                let other = right.get(name).ok_or_else(|| format!("{at} is lost"))?;
                compare(value, other, fields, &at)?;
            }
            let extra = right.keys().find(|name| !left.contains_key(*name));
            match extra.filter(|_| fields == Fields::Same) {
                Some(name) => Err(format!("{path}.{name} is not in the record")),
                None => Ok(()),
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            if left.len() != right.len() {
                return Err(format!("{path} has {} items, recorded are {}", right.len(), left.len()));
            }
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.try_for_each(|(index, (l, r))| compare(l, r, fields, &format!("{path}[{index}]")))
        }
        _ if same(recorded, found) => Ok(()),
        _ => Err(format!("{path} is {}, recorded is {}", short(found), short(recorded))),
    }
}

/// Whether two plain values are equal: numbers by value, timestamps by instant.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || decimal(&left.to_string()) == decimal(&right.to_string())
        }
        (Value::String(left), Value::String(right)) => {
            left == right || instant(left).is_some_and(|at| Some(at) == instant(right))
        }
        _ => left == right,
    }
}

/// The instant of a text that is a date with a time.
fn instant(text: &str) -> Option<Timestamp> {
    let looks_like_one = text.len() >= 16
        && text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && matches!(text.as_bytes()[10], b'T' | b' ');
    looks_like_one.then(|| text.parse().ok()).flatten()
}

/// A number's sign, its digits without zeros at either end, and its exponent: equal for equal numbers of
/// any size, without computing them.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let mut exponent = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let significant = digits.trim_start_matches('0');
    let trimmed = significant.trim_end_matches('0');
    exponent = exponent.checked_add(i64::try_from(significant.len() - trimmed.len()).ok()?)?;
    if trimmed.is_empty() {
        return Some((false, String::new(), 0));
    }
    Some((negative, trimmed.to_owned(), exponent))
}

/// Checks that a form has the same fields as a JSON object.
///
/// A form cannot express null or an empty list: it leaves them out. JSON text in a field is parsed, `True` is
/// `true`, and a list is either one text or one pair for each item.
pub fn form_says(pairs: &[(String, String)], object: &Map<String, Value>) -> Result<(), String> {
    for (name, value) in object {
        let texts: Vec<&str> = pairs.iter().filter(|(key, _)| key == name).map(|(_, v)| v.as_str()).collect();
        if !field_says(&texts, value) {
            return Err(format!("the body's {name} is {}, recorded is {texts:?}", short(value)));
        }
    }
    match pairs.iter().find(|(name, _)| !object.contains_key(name)) {
        Some((name, value)) => Err(format!("the body has no {name}, recorded is {value:?}")),
        None => Ok(()),
    }
}

fn field_says(texts: &[&str], value: &Value) -> bool {
    match (texts, value) {
        ([], Value::Null) => true,
        ([], Value::Array(items)) => items.is_empty(),
        ([text], Value::Array(_) | Value::Object(_)) if text_says(text, value) => true,
        (texts, Value::Array(items)) => {
            texts.len() == items.len() && texts.iter().zip(items).all(|(text, item)| text_says(text, item))
        }
        ([text], value) => text_says(text, value),
        _ => false,
    }
}

/// Whether a text in Python's spelling for forms and queries equals a JSON value.
pub fn text_says(text: &str, value: &Value) -> bool {
    match value {
        Value::String(own) => own == text,
        Value::Bool(flag) => matches!((*flag, text), (true, "True" | "true") | (false, "False" | "false")),
        Value::Null => text == "null",
        Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            serde_json::from_str(text).is_ok_and(|read: Value| holds(&read, value, Fields::Same).is_ok())
        }
    }
}

/// A value for a message, cut after 120 characters.
pub fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn numbers_are_equal_by_value_whatever_their_size() {
        for (left, right) in [
            ("1e300".to_owned(), format!("1{}", "0".repeat(300))),
            ("1.0".to_owned(), "1".to_owned()),
            ("-0.0".to_owned(), "0".to_owned()),
            ("0.50".to_owned(), "5e-1".to_owned()),
        ] {
            assert!(same(&parse(&left), &parse(&right)), "{left} {right}");
        }
        for (left, right) in [("18446744073709551616", "18446744073709551617"), ("1", "-1"), ("10", "1")] {
            assert!(!same(&parse(left), &parse(right)), "{left} {right}");
        }
    }

    #[test]
    fn timestamps_are_equal_by_instant_and_other_texts_by_letter() {
        assert!(same(&json!("2026-11-21T00:00:00Z"), &json!("2026-11-20 16:00:00-08:00")));
        assert!(!same(&json!("2026-11-21T00:00:00Z"), &json!("2026-11-21T00:00:01Z")));
        assert!(!same(&json!("a"), &json!("A")));
        assert!(!same(&json!("1"), &json!(1)));
    }

    #[test]
    fn a_lost_a_changed_and_an_invented_field_are_told_with_their_path() {
        let recorded = json!({"a": [{"b": 1}]});
        let tell = |found: Value| holds(&recorded, &found, Fields::Same).unwrap_err();
        assert_eq!(tell(json!({"a": [{}]})), ".a[0].b is lost");
        assert_eq!(tell(json!({"a": [{"b": 2}]})), ".a[0].b is 2, recorded is 1");
        assert_eq!(tell(json!({"a": []})), ".a has 0 items, recorded are 1");
        let more = json!({"a": [{"b": 1, "c": null}]});
        assert_eq!(tell(more.clone()), ".a[0].c is not in the record");
        assert_eq!(holds(&recorded, &more, Fields::MayBeMore), Ok(()));
    }

    #[test]
    fn a_form_and_json_are_compared_value_by_value() {
        let form = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let Value::Object(object) = json!({
            "name": "n", "active": true, "ids": [1, 2], "json": {"k": [1.0]}, "none": null, "empty": [], "five": "5"
        }) else {
            unreachable!()
        };
        let good = [
            ("name", "n"),
            ("active", "True"),
            ("ids", "1"),
            ("ids", "2"),
            ("json", r#"{"k": [1]}"#),
            ("five", "5"),
        ];
        assert_eq!(form_says(&form(&good), &object), Ok(()));
        for at in 0..good.len() {
            let mut less = form(&good);
            less.remove(at);
            assert!(form_says(&less, &object).is_err(), "without {:?}", good[at]);
            let mut other = form(&good);
            other[at].1.push('x');
            assert!(form_says(&other, &object).is_err(), "{:?} changed", good[at]);
        }
        let mut more = form(&good);
        more.push(("more".to_owned(), String::new()));
        assert!(form_says(&more, &object).is_err());
    }
}
