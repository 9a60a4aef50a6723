use http::StatusCode;
use serde_json::Value;

use crate::answer::decode::{is_page, page_title, snippet};
use crate::answer::{Answer, ApiError, ErrorKind};

/// The server's message about an access or refresh token that has expired.
const EXPIRED: &str = "Token has expired";

/// Reads what the server says about a bad request.
///
/// Measured were four JSON forms and HTML for unknown paths. The forms are `msg` with a sentence, `msg` with
/// `errors` by field, `msg` as an object by field (roles), and `message` (from the framework below).
pub(super) fn read(answer: &Answer) -> ApiError {
    let body = answer.body();
    if is_page(answer.headers(), body) {
        return ApiError { is_page: true, ..ApiError::new(page_title(body)) };
    }
    let mut error = ApiError::default();
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => {
            match object.get("msg").or_else(|| object.get("message")) {
                Some(Value::String(text)) => error.message.clone_from(text),
                Some(Value::Object(fields)) => add_fields(&mut error, fields),
                Some(other) => error.message = other.to_string(),
                None => error.message = snippet(body),
            }
            if let Some(Value::Object(fields)) = object.get("errors") {
                add_fields(&mut error, fields);
            }
            error.details = Some(Value::Object(object));
        }
        Ok(other) => error.message = other.to_string(),
        Err(_) if body.is_empty() => {}
        Err(_) => error.message = snippet(body),
    }
    error
}

fn add_fields(error: &mut ApiError, fields: &serde_json::Map<String, Value>) {
    for (field, value) in fields {
        error.fields.insert(field.clone(), messages(value));
    }
}

/// The texts in a value. Errors about the items of a list are under the items' numbers.
fn messages(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(messages).collect(),
        Value::Object(object) => {
            let line = |(key, value): (&String, &Value)| format!("{key}: {}", messages(value).join(" "));
            object.iter().map(line).collect()
        }
        other => vec![other.to_string()],
    }
}

/// Whether an answer says that a token has expired. Other 401s do not: the server also answers 401 to missing
/// permissions.
pub(super) fn is_expired(answer: &Answer) -> bool {
    answer.status() == StatusCode::UNAUTHORIZED && read(answer).message == EXPIRED
}

/// The kind of error that a 401 or 422 is.
///
/// The server answers 401 to a bad credential and to a missing permission; only the words differ. Those about
/// permissions are many, those about credentials few. It answers 422 to a token that it cannot read.
pub(super) fn kind(status: StatusCode, error: &ApiError) -> Option<ErrorKind> {
    match status {
        StatusCode::UNAUTHORIZED if !is_about_credential(error) => Some(ErrorKind::Api),
        StatusCode::UNPROCESSABLE_ENTITY => Some(ErrorKind::Auth),
        _ => None,
    }
}

/// The server's words about tokens, keys, names with passwords and codes. An answer without a message of its
/// own, such as a proxy's, is taken for one about the credential.
fn is_about_credential(error: &ApiError) -> bool {
    const WORDS: [&str; 7] = [
        "token",
        "authorization",
        "jwt",
        "api key",
        "failed to login",
        "two-factor",
        "error loading the user",
    ];
    let message = error.message.to_lowercase();
    let is_own = error.details.as_ref().is_some_and(|body| body.get("msg").is_some());
    !is_own || (!message.starts_with("you ") && WORDS.iter().any(|word| message.contains(word)))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::operation::Operation as _;
    use crate::vantage6::GetServerVersion;

    fn answer(status: u16, kind: &str, body: &str) -> Answer {
        let body = Bytes::from(body.to_owned());
        http::Response::builder().status(status).header("content-type", kind).body(body).unwrap()
    }

    fn json(status: u16, body: &str) -> Answer {
        answer(status, "application/json", body)
    }

    #[test]
    fn an_object_valued_msg_is_errors_by_field() {
        let error =
            read(&json(400, r#"{"msg": {"name": ["Role name cannot be one of the default roles"]}}"#));
        assert_eq!(error.fields["name"], ["Role name cannot be one of the default roles"]);
        assert_eq!(error.message, "");
    }

    #[test]
    fn msg_message_and_errors_are_all_read() {
        let both = r#"{"msg": "Request body is incorrect", "errors": {"id": ["a", "b"], "l": {"0": ["c"]}}}"#;
        let error = read(&json(400, both));
        assert_eq!(error.to_string(), "Request body is incorrect; id: a b; l: 0: c");
        assert_eq!(read(&json(405, r#"{"message": "no such method"}"#)).message, "no such method");
        assert_eq!(read(&json(500, "")).message, "");
        assert_eq!(read(&json(500, "[1]")).message, "[1]");
        let page = read(&answer(404, "text/html", "<title>404 Not Found</title>"));
        assert!(page.is_page && page.message == "404 Not Found", "{page:?}");
    }

    #[test]
    fn a_401_about_permission_is_forbidden_and_not_about_the_credential() {
        let error_of = |status, body: &str| {
            let body = format!(r#"{{"msg": "{body}"}}"#);
            GetServerVersion::new().read(&json(status, &body)).unwrap_err()
        };
        for text in [
            "You lack the permission to do that!",
            "You can only create tasks for collaborations you are participating in!",
            "You can't changes your own roles!",
            "Image and task do no match",
            "Only members of an organization can update its public key!",
            "This is not your algorithm run to PATCH!",
            "You lack the permission to create a token!",
        ] {
            let error = error_of(401, text);
            assert!(error.is_forbidden() && !error.is_auth(), "{error:?}");
        }
        for (status, text) in [
            (401, "Token has expired"),
            (401, "Missing Authorization Header"),
            (401, "Failed to login"),
            (401, "Your two-factor authentication code is incorrect!"),
            (401, "Error loading the user 9999"),
            (401, "Missing 'Bearer' type in 'Authorization' header. Expected 'Authorization: Bearer <JWT>'"),
            (401, "Api key is not recognized!"),
            (401, "Container-token is not valid"),
            (422, "Not enough segments"),
        ] {
            let error = error_of(status, text);
            assert!(error.is_auth() && !error.is_forbidden(), "{error:?}");
        }
    }

    #[test]
    fn a_401_that_is_not_the_servers_own_is_about_the_credential() {
        for answer in [answer(401, "text/html", "<title>Sign in</title>"), json(401, ""), json(401, "{}")] {
            assert!(GetServerVersion::new().read(&answer).unwrap_err().is_auth());
        }
    }

    #[test]
    fn a3_only_the_servers_word_for_it_means_expired() {
        assert!(is_expired(&json(401, r#"{"msg": "Token has expired"}"#)));
        assert!(!is_expired(&json(401, r#"{"msg": "You lack the permission to do that!"}"#)));
        assert!(!is_expired(&json(401, r#"{"msg": "Failed to login"}"#)));
        assert!(!is_expired(&json(500, r#"{"msg": "Token has expired"}"#)));
    }
}
