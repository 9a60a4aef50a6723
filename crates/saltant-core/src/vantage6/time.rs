//! Limits in time, as the server compares and reads them.

use std::fmt;
use std::str::FromStr;

use saltant_types::schema::{HasSchema, Schema};
use saltant_types::{InvalidTimestamp, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::request::Encoder;

/// A limit in time: a day or an instant, in UTC.
///
/// On sqlite the server compares times as texts. So a limit is sent in the server's own form, with a space
/// between day and time: a `T` there compares wrongly within the same day. A day means its first instant. As
/// an upper limit it excludes the rest of that day; [`end_of_day`](Self::end_of_day) includes it.
///
/// ```
/// use saltant_core::vantage6::TimeBound;
///
/// let day: TimeBound = "2026-11-21".parse()?;
/// assert_eq!(day.to_string(), "2026-11-21");
/// assert_eq!(day.end_of_day().to_string(), "2026-11-21 23:59:59.999999");
/// let instant: TimeBound = "2026-11-21T00:32:52.5+01:00".parse()?;
/// assert_eq!(instant.to_string(), "2026-11-20 23:32:52.500000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeBound {
    at: Timestamp,
    is_day: bool,
}

impl TimeBound {
    /// The instant; for a day, its first.
    pub fn timestamp(self) -> Timestamp {
        self.at
    }

    /// The last microsecond of the day. The server does not store shorter times.
    #[must_use]
    pub fn end_of_day(self) -> Self {
        const DAY: i64 = 86_400_000_000;
        let now = self.at.as_microsecond();
        let last = now - now.rem_euclid(DAY) + DAY - 1;
        Self { at: Timestamp::from_microsecond(last).unwrap_or(self.at), is_day: false }
    }
}

impl From<Timestamp> for TimeBound {
    fn from(at: Timestamp) -> Self {
        Self { at, is_day: false }
    }
}

impl FromStr for TimeBound {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self { at: text.parse()?, is_day: text.len() == "2026-11-21".len() })
    }
}

impl fmt::Display for TimeBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = written(self.at, ' ');
        f.write_str(if self.is_day { &text[..text.find(' ').unwrap_or(text.len())] } else { &text })
    }
}

/// A time as the server writes it: UTC without an offset, with exactly six digits of a second.
pub(super) fn written(at: Timestamp, separator: char) -> String {
    let text = at.to_string();
    let text = text.trim_end_matches('Z').replace('T', &separator.to_string());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}.{:0<6}", &fraction[..fraction.len().min(6)])
}

impl HasSchema for TimeBound {
    const SCHEMA: Schema = Schema::Form { name: "a day or an instant", example: "2026-11-21" };
}

impl Serialize for TimeBound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeBound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A span of time with a lower and an upper limit, of which either may be open. Both limits are inside.
///
/// As JSON it is a list of two, each a text or null: `["2026-11-21", null]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Option<TimeBound>, Option<TimeBound>)", into = "(Option<TimeBound>, Option<TimeBound>)")]
pub struct TimeSpan {
    /// The lower limit.
    pub from: Option<TimeBound>,
    /// The upper limit.
    pub till: Option<TimeBound>,
}

impl TimeSpan {
    /// From a time on.
    pub fn since(from: impl Into<TimeBound>) -> Self {
        Self { from: Some(from.into()), till: None }
    }

    /// Up to a time.
    pub fn until(till: impl Into<TimeBound>) -> Self {
        Self { from: None, till: Some(till.into()) }
    }

    /// From a time to a later one.
    pub fn between(from: impl Into<TimeBound>, till: impl Into<TimeBound>) -> Self {
        Self { from: Some(from.into()), till: Some(till.into()) }
    }

    /// Writes both limits, as `{name}_from` and `{name}_till`.
    pub(super) fn write(&self, name: &str, request: &mut Encoder) {
        if let Some(from) = self.from {
            request.query(&format!("{name}_from"), &from);
        }
        self.write_till(name, request);
    }

    /// Writes the upper limit alone, where the server compares the lower one with another time.
    pub(super) fn write_till(&self, name: &str, request: &mut Encoder) {
        if let Some(till) = self.till {
            request.query(&format!("{name}_till"), &till);
        }
    }

    /// Whether a time is not before the lower limit. A time that is not set is before every limit.
    pub(super) fn has_begun_at(&self, at: Option<Timestamp>) -> bool {
        self.from.is_none_or(|from| at.is_some_and(|at| at >= from.at))
    }
}

impl From<(Option<TimeBound>, Option<TimeBound>)> for TimeSpan {
    fn from((from, till): (Option<TimeBound>, Option<TimeBound>)) -> Self {
        Self { from, till }
    }
}

impl From<TimeSpan> for (Option<TimeBound>, Option<TimeBound>) {
    fn from(span: TimeSpan) -> Self {
        (span.from, span.till)
    }
}

impl HasSchema for TimeSpan {
    const SCHEMA: Schema = Schema::List(&Schema::Nullable(&TimeBound::SCHEMA));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_sent_with_a_space_and_six_digits_never_with_a_t() {
        for (given, sent) in [
            ("2026-11-21", "2026-11-21"),
            ("2026-11-21 00:32:52.5", "2026-11-21 00:32:52.500000"),
            ("2026-11-21T00:32:52Z", "2026-11-21 00:32:52.000000"),
            ("2026-11-21T00:32:52.123456789Z", "2026-11-21 00:32:52.123456"),
        ] {
            assert_eq!(given.parse::<TimeBound>().unwrap().to_string(), sent);
        }
        assert!("yesterday".parse::<TimeBound>().is_err());
        let at = "2026-01-02T03:04:05Z".parse().unwrap();
        assert_eq!(written(at, 'T'), "2026-01-02T03:04:05.000000");
    }

    #[test]
    fn a_span_is_a_pair_in_json() {
        let span: TimeSpan = serde_json::from_str(r#"["2020-01-01", null]"#).unwrap();
        assert_eq!(span, TimeSpan::since("2020-01-01".parse::<TimeBound>().unwrap()));
        assert_eq!(serde_json::to_string(&span).unwrap(), r#"["2020-01-01",null]"#);
        assert!(!span.has_begun_at(None));
        assert!(serde_json::from_str::<TimeSpan>(r#"["2020-01-01"]"#).is_err());
    }
}
