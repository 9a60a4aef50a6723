//! How times are written in answers.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Writes a time as the API does: `Z` for UTC, else an offset, and microseconds unless they are zero.
pub(crate) fn written(time: Timestamp, zone: &TimeZone) -> String {
    let zoned = time.to_zoned(zone.clone());
    let mut text = zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let micros = zoned.subsec_nanosecond() / 1000;
    if micros != 0 {
        let _ = write!(text, ".{micros:06}");
    }
    if zoned.offset() == Offset::UTC {
        text.push('Z');
    } else {
        text.push_str(&zoned.strftime("%:z").to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_microseconds_unless_they_are_zero() {
        let whole: Timestamp = "2026-11-21T00:16:11Z".parse().unwrap();
        let fraction: Timestamp = "2026-11-21T00:16:11.000748Z".parse().unwrap();
        assert_eq!(written(whole, &TimeZone::UTC), "2026-11-21T00:16:11Z");
        assert_eq!(written(fraction, &TimeZone::UTC), "2026-11-21T00:16:11.000748Z");
        let kolkata = TimeZone::get("Asia/Kolkata").unwrap();
        assert_eq!(written(fraction, &kolkata), "2026-11-21T05:46:11.000748+05:30");
    }
}
