//! Values of query parameters that the server reads in ways of its own.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use saltant_types::schema::{HasSchema, Schema};
use saltant_types::{InvalidTimestamp, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::request::{EncodeError, Encoder, QueryGroup};

/// Yes or no, sent as `1` or `0`: the server takes `True` and `False` for nothing that matches (sqlite), and
/// `true` for an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flag(pub bool);

impl HasSchema for Flag {
    const SCHEMA: Schema = Schema::Flag;
}

impl HasSchema for When {
    const SCHEMA: Schema = Schema::Form { name: "a day or an instant", example: "2026-11-21" };
}

impl<W> HasSchema for Switch<W> {
    const SCHEMA: Schema = Schema::Flag;
}

impl<W> HasSchema for Span<W> {
    const SCHEMA: Schema = Schema::List(&Schema::Nullable(&When::SCHEMA));
}

impl From<bool> for Flag {
    fn from(flag: bool) -> Self {
        Self(flag)
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "1" } else { "0" })
    }
}

/// What a [`Switch`] sends when it is on.
pub trait SwitchWords: Clone + fmt::Debug + Send + Sync + 'static {
    /// The parameter.
    const NAME: &'static str;
    /// Its value.
    const ON: &'static str;
}

/// A parameter that is sent only when it is on: the server takes any text at all, `False` too, for yes.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Switch<W>(bool, PhantomData<W>);

impl<W> Switch<W> {
    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.0
    }
}

impl<W> Default for Switch<W> {
    fn default() -> Self {
        Self::from(false)
    }
}

impl<W> From<bool> for Switch<W> {
    fn from(on: bool) -> Self {
        Self(on, PhantomData)
    }
}

impl<W> fmt::Debug for Switch<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<W: SwitchWords> QueryGroup for Switch<W> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        if self.0 {
            request.query(W::NAME, &W::ON);
        }
        Ok(())
    }
}

macro_rules! switches {
    ($( $(#[$meta:meta])* $word:ident = $name:literal, $on:literal; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $word;

        impl SwitchWords for $word {
            const NAME: &'static str = $name;
            const ON: &'static str = $on;
        }
    )+ };
}

switches! {
    /// `delete_dependents`: deletes what hangs on the thing as well. Absent, the server refuses while
    /// there is any.
    DeleteDependents = "delete_dependents", "true";
    /// `include_root`: gives the roles that come with the server beside an organization's own.
    IncludeRoot = "include_root", "true";
    /// `include=results`: gives a task's results with it, all of them.
    IncludeResults = "include", "results";
    /// `include=runs`: gives a task's runs with it, all of them.
    IncludeRuns = "include", "runs";
    /// `include=task`: gives a run's task with it.
    IncludeTask = "include", "task";
    /// `include=organizations`: gives a collaboration's organizations with it.
    IncludeOrganizations = "include", "organizations";
    /// `include_permissions`: gives what a user may do with the user.
    IncludePermissions = "include_permissions", "1";
}

/// A limit in time: a day, or an instant.
///
/// The server compares texts (on sqlite), so a limit is sent as the server writes its own times: with a
/// space, never with a `T`, which would compare wrongly within the same day. A day stands for its first
/// instant: as an upper limit it leaves that whole day out, and [`end_of`](When::end_of) does not.
///
/// ```
/// use saltant_core::vantage6::When;
///
/// let day: When = "2026-11-21".parse()?;
/// assert_eq!(day.to_string(), "2026-11-21");
/// assert_eq!(day.end_of().to_string(), "2026-11-21 23:59:59.999999");
/// let instant: When = "2026-11-21T00:32:52.5+01:00".parse()?;
/// assert_eq!(instant.to_string(), "2026-11-20 23:32:52.500000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    at: Timestamp,
    is_day: bool,
}

impl When {
    /// The instant that is meant; a day's is its first, in UTC.
    pub fn timestamp(self) -> Timestamp {
        self.at
    }

    /// The last instant of the day, in UTC, that the server can tell from the next day.
    #[must_use]
    pub fn end_of(self) -> Self {
        const DAY: i64 = 86_400_000_000;
        let now = self.at.as_microsecond();
        let last = now - now.rem_euclid(DAY) + DAY - 1;
        Self { at: Timestamp::from_microsecond(last).unwrap_or(self.at), is_day: false }
    }
}

impl From<Timestamp> for When {
    fn from(at: Timestamp) -> Self {
        Self { at, is_day: false }
    }
}

impl FromStr for When {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self { at: text.parse()?, is_day: text.len() == "2026-11-21".len() })
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = written(self.at, ' ');
        f.write_str(if self.is_day { &text[..text.find(' ').unwrap_or(text.len())] } else { &text })
    }
}

/// A time as the server writes it: naive UTC with exactly six digits of a second.
pub(super) fn written(at: Timestamp, separator: char) -> String {
    let text = at.to_string();
    let text = text.trim_end_matches('Z').replace('T', &separator.to_string());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}.{:0<6}", &fraction[..fraction.len().min(6)])
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Which time of a run a [`Span`] limits.
pub trait SpanWords: Clone + fmt::Debug + Send + Sync + 'static {
    /// The parameter for the lower limit; `None` where the server compares another column by mistake, so
    /// that the limit is kept on this side.
    const FROM: Option<&'static str>;
    /// The parameter for the upper limit.
    const TILL: &'static str;
}

/// From when till when; either side may be open. As JSON: a list of two, each a text or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<W> {
    /// Not before this.
    pub from: Option<When>,
    /// Not after this.
    pub till: Option<When>,
    words: PhantomData<W>,
}

impl<W> Span<W> {
    /// From when till when.
    pub fn new(from: Option<When>, till: Option<When>) -> Self {
        Self { from, till, words: PhantomData }
    }

    /// From then on.
    pub fn from(from: impl Into<When>) -> Self {
        Self::new(Some(from.into()), None)
    }

    /// Until then.
    pub fn till(till: impl Into<When>) -> Self {
        Self::new(None, Some(till.into()))
    }

    /// Whether a time is not before the lower limit. One that is not set is before any.
    pub(super) fn is_after_start(&self, at: Option<Timestamp>) -> bool {
        self.from.is_none_or(|from| at.is_some_and(|at| at >= from.at))
    }
}

impl<W> Default for Span<W> {
    fn default() -> Self {
        Self::new(None, None)
    }
}

impl<W> Serialize for Span<W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.from, self.till).serialize(serializer)
    }
}

impl<'de, W> Deserialize<'de> for Span<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (from, till) = Deserialize::deserialize(deserializer)?;
        Ok(Self::new(from, till))
    }
}

impl<W: SpanWords> QueryGroup for Span<W> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        if let (Some(name), Some(from)) = (W::FROM, self.from) {
            request.query(name, &from);
        }
        if let Some(till) = self.till {
            request.query(W::TILL, &till);
        }
        Ok(())
    }
}

macro_rules! spans {
    ($( $(#[$meta:meta])* $word:ident = $from:expr, $till:literal; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $word;

        impl SpanWords for $word {
            const FROM: Option<&'static str> = $from;
            const TILL: &'static str = $till;
        }
    )+ };
}

spans! {
    /// When the node began. The server compares a lower limit with the time of assignment instead, which
    /// is why it is kept on this side.
    Started = None, "started_till";
    /// When the run was assigned, which the server takes to be its own start.
    Assigned = Some("assigned_from"), "assigned_till";
    /// When the run ended. As with [`Started`], the lower limit is kept on this side.
    Finished = None, "finished_till";
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
            assert_eq!(given.parse::<When>().unwrap().to_string(), sent);
        }
        assert!("yesterday".parse::<When>().is_err());
        let at = "2026-01-02T03:04:05Z".parse().unwrap();
        assert_eq!(written(at, 'T'), "2026-01-02T03:04:05.000000");
    }

    #[test]
    fn a_span_is_a_pair_in_json() {
        let span: Span<Started> = serde_json::from_str(r#"["2020-01-01", null]"#).unwrap();
        assert_eq!(span, Span::from("2020-01-01".parse::<When>().unwrap()));
        assert_eq!(serde_json::to_string(&span).unwrap(), r#"["2020-01-01",null]"#);
        assert!(!span.is_after_start(None));
    }
}
