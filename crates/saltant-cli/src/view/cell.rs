//! A value in a cell of a table.

use clap::builder::styling::Style;
use jiff::Timestamp;
use saltant::astakos::UNLIMITED;
use serde_json::Value;

use crate::output::styles;
use crate::table::Cell;

/// Stands for null, and for a key that a thing does not have.
const NOTHING: &str = "–";

/// The last words of the keys under which a state is.
const STATES: &[&str] = &["state", "status", "severity", "level", "success", "change"];

/// A value in a row of a table.
pub(super) fn of(path: &str, value: Option<&Value>, now: Timestamp) -> Cell {
    let Some(value) = value else { return Cell::styled(NOTHING, styles::FAINT) };
    match (value, time(value)) {
        (Value::Null, _) => Cell::styled(NOTHING, styles::FAINT),
        (_, Some(time)) => age(time, now).into(),
        (Value::Number(number), _) if number.as_i64() == Some(UNLIMITED) => "unlimited".into(),
        _ => Cell::styled(text(value), style(path, value)),
    }
}

/// A value in a line of its own: a time is given in full too.
pub(super) fn full(path: &str, value: &Value, now: Timestamp) -> Vec<Cell> {
    match (value, time(value)) {
        (Value::String(text), Some(time)) => vec![format!("{text} ({})", age(time, now)).into()],
        (Value::String(text), None) if text.contains('\n') => {
            text.lines().map(|line| Cell::styled(line, style(path, value))).collect()
        }
        _ => vec![of(path, Some(value), now)],
    }
}

/// A value as a text: lists of texts and numbers with commas, what else has parts as JSON.
pub(super) fn text(value: &Value) -> String {
    let is_simple = |item: &Value| !item.is_array() && !item.is_object();
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(is_simple) => {
            items.iter().map(text).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn style(path: &str, value: &Value) -> Style {
    let key = path.rsplit('.').next().unwrap_or(path);
    if STATES.contains(&key) { styles::of_state(&text(value)) } else { styles::PLAIN }
}

/// A text that is a point in time.
fn time(value: &Value) -> Option<Timestamp> {
    let text = value.as_str()?;
    // Other texts are not worth a look: a time begins with a year, and has a date and a time of the day.
    let is_possible = text.len() >= 17 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    if is_possible { text.parse().ok() } else { None }
}

/// How long ago a time was, or how far away it is, in its largest unit.
fn age(time: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - time.as_second();
    let size = seconds.unsigned_abs();
    let length = match size {
        0..60 => format!("{size}s"),
        60..3600 => format!("{}m", size / 60),
        3600..86_400 => format!("{}h", size / 3600),
        86_400..31_536_000 => format!("{}d", size / 86_400),
        _ => format!("{}y", size / 31_536_000),
    };
    if seconds < 0 { format!("in {length}") } else { format!("{length} ago") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_short() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        for (time, shown) in [
            ("2026-11-21T10:00:00Z", "0s ago"),
            ("2026-11-21T09:59:01.5Z", "59s ago"),
            ("2026-11-21T10:01:00Z", "in 1m"),
            ("2026-11-21T11:59:00+02:00", "1m ago"),
            ("2026-11-20T10:00:01Z", "23h ago"),
            ("2026-11-20T10:00:00Z", "1d ago"),
            ("2018-07-10T12:28:01.000-05:00", "8y ago"),
        ] {
            assert_eq!(age(super::time(&time.into()).unwrap(), now), shown, "{time}");
        }
        for text in ["2026", "2026-11-21", "00000000-0000-4000-8000-000000000000", "", "年年年年年年"] {
            assert_eq!(time(&text.into()), None, "{text}");
        }
    }

    #[test]
    fn lists_have_commas_and_objects_are_json() {
        assert_eq!(text(&serde_json::json!([1, "a", null])), "1, a, ");
        assert_eq!(text(&serde_json::json!([{"b": 1}])), r#"[{"b":1}]"#);
    }
}
