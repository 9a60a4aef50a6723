//! Patterns of `__regex`, which the real server hands to PostgreSQL.

use regex::{Regex, RegexBuilder};

/// Compiles a pattern, with PostgreSQL's own escapes translated.
///
/// Lookaround and back references, which PostgreSQL has, are refused here like a bad pattern.
pub(super) fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&translated(pattern))
        // A dot matches a line end, and `^` and `$` only the ends of the text.
        .dot_matches_new_line(true)
        .build()
        .ok()
}

fn translated(pattern: &str) -> String {
    let mut out = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('y') => out.push_str(r"\b"),
            Some('Y') => out.push_str(r"\B"),
            Some('m') => out.push_str(r"\b{start}"),
            Some('M') => out.push_str(r"\b{end}"),
            Some('Z') => out.push_str(r"\z"),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::compiled;

    #[test]
    fn patterns_match_as_in_the_database() {
        let matches = |pattern, text| compiled(pattern).unwrap().is_match(text);
        assert!(matches("(?i)ALL ARGS", "all args"));
        assert!(matches(r"\mall\M", "it is all here"));
        assert!(!matches(r"\mall\M", "tall"));
        assert!(matches("a.b", "a\nb"));
        assert!(!matches("^b", "a\nb"));
    }

    #[test]
    fn bad_patterns_are_none() {
        for pattern in ["(", "*", "[", "a\\"] {
            assert!(compiled(pattern).is_none(), "{pattern}");
        }
    }
}
