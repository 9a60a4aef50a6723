//! Durations on the command line and in messages, in the notation of jiff: `1h 30m`.

use std::time::Duration;

use jiff::Unit;
use jiff::fmt::friendly::{FractionalUnit, Spacing, SpanParser, SpanPrinter};

const PARSER: SpanParser = SpanParser::new();
const PRINTER: SpanPrinter =
    SpanPrinter::new().spacing(Spacing::BetweenUnitsAndDesignators).zero_unit(Unit::Millisecond);

/// Parses `200ms`, `1.5s`, `90s`, `5m` or `1h30m`; a number without a unit is in seconds.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let parsed = match text.parse() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => PARSER.parse_unsigned_duration(text).ok(),
    };
    parsed.ok_or_else(|| "expected a time such as 200ms, 1.5s, 5m or 1h30m".to_owned())
}

/// Prints a duration, rounded down: the longer it is, the larger the smallest unit.
pub(crate) fn short(time: Duration) -> String {
    let (printer, time) = match time.as_secs() {
        0 => (PRINTER, Duration::from_millis(time.subsec_millis().into())),
        1..60 => (PRINTER.fractional(Some(FractionalUnit::Second)).precision(Some(1)), time),
        seconds @ 60..3600 => (PRINTER, Duration::from_secs(seconds)),
        seconds => (PRINTER, Duration::from_secs(seconds - seconds % 60)),
    };
    printer.unsigned_duration_to_string(&time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_parsed_as_people_type_them() {
        for (text, milliseconds) in [
            ("30", 30_000),
            ("1.5", 1500),
            (".5", 500),
            ("0", 0),
            ("1.5s", 1500),
            ("90s", 90_000),
            ("200ms", 200),
            ("5m", 300_000),
            ("5 m", 300_000),
            ("5min", 300_000),
            ("2h", 7_200_000),
            ("0.5h", 1_800_000),
            ("1h30m", 5_400_000),
            ("1h 30m", 5_400_000),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in
            ["", "s", "-1", "-1s", "1s ago", "1 day", "1e400", "inf", "1.2.3", "99999999999999999999h"]
        {
            assert_eq!(
                parse(text).unwrap_err(),
                "expected a time such as 200ms, 1.5s, 5m or 1h30m",
                "{text}"
            );
        }
    }

    #[test]
    fn times_are_printed_short_and_can_be_parsed_again() {
        for (milliseconds, text, printed) in [
            (0, "0 ms", 0),
            (20, "20 ms", 20),
            (1530, "1.5 s", 1500),
            (59_990, "59.9 s", 59_900),
            (60_500, "1 m", 60_000),
            (61_000, "1 m 1 s", 61_000),
            (7_319_000, "2 h 1 m", 7_260_000),
        ] {
            assert_eq!(short(Duration::from_millis(milliseconds)), text);
            assert_eq!(parse(text), Ok(Duration::from_millis(printed)));
        }
    }
}
