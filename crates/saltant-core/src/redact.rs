use std::borrow::Cow;

/// Words this long that look like a token are masked.
const OPAQUE: usize = 20;

/// Masks what may be a secret in a text that a person will see.
///
/// Long words of letters and digits (tokens, keys, JSON web tokens) become `***`; UUIDs stay, because they
/// name things. It is a net under the rule that secrets do not get into texts at all.
///
/// ```
/// use saltant_core::redact;
///
/// assert_eq!(redact("token p0gch4mp101fy451do9uod1s1x9i4a refused"), "token *** refused");
/// assert_eq!(redact("no 8c93e8b4-cf1a-4387-9dc4-78be37627356"), "no 8c93e8b4-cf1a-4387-9dc4-78be37627356");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/' | '=' | '~');
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        if looks_secret(word) {
            out.push_str(&text[done..at]);
            out.push_str("***");
            done = at + word.len();
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[done..]) }
}

fn looks_secret(word: &str) -> bool {
    // A path or a sentence without spaces is not one opaque word: look at its parts.
    word.split(['/', '=']).any(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
        part.len() >= OPAQUE && digits > 0 && letters > 0 && !is_uuid(part) && !is_time(part)
    })
}

fn is_uuid(word: &str) -> bool {
    word.len() == 36 && word.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

fn is_time(word: &str) -> bool {
    let mut bytes = word.bytes();
    word.len() <= 32 && bytes.by_ref().take(4).all(|b| b.is_ascii_digit()) && bytes.next() == Some(b'-')
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn a5_opaque_words_are_masked_and_readable_ones_kept() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmF0dXJl0";
        assert_eq!(redact(&format!("{{\"access\":\"{jwt}\"}}")), "{\"access\":\"***\"}");
        assert_eq!(redact("q?token=0123456789abcdefabcd&x=1"), "q?***&x=1");
        for kept in [
            "",
            "ü § plain words, 42 of them",
            "2026-11-21T00:32:16.978360Z",
            "executable_task_instances",
            "/api/executabletaskinstances/8c93e8b4-cf1a-4387-9dc4-78be37627356/clone/",
        ] {
            assert_eq!(redact(kept), kept);
        }
    }
}
