//! Conversions from and to the types of other crates, each behind a feature that names the crate's version: these
//! versions are 0.x, and a new one must not break programs that do not use it.

#[cfg(feature = "chrono-0_4")]
use super::InvalidTimestamp;
use super::Timestamp;

#[cfg(feature = "jiff-0_2")]
impl From<Timestamp> for jiff::Timestamp {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

#[cfg(feature = "jiff-0_2")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        Self(time)
    }
}

#[cfg(feature = "chrono-0_4")]
impl From<Timestamp> for chrono::DateTime<chrono::Utc> {
    fn from(time: Timestamp) -> Self {
        // chrono's years reach further, so each time has its like there.
        Self::UNIX_EPOCH
            + chrono::TimeDelta::seconds(time.0.as_second())
            + chrono::TimeDelta::nanoseconds(i64::from(time.0.subsec_nanosecond()))
    }
}

/// A time beyond the years -9999 to 9999 is an error.
#[cfg(feature = "chrono-0_4")]
impl<Z: chrono::TimeZone> TryFrom<chrono::DateTime<Z>> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(time: chrono::DateTime<Z>) -> Result<Self, InvalidTimestamp> {
        // A leap second has more than 999,999,999 ns.
        let nanoseconds =
            i128::from(time.timestamp()) * 1_000_000_000 + i128::from(time.timestamp_subsec_nanos());
        let time = jiff::Timestamp::from_nanosecond(nanoseconds);
        time.map(Self).map_err(|error| InvalidTimestamp(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times() -> [Timestamp; 5] {
        let texts = [
            "2018-07-10T12:28:01.123456789-05:00",
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            "-009999-01-03T00:00:00Z",
            "9999-12-29T23:59:59.999999999Z",
        ];
        texts.map(|text| text.parse().unwrap_or_else(|error| panic!("{text}: {error}")))
    }

    #[cfg(feature = "jiff-0_2")]
    #[test]
    fn a_time_of_jiff_is_converted_without_loss() {
        for time in times() {
            let theirs = jiff::Timestamp::from(time);
            assert_eq!((theirs.to_string(), Timestamp::from(theirs)), (time.to_string(), time));
        }
    }

    #[cfg(feature = "chrono-0_4")]
    #[test]
    fn a_time_of_chrono_is_converted_without_loss_and_refused_beyond_the_years() {
        for time in times() {
            let theirs = chrono::DateTime::<chrono::Utc>::from(time);
            assert_eq!(theirs.timestamp_micros(), time.as_microsecond(), "{time}");
            assert_eq!(Timestamp::try_from(theirs), Ok(time));
            let offset = chrono::FixedOffset::east_opt(5 * 3600).expect("it is less than a day");
            assert_eq!(Timestamp::try_from(theirs.with_timezone(&offset)), Ok(time));
        }
        assert!(Timestamp::try_from(chrono::DateTime::<chrono::Utc>::MAX_UTC).is_err());
        assert!(Timestamp::try_from(chrono::DateTime::<chrono::Utc>::MIN_UTC).is_err());
    }
}
