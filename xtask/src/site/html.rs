//! Text as HTML.

use std::fmt::Write as _;

/// A text with the characters that mean something in HTML replaced, also those of Markdown.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '`' | '*' | '_' | '[' | ']' | '\\' | '{' | '}' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A sentence of a doc comment: code in backticks becomes code, and links of rustdoc become their text.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let piece = if index % 2 == 0 { without_links(piece) } else { piece.to_owned() };
        let piece = escape(&piece);
        let (before, after) = if index % 2 == 0 { ("", "") } else { ("<code>", "</code>") };
        out.extend([before, &piece, after]);
    }
    out
}

/// `[text](target)` and `[text]` as `text`.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once([']', '[']) {
        out += before;
        rest = after;
        if let Some(target) = after.strip_prefix('(')
            && text[..text.len() - after.len()].ends_with(']')
        {
            rest = target.split_once(')').map_or("", |(_, rest)| rest);
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_become_html_without_marks_of_rustdoc() {
        assert_eq!(
            prose("Sets `a < b` of [`X`](Y::x), as [z](w) does"),
            "Sets <code>a &#60; b</code> of <code>X</code>, as z does"
        );
        assert_eq!(escape("<a&b>"), "&#60;a&#38;b&#62;");
    }
}
