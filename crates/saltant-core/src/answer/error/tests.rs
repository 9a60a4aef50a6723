use std::collections::BTreeMap;

use super::*;

#[test]
fn an_error_is_one_pointer_wide() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
}

#[test]
fn the_line_is_complete_and_short() {
    let api = ApiError {
        message: "no".repeat(500),
        fields: BTreeMap::from([("name".to_owned(), vec!["taken.".to_owned()])]),
        ..ApiError::default()
    };
    let error = Error::from_api(ErrorKind::Api, StatusCode::BAD_REQUEST, api)
        .with_answer(StatusCode::BAD_REQUEST, Some("r-1".to_owned()))
        .with_operation("saltant.task_queues.create");
    let line = error.to_string();
    assert!(line.starts_with("saltant.task_queues.create: 400 Bad Request: nonono"), "{line}");
    assert!(line.ends_with("… (request r-1)") && line.len() < 500, "{line}");
    assert_eq!(error.field("name"), ["taken."]);
    assert!(error.field("other").is_empty());
}

#[test]
fn each_status_has_its_own_predicates() {
    let names = |code: u16| {
        let status = StatusCode::from_u16(code).unwrap();
        let error = Error::new(ErrorKind::Api, "").with_answer(status, None);
        let predicates = [
            ("invalid", error.is_invalid()),
            ("forbidden", error.is_forbidden()),
            ("not found", error.is_not_found()),
            ("conflict", error.is_conflict()),
            ("server error", error.is_server_error()),
            ("transient", error.is_transient()),
        ];
        predicates.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect::<Vec<_>>()
    };
    for (code, expected) in [
        (400, vec!["invalid"]),
        (401, vec!["forbidden"]),
        (403, vec!["forbidden"]),
        (404, vec!["not found"]),
        (409, vec!["conflict"]),
        (418, vec![]),
        (422, vec!["invalid"]),
        (429, vec!["transient"]),
        (500, vec!["server error"]),
        (503, vec!["server error", "transient"]),
    ] {
        assert_eq!(names(code), expected, "{code}");
    }
}

#[test]
fn r8_an_error_with_an_open_outcome_says_so() {
    let error = Error::new(ErrorKind::Redirect, "the server redirects");
    assert!(!error.may_have_happened());
    let error = error.with_open_outcome(true);
    assert!(error.may_have_happened());
    let line = "the server redirects; the request may have taken effect";
    assert_eq!(error.to_string(), line);
    let unknown = Error::new(ErrorKind::OutcomeUnknown, "reset");
    assert!(unknown.may_have_happened());
    assert_eq!(unknown.with_open_outcome(true).to_string(), "reset");
}

#[test]
fn a5_neither_display_nor_debug_shows_an_opaque_word() {
    let canary = "canary0123456789abcdef0123";
    let error = Error::new(ErrorKind::Transport, format!("sent {canary}"))
        .with_source(std::io::Error::other(format!("url ?token={canary}")));
    assert!(!format!("{error} {error:?} {error:#?}").contains("canary"), "{error:#?}");
}

#[test]
fn a5_request_ids_and_names_of_fields_are_redacted() {
    let canary = "canary0123456789abcdef0123";
    let api = ApiError { fields: BTreeMap::from([(canary.to_owned(), Vec::new())]), ..ApiError::default() };
    let error = Error::from_api(ErrorKind::Api, StatusCode::BAD_REQUEST, api)
        .with_answer(StatusCode::BAD_REQUEST, Some(canary.to_owned()));
    assert!(!format!("{error} {error:?} {error:#?}").contains("canary"), "{error:#?}");
}

#[test]
fn a14_a_line_stays_one_line_without_control_characters() {
    let error = Error::from_api(
        ErrorKind::Api,
        StatusCode::BAD_REQUEST,
        ApiError::new("a\r\nb\u{1b}[31m\u{9b}\u{7f}\u{202e}\u{2028}ü"),
    )
    .with_answer(StatusCode::BAD_REQUEST, Some("r\n1".to_owned()));
    assert_eq!(
        error.to_string(),
        "400 Bad Request: a\\r\\nb\\u{1b}[31m\\u{9b}\\u{7f}\\u{202e}\\u{2028}ü (request r\\n1)"
    );
}

#[test]
fn debug_is_the_line_and_its_long_form_the_parts() {
    let error = Error::new(ErrorKind::Usage, "no").with_operation("saltant.users.list");
    assert_eq!(format!("{error:?}"), "saltant.users.list: no");
    let parts = format!("{error:#?}");
    assert!(parts.starts_with("Error {\n    kind: Usage,\n    line: \"saltant.users.list: no\","), "{parts}");
}
