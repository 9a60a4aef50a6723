use std::fmt;

use saltant_types::schema::{HasSchema, Schema};

/// A range of a file in bytes, for a `Range` header.
///
/// A server may ignore it and send the whole file, with the status 200 instead of 206.
///
/// ```
/// use saltant_core::ByteRange;
///
/// assert_eq!(ByteRange::new(0, 100).to_string(), "bytes=0-99");
/// assert_eq!(ByteRange::from(500).to_string(), "bytes=500-");
/// assert_eq!(ByteRange::last(20).to_string(), "bytes=-20");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ByteRange(Range);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Range {
    Part { start: u64, last: u64 },
    From(u64),
    Last(u64),
}

impl ByteRange {
    /// This number of bytes from a position on. A length of 0 cannot be requested and counts as 1.
    pub const fn new(start: u64, length: u64) -> Self {
        Self(Range::Part { start, last: start.saturating_add(length.saturating_sub(1)) })
    }

    /// All bytes from a position on.
    pub const fn from(start: u64) -> Self {
        Self(Range::From(start))
    }

    /// This number of bytes at the end.
    pub const fn last(length: u64) -> Self {
        Self(Range::Last(length))
    }
}

impl fmt::Display for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Range::Part { start, last } => write!(f, "bytes={start}-{last}"),
            Range::From(start) => write!(f, "bytes={start}-"),
            Range::Last(length) => write!(f, "bytes=-{length}"),
        }
    }
}

/// A text that is not a byte range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidByteRange;

impl fmt::Display for InvalidByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a byte range, such as bytes=0-99, bytes=500- or bytes=-20")
    }
}

impl std::error::Error for InvalidByteRange {}

impl std::str::FromStr for ByteRange {
    type Err = InvalidByteRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |digits: &str| digits.parse::<u64>().map_err(|_| InvalidByteRange);
        let range = text.strip_prefix("bytes=").unwrap_or(text).split_once('-').ok_or(InvalidByteRange)?;
        match range {
            ("", length) => Ok(Self::last(number(length)?)),
            (start, "") => Ok(Self::from(number(start)?)),
            (start, last) => {
                let (start, last) = (number(start)?, number(last)?);
                if last < start { Err(InvalidByteRange) } else { Ok(Self(Range::Part { start, last })) }
            }
        }
    }
}

/// Written as in the header.
impl serde::Serialize for ByteRange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for ByteRange {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl HasSchema for ByteRange {
    const SCHEMA: Schema = Schema::Form { name: "a range of bytes", example: "0-99" };
}

#[cfg(test)]
mod tests {
    use super::ByteRange;

    #[test]
    fn a_range_is_read_as_it_is_written() {
        for range in [ByteRange::new(5, 10), ByteRange::new(5, 0), ByteRange::from(7), ByteRange::last(3)] {
            assert_eq!(range.to_string().parse(), Ok(range));
        }
        assert_eq!("0-99".parse(), Ok(ByteRange::new(0, 100)));
        assert_eq!(ByteRange::new(u64::MAX, u64::MAX).to_string(), format!("bytes={0}-{0}", u64::MAX));
        for wrong in ["", "bytes=", "-", "a-b", "9-1", "1-2,4-5", "1"] {
            let error = wrong.parse::<ByteRange>().unwrap_err().to_string();
            assert_eq!(error, "not a byte range, such as bytes=0-99, bytes=500- or bytes=-20", "{wrong}");
        }
    }
}
