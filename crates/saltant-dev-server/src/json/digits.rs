//! Whole numbers as Python reads them: digits of any script, a sign, and underscores between digits.

/// The zero of each script's decimal digits beyond ASCII; the other nine follow it. From Unicode 15.
const ZEROS: [u32; 67] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
    0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50,
    0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
    0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
];

/// The text with the digits of all scripts as ASCII digits.
pub(crate) fn ascii(text: &str) -> String {
    let digit = |character: char| {
        let code = u32::from(character);
        let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= code)].last();
        zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(character)
    };
    text.chars().map(digit).collect()
}

/// The whole number in a text: ASCII digits, with a minus sign if it has one.
pub(crate) fn integer(text: &str) -> Option<String> {
    let text = ascii(text.trim());
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let groups = digits.split('_');
    if groups.clone().any(|group| group.is_empty() || !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    Some(format!("{sign}{}", groups.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_script_are_read() {
        for (text, number) in
            [("12", "12"), (" +1_000 ", "1000"), ("-٣", "-3"), ("۴२", "42"), ("𝟗", "9"), ("007", "007")]
        {
            assert_eq!(integer(text).as_deref(), Some(number), "{text}");
        }
        for text in ["", " ", "_1", "1_", "1__0", "+-1", "1.0", "½", "x", "1 0"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }
}
