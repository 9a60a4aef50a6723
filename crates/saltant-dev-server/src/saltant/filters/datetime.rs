//! Reading the times of filters.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use regex::Regex;

use crate::json::digits;

/// A date and a time, with or without seconds, fraction and offset. A date alone is not enough.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[T ]([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]{1,6})[0-9]{0,6})?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$";
    Regex::new(form).expect("the pattern is a constant")
});

/// A moment of the years 1 to 9999 with any offset: microseconds since 1970. Timestamps end a day earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i128);

impl Moment {
    /// The moment at which a clock in this zone shows this time; the first of two, if it is set back.
    pub(super) fn of(civil: DateTime, zone: &TimeZone) -> Self {
        let offset = match zone.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
        };
        let start = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        Self(civil.duration_since(start).as_micros() - i128::from(offset.seconds()) * 1_000_000)
    }
}

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Self {
        Self(time.as_microsecond().into())
    }
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) enum Read {
    Moment(Moment),
    /// Django takes offsets up to a day, and PostgreSQL then refuses those of sixteen hours and more.
    OffsetTooLarge,
}

/// Reads a time. A time without an offset is in the given zone.
pub(super) fn read(text: &str, zone: &TimeZone) -> Option<Read> {
    let text = digits::ascii(text.trim());
    let parts = FORM.captures(&text)?;
    let number = |index: usize| parts.get(index).map_or(Some(0), |part| part.as_str().parse::<i16>().ok());
    let small = |index: usize| number(index).and_then(|number| i8::try_from(number).ok());
    let micros = parts.get(7).map_or(Some(0), |part| format!("{:0<6}", part.as_str()).parse::<i32>().ok())?;
    let year = number(1).filter(|&year| year >= 1)?;
    let civil =
        DateTime::new(year, small(2)?, small(3)?, small(4)?, small(5)?, small(6)?, micros * 1000).ok()?;
    let Some(offset) = parts.get(8) else { return Some(Read::Moment(Moment::of(civil, zone))) };
    let offset = read_offset(offset.as_str())?;
    if offset.seconds().abs() >= 16 * 3600 {
        return Some(Read::OffsetTooLarge);
    }
    Some(Read::Moment(Moment::of(civil, &TimeZone::fixed(offset))))
}

fn read_offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 =
        digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Some(0), |rest| rest.parse().ok())?;
    let seconds = hours * 3600 + minutes * 60;
    if seconds >= 24 * 3600 {
        return None;
    }
    Offset::from_seconds(if text.starts_with('-') { -seconds } else { seconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        match read(text, &TimeZone::UTC)? {
            Read::Moment(Moment(micros)) => {
                let micros = i64::try_from(micros).unwrap();
                Some(
                    Timestamp::from_microsecond(micros)
                        .map_or("too late".to_owned(), |time| time.to_string()),
                )
            }
            Read::OffsetTooLarge => Some("offset".to_owned()),
        }
    }

    #[test]
    fn many_forms_are_taken_but_no_date_alone() {
        for form in [
            "2026-11-21T00:00:00Z",
            "2026-11-21 00:00",
            "2026-11-20T16:00:00-08:00",
            "2026-11-21T08:00:00+0800",
            "2026-11-21T08:00+08",
            " 2026-11-21T00:00:00.000000999 ",
        ] {
            assert_eq!(utc(form).as_deref(), Some("2026-11-21T00:00:00Z"), "{form}");
        }
        assert_eq!(utc("٢٠٢٦-11-21T00:00:00Z").as_deref(), Some("2026-11-21T00:00:00Z"));
        for late in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-15:59"] {
            assert_eq!(utc(late).as_deref(), Some("too late"));
            assert!(read(late, &TimeZone::UTC) > read("9999-12-30T00:00:00Z", &TimeZone::UTC));
        }
        assert_eq!(utc("2026-11-21T00:00:00+15:59").as_deref(), Some("2026-11-20T08:01:00Z"));
        for offset in ["+23:59", "-16:00", "+1600"] {
            assert_eq!(utc(&format!("2026-11-21T00:00:00{offset}")).as_deref(), Some("offset"));
        }
        assert_eq!(utc("2026-11-21T00:00:00.5").as_deref(), Some("2026-11-21T00:00:00.5Z"));
        for form in [
            "2026-11-21",
            "2026",
            "1795000000",
            "2026-11-21t00:00:00z",
            "2026-02-30T00:00",
            "0000-01-01T00:00",
            "2026-11-21T00:00:00+24:00",
            "2026-11-21T00:00:00+23:60",
            "",
        ] {
            assert_eq!(utc(form), None, "{form}");
        }
    }

    #[test]
    fn a_naive_time_is_of_the_zone() {
        let kolkata = TimeZone::get("Asia/Kolkata").unwrap();
        assert_eq!(read("2026-11-21T05:30:00", &kolkata), read("2026-11-21T00:00:00Z", &TimeZone::UTC));
    }
}
