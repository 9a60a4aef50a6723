//! Times as the real server reads and writes them: without a zone, meaning UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::json::Json;

/// A time in an answer. Like Python's isoformat, this leaves out a fraction that is zero.
pub(crate) fn json(time: Timestamp) -> Json {
    let micros = time.as_microsecond().rem_euclid(1_000_000);
    let text = time.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    if micros == 0 { text.into() } else { format!("{text}.{micros:06}").into() }
}

/// A time as sqlite keeps it and compares it, as text.
pub(crate) fn column(time: Timestamp) -> String {
    let micros = time.as_microsecond().rem_euclid(1_000_000);
    format!("{}.{micros:06}", time.strftime("%Y-%m-%d %H:%M:%S"))
}

/// Reads a time of a run: with a fraction, and with nothing or `+00:00` behind it.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix("+00:00").unwrap_or(text);
    let (_, fraction) = text.rsplit_once('.')?;
    let fits = (1..=6).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !fits || text.as_bytes().get(10) != Some(&b'T') {
        return None;
    }
    in_utc(text)
}

/// Whether the validation takes a text for a time at all; it is more generous than the reader.
pub(crate) fn is_time(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok() || in_utc(text).is_some()
}

fn in_utc(text: &str) -> Option<Timestamp> {
    text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written_without_a_zone() {
        let time = read("2026-01-02T03:04:05.123456+00:00").unwrap();
        assert_eq!(json(time).as_str(), Some("2026-01-02T03:04:05.123456"));
        assert_eq!(column(time), "2026-01-02 03:04:05.123456");
        assert_eq!(json(read("2026-01-02T03:04:05.0").unwrap()).as_str(), Some("2026-01-02T03:04:05"));
        for wrong in ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05", "2026-01-02T03:04:05.1+01:00", "x.1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(is_time("2026-01-02T03:04:05Z") && !is_time("soon"));
    }
}
