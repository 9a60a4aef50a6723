use serde_json::Value;

use crate::answer::decode::{is_page, page_title, snippet};
use crate::answer::{Answer, ApiError};

/// Reads what Django REST framework, or Django in front of it, says about a bad request.
pub(super) fn read(answer: &Answer) -> ApiError {
    let body = answer.body();
    if is_page(answer.headers(), body) {
        return ApiError { is_page: true, ..ApiError::new(page_title(body)) };
    }
    let mut error = ApiError::default();
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => {
            for (key, value) in &object {
                match key.as_str() {
                    "code" => error.code = value.as_str().map(str::to_owned),
                    // They repeat the detail, with the token's kind.
                    "messages" if object.contains_key("code") => {}
                    "detail" | "non_field_errors" => error.message = messages(value).join(" "),
                    _ => {
                        error.fields.insert(key.clone(), messages(value));
                    }
                }
            }
            error.details = Some(Value::Object(object));
        }
        Ok(other) => error.message = messages(&other).join(" "),
        Err(_) if body.is_empty() => {}
        Err(_) => error.message = snippet(body),
    }
    error
}

/// Whether a 403 is about who is calling, not about what the caller may do.
///
/// saltant answers both with 403, because its first authenticator is Django's session. A `code` comes with
/// JSON web tokens only; for the static token the sentence is all there is.
pub(super) fn is_about_the_credential(error: &ApiError) -> bool {
    let says = |word| error.message.contains(word);
    error.code.is_some() || says("credentials") || says("oken") || says("inactive")
}

/// The texts in a value, with Python's rendering of a list of messages undone.
fn messages(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(messages).collect(),
        Value::String(text) => python_list(text).unwrap_or_else(|| vec![text.clone()]),
        Value::Object(object) => {
            let line = |(key, value): (&String, &Value)| format!("{key}: {}", messages(value).join(" "));
            object.iter().map(line).collect()
        }
        other => vec![other.to_string()],
    }
}

/// Reads `['a', "b"]` as Python writes a list of texts; `None` if the text is anything else.
fn python_list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut items = Vec::new();
    while !rest.is_empty() {
        let (item, after) = python_text(rest)?;
        items.push(item);
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if rest.is_empty() => rest,
            None => return None,
        };
    }
    (!items.is_empty()).then_some(items)
}

/// Reads one quoted text and returns what follows it.
fn python_text(source: &str) -> Option<(String, &str)> {
    let quote = source.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut chars = source[1..].char_indices();
    let mut text = String::new();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((text, &source[1 + at + 1..]));
        }
        if c != '\\' {
            text.push(c);
            continue;
        }
        let (_, escape) = chars.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let code: Option<String> = (0..digits).map(|_| chars.next().map(|(_, c)| c)).collect();
            text.push(char::from_u32(u32::from_str_radix(&code?, 16).ok()?)?);
        } else {
            text.push(match escape {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn error(kind: &str, body: &str) -> ApiError {
        let body = Bytes::from(body.to_owned());
        read(&http::Response::builder().status(400).header("content-type", kind).body(body).unwrap())
    }

    fn json(body: &str) -> ApiError {
        error("application/json", body)
    }

    #[test]
    fn field_errors_are_kept_by_field() {
        let error = json(r#"{"name": ["This field is required."], "task_queue": ["Invalid pk \"4\"."]}"#);
        assert_eq!(error.fields["name"], ["This field is required."]);
        assert_eq!(error.to_string(), "name: This field is required.; task_queue: Invalid pk \"4\".");
    }

    #[test]
    fn non_field_errors_lose_pythons_list_rendering() {
        for (rendered, meant) in [
            (r#"["['Queue q has not whitelisted task type t']"]"#, "Queue q has not whitelisted task type t"),
            (r#"["[\"required argument 'a' not provided!\"]"]"#, "required argument 'a' not provided!"),
            (r#"["['it\\'s \\xfc \\u263a \\\\ \\n', 'two']"]"#, "it's ü ☺ \\ \n two"),
            (r#"["plain"]"#, "plain"),
            (r#"["[not a list]"]"#, "[not a list]"),
            (r#"["['unclosed]"]"#, "['unclosed]"),
            (r#"["[]"]"#, "[]"),
        ] {
            assert_eq!(json(&format!(r#"{{"non_field_errors": {rendered}}}"#)).message, meant);
        }
    }

    #[test]
    fn detail_and_code_are_message_and_code() {
        let error = json(
            r#"{"detail": "Given token not valid for any token type", "code": "token_not_valid",
                "messages": [{"token_class": "AccessToken", "token_type": "access", "message": "Token is invalid or expired"}]}"#,
        );
        assert_eq!(error.message, "Given token not valid for any token type");
        assert_eq!(error.code.as_deref(), Some("token_not_valid"));
        assert!(error.fields.is_empty());
        assert!(is_about_the_credential(&error));
    }

    #[test]
    fn a_bare_text_and_a_page_become_a_short_message() {
        assert_eq!(json(r#""No such task instance.""#).message, "No such task instance.");
        let page = error("text/html", "<h1>Server Error (500)</h1>");
        assert!(page.is_page && page.message.contains("Server Error (500)"), "{page:?}");
        assert_eq!(json("").message, "");
        assert_eq!(error("text/plain", "upstream gone").message, "“upstream gone”");
    }

    #[test]
    fn a_403_about_permission_is_not_about_the_credential() {
        for (text, about_credential) in [
            ("You do not have permission to perform this action.", false),
            ("Authentication credentials were not provided.", true),
            ("Invalid token.", true),
            ("Invalid token header. No credentials provided.", true),
            ("User inactive or deleted.", true),
        ] {
            assert_eq!(
                is_about_the_credential(&json(&format!(r#"{{"detail": "{text}"}}"#))),
                about_credential,
                "{text}"
            );
        }
    }
}
