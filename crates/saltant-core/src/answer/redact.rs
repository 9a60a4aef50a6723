//! Masking of secrets. It is written here because it has to know the names that these services use, and must
//! keep the readable parts of their messages.

use std::borrow::Cow;

use serde_json::Value;

use super::known::{KnownSecret, MASK, mask_known};

/// Words this long that look like a token are masked.
const OPAQUE: usize = 20;

/// The most digits of a number in a readable word, such as a host's or a year.
const NUMBER: usize = 4;

/// The ends of the names whose values are secrets.
const SECRET: [&str; 11] = [
    "token",
    "password",
    "passwd",
    "secret",
    "api_key",
    "apikey",
    "private_key",
    "privatekey",
    "authorization",
    "credential",
    "nonce",
];

/// Names whose values are secrets where the whole name is this word.
const SECRET_KEYS: [&str; 9] =
    ["access", "refresh", "jwt", "cookie", "pwd", "mfa_code", "qr_uri", "nonce_id", "token_id"];

/// Whether the value with this name in a form, a query, a header or a JSON object is a secret.
///
/// ```
/// use saltant_core::is_secret_name;
///
/// assert!(is_secret_name("refresh_token") && is_secret_name("Authorization"));
/// assert!(!is_secret_name("token_type") && !is_secret_name("name"));
/// ```
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_KEYS.contains(&name.as_str()) || SECRET.iter().any(|end| name.ends_with(end))
}

/// Masks possible secrets in a text for people.
///
/// Values with a [secret's name](is_secret_name) in JSON or a query become `***`, and so do long words of
/// letters and digits (tokens, keys, JSON web tokens). UUIDs stay, because they are ids. This is a second line
/// of defence: secrets should not get into texts in the first place.
///
/// ```
/// use saltant_core::redact;
///
/// assert_eq!(redact("token p0gch4mp101fy451do9uod1s1x9i4a refused"), "token *** refused");
/// assert_eq!(redact(r#"{"password": "hunter2"}"#), r#"{"password": "***"}"#);
/// assert_eq!(redact("no 8c93e8b4-cf1a-4387-9dc4-78be37627356"), "no 8c93e8b4-cf1a-4387-9dc4-78be37627356");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    let named = redact_named(text);
    match redact_opaque(&named) {
        Some(redacted) => Cow::Owned(redacted),
        None => named,
    }
}

/// Masks what goes under a [secret's name](is_secret_name) in JSON. In the other texts, secrets that are known
/// and what looks like one are masked. Says whether there was anything to mask.
pub fn redact_json(value: &mut Value, known: &[KnownSecret]) -> bool {
    mask_json(value, false, &|text| redact(&mask_known(text, known)).into_owned(), known)
}

/// Masks every text under a secret's name, changes the other texts by a function, and masks known secrets in
/// the names.
pub(crate) fn mask_json(
    value: &mut Value,
    is_secret: bool,
    other: &dyn Fn(&str) -> String,
    known: &[KnownSecret],
) -> bool {
    match value {
        Value::String(text) => {
            let masked = if is_secret && !text.is_empty() { MASK.to_owned() } else { other(text) };
            let changed = masked != *text;
            *text = masked;
            changed
        }
        Value::Array(items) => {
            items.iter_mut().fold(false, |changed, item| mask_json(item, is_secret, other, known) | changed)
        }
        Value::Object(fields) => {
            let mut changed = false;
            *fields = std::mem::take(fields)
                .into_iter()
                .map(|(name, mut value)| {
                    changed |= mask_json(&mut value, is_secret || is_secret_name(&name), other, known);
                    let masked = mask_known(&name, known);
                    changed |= masked != name;
                    (masked, value)
                })
                .collect();
            changed
        }
        _ => false,
    }
}

/// Masks what may be a secret in the id of a request. Up to 32 hexadecimal digits are an id, as a UUID is.
pub(crate) fn redact_id(id: &str) -> Cow<'_, str> {
    let is_plain = id.len() <= 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    if is_plain { Cow::Borrowed(id) } else { redact(id) }
}

/// Masks the values of `"name": "value"` and `name=value` where the name is a secret's.
fn redact_named(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, sign) in text.match_indices([':', '=']) {
        if at < done {
            continue;
        }
        let (before, after) = (&text[..at], &text[at + 1..]);
        let value = if sign == "=" { plain_value(before, after) } else { json_value(before, after) };
        let Some((start, end)) = value else { continue };
        if start < end {
            out.push_str(&text[done..=at]);
            out.push_str(&after[..start]);
            out.push_str(MASK);
            done = at + 1 + end;
        }
    }
    if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[done..]) }
}

/// The range of the value after `name=`, if it is a secret.
fn plain_value(before: &str, after: &str) -> Option<(usize, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name = &before[before.trim_end_matches(is_name).len()..];
    let end = after.find(|c: char| c.is_whitespace() || "&,;\"')]}>".contains(c)).unwrap_or(after.len());
    is_secret_name(name).then_some((0, end))
}

/// The range of the value after `"name":`, if it is a text and a secret. It may lack its closing quote.
fn json_value(before: &str, after: &str) -> Option<(usize, usize)> {
    let before = before.trim_end();
    let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let name = before[..before.len() - 1].rsplit(quote).next()?;
    let start = after.find(|c: char| !c.is_whitespace())?;
    if !is_secret_name(name) || !after[start..].starts_with(quote) {
        return None;
    }
    let value = &after[start + 1..];
    let mut escaped = false;
    let end = value.find(|c: char| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    Some((start + 1, start + 1 + end.unwrap_or(value.len())))
}

/// Masks long words that look like tokens; `None` if there are none.
fn redact_opaque(text: &str) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/' | '=' | '~');
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        if looks_secret(word) {
            out.push_str(&text[done..at]);
            out.push_str(MASK);
            done = at + word.len();
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    (done > 0).then(|| out + &text[done..])
}

fn looks_secret(word: &str) -> bool {
    // The parts of a path or of `name=value` are judged one by one.
    word.split(['/', '=']).any(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
        part.len() >= OPAQUE
            && digits > 0
            && letters > 0
            && !(is_uuid(part) || is_agave_id(part) || is_time(part) || is_readable(part))
    })
}

/// Whether a word is made of names and small numbers, as hosts, files and places in a JSON body are:
/// `stampede2.tacc.utexas.edu`, `body.resources.0.attributes`.
fn is_readable(word: &str) -> bool {
    word.split(|c: char| !c.is_ascii_alphanumeric()).all(|segment| {
        let name = segment.trim_end_matches(|c: char| c.is_ascii_digit());
        let lower = name.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        let upper = name.bytes().all(|b| b.is_ascii_uppercase());
        segment.len() - name.len() <= NUMBER && name.len() < OPAQUE && (lower || upper)
    })
}

fn is_uuid(word: &str) -> bool {
    word.len() == 36 && word.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

/// Whether a word is an id of Agave's, such as `7233424466391625190-242ac113-0001-007`.
fn is_agave_id(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').collect();
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    matches!(parts[..], [number, host, "0001", kind] if is_number(number) && kind.len() == 3 && is_number(kind)
        && host.len() < OPAQUE && host.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_time(word: &str) -> bool {
    let mut bytes = word.bytes();
    word.len() <= 32 && bytes.by_ref().take(4).all(|b| b.is_ascii_digit()) && bytes.next() == Some(b'-')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a5_the_names_of_operations_are_not_masked() {
        for kept in
            ["vantage6.refresh_token: 401", "vantage6.algorithm_store.version.", "inmanta.v1.create_token"]
        {
            assert_eq!(redact(kept), kept);
        }
        assert_eq!(redact("vantage6.0123456789abcdef"), "***");
    }

    #[test]
    fn a5_what_goes_under_a_secrets_name_is_masked_however_short_it_is() {
        for (given, shown) in [
            (
                r#"{"a": 1, "access_token" : "c'a\"n", "b": "x"}"#,
                r#"{"a": 1, "access_token" : "***", "b": "x"}"#,
            ),
            (r"{'password': 'can', 'name': 'x'}", r"{'password': '***', 'name': 'x'}"),
            (r#"{"refresh": "cut of"#, r#"{"refresh": "***"#),
            ("/x?access_token=can&y=1 api_key=can, z", "/x?access_token=***&y=1 api_key=***, z"),
            ("password: This field is required.", "password: This field is required."),
            (
                r#"{"token": null, "password": ["no"], "access": ""}"#,
                r#"{"token": null, "password": ["no"], "access": ""}"#,
            ),
            ("=:\"=\"':'", "=:\"=\"':'"),
            ("token=password=can x", "token=*** x"),
        ] {
            assert_eq!(redact(given), shown);
        }
    }

    #[test]
    fn a5_opaque_words_are_masked_and_readable_ones_kept() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmF0dXJl0";
        assert_eq!(redact(&format!("{{\"access\":\"{jwt}\"}}")), "{\"access\":\"***\"}");
        assert_eq!(redact("q?token=0123456789abcdefabcd&x=1"), "q?token=***&x=1");
        for kept in [
            "",
            "ü § plain words, 42 of them",
            "2026-11-21T00:32:16.978360Z",
            "2026-11-21T00-32-16Z.backup",
            "12345678901234567890",
            "executable_task_instances",
            "/api/executabletaskinstances/8c93e8b4-cf1a-4387-9dc4-78be37627356/clone/",
            "cannot reach stampede2.tacc.utexas.edu",
            "No job with id 7233424466391625190-242ac113-0001-007",
            "body.resources.0.attributes: a list",
            "/home/ada/experiment2026_final_results.csv",
        ] {
            assert_eq!(redact(kept), kept);
        }
        for masked in [
            "sk-live-1234567890abcdef",
            "2026a1b2c3d4e5f6g7h8",
            "2026-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
            "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6",
            "secret-token-0123456789",
            "c2lnbmF0dXJl.MDEyMzQ1.abc",
            "aB3+dE5-fG7hI9jK1-mN3oP5qR7",
        ] {
            assert!(redact(masked).contains("***"), "{masked}");
        }
    }

    #[test]
    fn a_text_without_secrets_is_not_copied() {
        assert!(matches!(redact("ü § plain words, 42 of them"), Cow::Borrowed(_)));
    }

    #[test]
    fn a5_what_is_masked_in_json_is_told() {
        let opaque = "sk-live-1234567890abcdef";
        for (given, shown) in [
            (json!({"a": ["x", opaque], "b": 1}), json!({"a": ["x", "***"], "b": 1})),
            (json!([opaque, "x"]), json!(["***", "x"])),
            (json!([opaque, opaque]), json!(["***", "***"])),
            (json!({"password": {"new": ["can", ""]}}), json!({"password": {"new": ["***", ""]}})),
            (json!({"known-to-the-client": null}), json!({"***": null})),
            (json!({"a": ["x"], "password": null}), json!({"a": ["x"], "password": null})),
        ] {
            let mut value = given.clone();
            let changed = redact_json(&mut value, &[KnownSecret::token("known-to-the-client")]);
            assert_eq!((&value, changed), (&shown, given != shown), "{given}");
        }
    }

    #[test]
    fn a_requests_id_of_up_to_32_hexadecimal_digits_is_kept() {
        let digits = "0123456789abcdef0123456789abcdef";
        assert_eq!(redact_id(digits), digits);
        assert_eq!(redact_id(&format!("{digits}0")), "***");
    }
}
