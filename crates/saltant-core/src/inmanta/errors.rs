use http::StatusCode;
use serde_json::Value;

use crate::answer::decode::{is_page, page_title, snippet};
use crate::answer::{Answer, ApiError, ErrorKind};

/// Reads what the server, or the web framework under it, says about a bad request.
pub(super) fn read(answer: &Answer) -> ApiError {
    let body = answer.body();
    if is_page(answer.headers(), body) {
        return ApiError { is_page: true, ..ApiError::new(page_title(body)) };
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
        return if body.is_empty() { ApiError::default() } else { ApiError::new(snippet(body)) };
    };
    let mut error = ApiError::new(object.get("message").and_then(Value::as_str).unwrap_or_default());
    let problems = object.get("error_details").and_then(|details| details.get("validation_errors"));
    for problem in problems.and_then(Value::as_array).into_iter().flatten() {
        let text = problem.get("msg").and_then(Value::as_str).unwrap_or_default();
        error.fields.entry(location(problem)).or_default().push(text.to_owned());
    }
    if !error.fields.is_empty() {
        // What follows the first line says the same as the fields, at length.
        error.message = error.message.lines().next().unwrap_or_default().to_owned();
    }
    error.details = Some(Value::Object(object));
    error
}

/// Where in the request a validation error is: `filter.status.0`.
fn location(problem: &Value) -> String {
    let parts = problem.get("loc").and_then(Value::as_array).into_iter().flatten();
    let text = |part: &Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
    parts.map(text).collect::<Vec<_>>().join(".")
}

/// The kind of error that this status and message mean, where it is not the usual one.
pub(super) fn kind(status: StatusCode, error: &ApiError) -> Option<ErrorKind> {
    (status == StatusCode::FORBIDDEN && is_about_the_credential(error)).then_some(ErrorKind::Auth)
}

/// Whether a 403 is about the credential, not about the rights of the caller.
///
/// The server answers both with 403 and no code, so its sentences are all there is: its own about tokens,
/// and those of the library that it checks them with.
fn is_about_the_credential(error: &ApiError) -> bool {
    const WORDS: [&str; 9] =
        ["token", "Token", "JWT", "jwt", "ignature", "Audience", "Invalid audience", "claims", "Algorithm"];
    WORDS.iter().any(|word| error.message.contains(word))
}

/// Whether a 403 says that the token was good once.
pub(super) fn is_about_expiry(answer: &Answer) -> bool {
    answer.status() == StatusCode::FORBIDDEN && read(answer).message.contains("Signature has expired")
}

#[cfg(test)]
mod tests {
    use crate::answer::{Error, ErrorKind};
    use crate::inmanta::CreateProject;
    use crate::operation::Operation as _;

    fn error(status: u16, kind: &str, body: &'static str) -> Error {
        let answer = http::Response::builder().status(status).header("content-type", kind).body(body.into());
        CreateProject::new("p").read(&answer.unwrap()).unwrap_err()
    }

    fn json(status: u16, body: &'static str) -> Error {
        error(status, "application/json", body)
    }

    #[test]
    fn validation_errors_become_fields_and_the_message_stays_one_line() {
        let error = json(
            400,
            r#"{"message": "Invalid request: Failed to validate argument\n2 validation errors for project_create_arguments\nproject_id\n  …",
                "error_details": {"validation_errors": [
                    {"type": "uuid_parsing", "loc": ["project_id"], "msg": "Input should be a valid UUID", "input": "n"},
                    {"type": "enum", "loc": ["field", "contains", 0], "msg": "Input should be 'up'"}, {}]}}"#,
        );
        assert_eq!(error.field("project_id"), ["Input should be a valid UUID"]);
        assert_eq!(error.field("field.contains.0"), ["Input should be 'up'"]);
        assert_eq!(error.api().unwrap().message, "Invalid request: Failed to validate argument");
        assert!(
            error.is_invalid() && error.to_string().starts_with("inmanta.project_create: 400 "),
            "{error}"
        );
    }

    #[test]
    fn a_message_an_empty_body_and_a_page_are_all_read() {
        let text = "Request or referenced resource does not exist: The given environment id does not exist!";
        let missing = json(
            404,
            r#"{"message": "Request or referenced resource does not exist: The given environment id does not exist!"}"#,
        );
        assert_eq!(missing.api().unwrap().message, text);
        assert!(missing.is_not_found());

        let bare = json(404, "");
        assert!(bare.is_not_found() && bare.api().unwrap().message.is_empty(), "{bare}");

        let page = error(404, "text/html; charset=UTF-8", "<html><title>404: Not Found</title><body>");
        assert_eq!(page.kind(), ErrorKind::NotThisApi);
        assert!(page.to_string().contains("404: Not Found"), "{page}");
        assert_eq!(error(502, "text/plain", "upstream gone").api().unwrap().message, "“upstream gone”");
    }

    #[test]
    fn a_403_is_about_the_credential_only_where_it_says_so() {
        for (text, about_credential) in [
            ("Access denied: Unable to decode provided JWT bearer token.", true),
            ("Access denied: Signature has expired", true),
            ("Access denied: Unknown issuer for token", true),
            ("Access denied: The authorization token is scoped to a specific environment.", true),
            ("Access denied: The authorization token is not valid for the requested environment.", true),
            (
                "Access denied: Environment f0711eb7 is protected. See environment setting: protected_environment",
                false,
            ),
            ("Access denied: Can not pause or unpause agents when the environment has been halted.", false),
        ] {
            let error = json(403, format!(r#"{{"message": "{text}"}}"#).leak());
            assert_eq!(error.is_auth(), about_credential, "{text}");
            assert_eq!(error.is_forbidden(), !about_credential, "{text}");
        }
        assert!(json(401, r#"{"message": "Invalid username or password"}"#).is_auth());
    }
}
