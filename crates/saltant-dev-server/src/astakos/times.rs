//! Times as Python writes and reads them.

use jiff::Timestamp;

use crate::json::Json;

/// A time with its offset, and microseconds unless they are zero.
pub(crate) fn written(time: Timestamp) -> Json {
    let micros = time.as_microsecond().rem_euclid(1_000_000);
    let whole = time.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    Json::from(format!("{whole}{fraction}+00:00"))
}

/// Reads a date and time, which need a zone.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_fraction_is_dropped_and_a_zone_is_needed() {
        let time = |text: &str| read(text).map(|time| written(time).as_str().unwrap().to_owned());
        assert_eq!(time("2027-01-01T02:00:00+02:00").as_deref(), Some("2027-01-01T00:00:00+00:00"));
        assert_eq!(time("2027-01-01T00:00:00.5Z").as_deref(), Some("2027-01-01T00:00:00.500000+00:00"));
        for text in ["2027-01-01T00:00:00", "2027-01-01", "soon", ""] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
