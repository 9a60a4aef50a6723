#[cfg(any(feature = "jiff-0_2", feature = "chrono-0_4"))]
mod convert;

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time, read from whatever offset a server answers in and written in UTC with a `Z`.
///
/// The features `jiff-0_2` and `chrono-0_4` convert it from and to the types of these crates.
///
/// A text without an offset is taken as UTC: that is what the services that leave it out mean. Two
/// timestamps are equal when they name the same instant.
///
/// ```
/// use saltant_types::Timestamp;
///
/// let there: Timestamp = "2018-07-10T12:28:01.000-05:00".parse()?;
/// let here: Timestamp = "2018-07-10T17:28:01Z".parse()?;
/// assert_eq!(there, here);
/// assert_eq!(there.to_string(), "2018-07-10T17:28:01Z");
/// # Ok::<(), saltant_types::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The present, by the system's clock.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now())
    }

    /// Makes a timestamp from microseconds since 1970-01-01T00:00:00Z.
    pub fn from_microsecond(microseconds: i64) -> Result<Self, InvalidTimestamp> {
        jiff::Timestamp::from_microsecond(microseconds).map(Self).map_err(|e| InvalidTimestamp(e.to_string()))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn as_microsecond(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// The text for a pattern of `strftime`, in UTC: `%Y-%m-%d %H:%M` gives `2018-07-10 17:28`. An unknown
    /// conversion is an error.
    pub fn format(self, pattern: &str) -> Result<String, InvalidTimestamp> {
        jiff::fmt::strtime::format(pattern, self.0).map_err(|e| InvalidTimestamp(e.to_string()))
    }

    /// How long after `earlier` this is; zero if it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0.duration_since(earlier.0)).unwrap_or_default()
    }
}

/// How long after the other one this is; zero if it is not after it, as [`since`](Timestamp::since).
impl Sub for Timestamp {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// A time before this one. Times beyond the years that can be written become the first one that can.
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, time: Duration) -> Self {
        Self(self.0.checked_sub(time).unwrap_or(jiff::Timestamp::MIN))
    }
}

/// A time after this one. Times beyond the years that can be written become the last one that can.
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(self.0.checked_add(time).unwrap_or(jiff::Timestamp::MAX))
    }
}

/// A text or number that names no point in time, or a pattern that cannot be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp(String);

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a timestamp: {}", self.0)
    }
}

impl std::error::Error for InvalidTimestamp {}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let with_offset = text.parse::<jiff::Timestamp>();
        with_offset
            .or_else(|error| {
                let naive = text.parse::<jiff::civil::DateTime>().map_err(|_| error)?;
                jiff::tz::Offset::UTC.to_timestamp(naive)
            })
            .map(Self)
            .map_err(|e| InvalidTimestamp(e.to_string()))
    }
}

impl From<SystemTime> for Timestamp {
    /// Times beyond the years that can be written become the nearest one that can.
    fn from(time: SystemTime) -> Self {
        let past_or_future =
            if time < SystemTime::UNIX_EPOCH { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        Self(jiff::Timestamp::try_from(time).unwrap_or(past_or_future))
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        time.0.into()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 8601 date and time")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Timestamp {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn every_spelling_of_the_five_services_is_read() {
        let instant = parse("2026-11-21T00:32:16.978360Z");
        for text in [
            "2026-11-21T00:32:16.978360+00:00",
            "2026-11-20T16:32:16.978360-08:00",
            "2026-11-21T06:02:16.978360+05:30",
            "2026-11-21T00:32:16.978360",
            "2026-11-21 00:32:16.978360+00:00",
        ] {
            assert_eq!(parse(text), instant, "{text}");
        }
        assert_eq!(parse("2026-11-21T00:32:16"), parse("2026-11-21T00:32:16Z"));
    }

    #[test]
    fn nonsense_is_an_error_that_says_so() {
        for text in ["", "yesterday", "2026-13-01T00:00:00Z", "2026-11-21T00:32:16+99:99"] {
            let error = text.parse::<Timestamp>().unwrap_err();
            assert!(error.to_string().starts_with("not a timestamp"), "{text}: {error}");
        }
    }

    #[test]
    fn times_are_added_subtracted_and_formatted() {
        let time = parse("2018-07-10T17:28:01Z");
        let hour = Duration::from_secs(3600);
        assert_eq!((time + hour).to_string(), "2018-07-10T18:28:01Z");
        assert_eq!((time - hour).to_string(), "2018-07-10T16:28:01Z");
        assert_eq!(((time + hour) - time, time - (time + hour)), (hour, Duration::ZERO));
        assert_eq!((time + Duration::MAX).0, jiff::Timestamp::MAX);
        assert_eq!((time - Duration::MAX).0, jiff::Timestamp::MIN);
        assert_eq!(time.format("%Y-%m-%d %H:%M").unwrap(), "2018-07-10 17:28");
        assert!(time.format("%!").is_err());
    }

    #[test]
    fn since_is_never_negative() {
        let (early, late) = (parse("2026-01-01T00:00:00Z"), parse("2026-01-01T00:00:01.5Z"));
        assert_eq!(late.since(early), Duration::from_millis(1500));
        assert_eq!(early.since(late), Duration::ZERO);
    }
}
