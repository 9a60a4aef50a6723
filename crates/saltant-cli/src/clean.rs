//! Text from a server, made safe for a terminal. All such text that is printed there has been through here.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character can control a terminal, end a line, or change the direction of the text around it.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line for people: a space stands for each unsafe character.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect())
}

/// JSON or another text, with `\u009b` for each unsafe character. Line ends and tabs stay.
///
/// JSON means the same afterwards: such characters stand only within its texts, and this is how JSON writes
/// them there.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let stays = |c: char| matches!(c, '\n' | '\t') || !is_unsafe(c);
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if stays(c) || (c == '\r' && rest.peek() == Some(&'\n')) {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sample of each kind: C0, DEL, C1, marks and controls of direction, separators of lines.
    const UNSAFE: &str = "\u{1b}\u{7f}\u{9b}\u{61c}\u{200e}\u{202e}\u{2028}\u{2029}\u{2066}\u{2069}";

    #[test]
    fn a14_a_line_has_no_character_that_controls_a_terminal() {
        assert_eq!(line("plain ü 日本 👩\u{200d}🔬"), "plain ü 日本 👩\u{200d}🔬");
        assert_eq!(line("a\u{1b}[2Jb\r\nc\u{9b}d"), "a [2Jb  c d");
        assert_eq!(line(UNSAFE), " ".repeat(UNSAFE.chars().count()));
    }

    #[test]
    fn a14_json_is_escaped_and_means_the_same() {
        let json = serde_json::to_string_pretty(&serde_json::json!({"name": UNSAFE, "plain": "ü"})).unwrap();
        let safe = escaped(&json);
        assert!(!safe.contains(|c| c != '\n' && is_unsafe(c)), "{safe:?}");
        assert!(safe.contains(r"\u001b\u007f\u009b\u061c\u200e\u202e\u2028\u2029\u2066\u2069"), "{safe}");
        let read: serde_json::Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(read["name"], UNSAFE);
    }

    #[test]
    fn a14_line_ends_of_a_text_stay_and_a_bare_return_is_escaped() {
        assert_eq!(escaped("a\tb\r\nc\n"), "a\tb\r\nc\n");
        assert_eq!(escaped("real\rfake"), "real\\u000dfake");
    }
}
