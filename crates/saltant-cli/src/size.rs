//! Sizes on the command line.

/// The units, from the longest name on: `KB` ends in `B` too.
const UNITS: &[(&str, u64)] = &[
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("k", 1 << 10),
    ("m", 1 << 20),
    ("g", 1 << 30),
    ("b", 1),
];

/// Parses `64MiB`, `1g` or `500kB`; a number alone is in bytes.
pub(crate) fn parse(text: &str) -> Result<usize, String> {
    let lower = text.trim().to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(name, bytes)| Some((lower.strip_suffix(name)?, *bytes)));
    let (number, bytes) = unit.unwrap_or((&lower, 1));
    let size = number.trim().parse::<u64>().ok().and_then(|number| number.checked_mul(bytes));
    let size = size.filter(|size| *size > 0).and_then(|size| usize::try_from(size).ok());
    size.ok_or_else(|| "expected a size such as 500kB, 64MiB or 1GiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes_are_parsed_as_people_type_them() {
        for (text, bytes) in [
            ("7", 7),
            ("7b", 7),
            ("2k", 2048),
            ("2KiB", 2048),
            ("2 kB", 2000),
            ("64MiB", 64 << 20),
            ("1g", 1 << 30),
            ("3MB", 3_000_000),
        ] {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
        for text in ["", "0", "-1", "1.5M", "MiB", "1TB", "99999999999999999999", "99999999999GiB"] {
            assert_eq!(parse(text).unwrap_err(), "expected a size such as 500kB, 64MiB or 1GiB", "{text}");
        }
    }
}
