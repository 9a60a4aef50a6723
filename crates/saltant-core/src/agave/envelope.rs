//! The envelope around each JSON answer: `{"status", "message", "version", "result"}`.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::errors;
use crate::answer::{Answer, ReadError, decode};

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
struct Envelope<T> {
    #[serde(default)]
    status: Option<String>,
    // Without a default: a missing result is an error, unless the type is an `Option`.
    result: T,
}

/// Reads the result. A status of `error` is an error, whatever the HTTP status is.
///
/// For an `Option`, a missing or null result and an empty text are `None`.
pub(super) fn result<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
    open(answer).or_else(|error| match open::<String>(answer) {
        Ok(text) if text.is_empty() => {
            serde_json::from_str::<Envelope<T>>("{}").map(|empty| empty.result).map_err(|_| error)
        }
        _ => Err(error),
    })
}

/// Reads a list. A missing or null result and an answer without a body (204) are an empty list.
pub(super) fn list<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, ReadError> {
    if answer.status() == http::StatusCode::NO_CONTENT {
        return Ok(Vec::new());
    }
    open::<Option<_>>(answer).map(Option::unwrap_or_default)
}

/// Reads a list whose only item may come without a list around it.
///
/// Only the operations that are declared to answer one item are read like this. Elsewhere an object in place
/// of a list is an error: as every field of an item may be absent, any object would pass for an item.
pub(super) fn one_or_many<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, ReadError> {
    list(answer).or_else(|error| open(answer).map(|item| vec![item]).map_err(|_| error))
}

/// Reads one item that may come as a list of one.
pub(super) fn only<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
    result(answer).or_else(|error| match open::<[T; 1]>(answer) {
        Ok([item]) => Ok(item),
        Err(_) => Err(error),
    })
}

/// Reads a list that may be the finding of a search: `{"_metadata", "search": [...]}`.
///
/// Abaco answers so as soon as the query has any parameter, the size of a page included (seen in the source of
/// Abaco 1.9.0).
pub(super) fn list_or_search<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, ReadError> {
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "T: DeserializeOwned"))]
    struct Found<T> {
        search: Vec<T>,
    }

    list(answer).or_else(|error| open::<Found<T>>(answer).map(|found| found.search).map_err(|_| error))
}

/// Reads the answer of a call that returns nothing: any envelope without an error, or an empty body.
pub(super) fn nothing(answer: &Answer) -> Result<(), ReadError> {
    if answer.body().is_empty() {
        return Ok(());
    }
    open::<Option<IgnoredAny>>(answer).map(|_| ())
}

fn open<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
    let (status, result) = match decode::json::<Envelope<T>>(answer) {
        Ok(envelope) => (envelope.status, Ok(envelope.result)),
        // The result of a failed call need not have the shape of a good one.
        Err(error) => {
            let any = decode::json::<Envelope<Option<IgnoredAny>>>(answer).ok();
            (any.and_then(|envelope| envelope.status), Err(error))
        }
    };
    if status.as_deref() == Some("error") { Err(ReadError::Api(errors::read(answer))) } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Answer {
        http::Response::new(body.to_owned().into())
    }

    #[test]
    fn an_error_inside_a_200_is_an_error() {
        for result in ["null", "\"\"", "{}", "[1]"] {
            let body = format!(r#"{{"status": "error", "message": "something failed", "result": {result}}}"#);
            let ReadError::Api(api) = list::<u32>(&answer(&body)).unwrap_err() else {
                panic!("{result}: not the service's own error")
            };
            assert_eq!(api.message, "something failed");
        }
    }

    #[test]
    fn an_envelope_without_a_version_or_a_status_is_read() {
        for body in [r#"{"status": "success", "message": null, "result": [1]}"#, r#"{"result": [1]}"#] {
            assert_eq!(list::<u32>(&answer(body)).unwrap(), [1]);
        }
    }

    #[test]
    fn nothing_is_an_empty_list_but_no_object() {
        for body in [r#"{"status": "success", "result": null}"#, r#"{"status": "success"}"#] {
            assert!(list::<u32>(&answer(body)).unwrap().is_empty());
            assert!(matches!(result::<u32>(&answer(body)), Err(ReadError::Decode(_))));
        }
        let nothing = http::Response::builder().status(204).body(bytes::Bytes::new()).unwrap();
        assert!(list::<u32>(&nothing).unwrap().is_empty());
    }

    #[test]
    fn f4_what_does_not_fit_is_named_by_its_path() {
        let body = r#"{"status": "success", "result": [1, "two"]}"#;
        let ReadError::Decode(text) = list::<u32>(&answer(body)).unwrap_err() else { panic!("another kind") };
        assert!(text.starts_with("at result[1]: "), "{text}");
        assert!(matches!(list::<u32>(&answer("")), Err(ReadError::NotThisApi(_))));
        assert!(matches!(list::<u32>(&answer("not json")), Err(ReadError::Decode(_))));
    }

    #[test]
    fn an_answer_without_its_envelope_is_unreadable() {
        for body in [r#"[{"id": "a"}]"#, r#"{"id": "a", "status": "READY"}"#, r#"{"id": "a"}"#] {
            assert!(
                matches!(result::<serde_json::Value>(&answer(body)), Err(ReadError::Decode(_))),
                "{body}"
            );
        }
    }

    #[test]
    fn an_item_may_come_as_a_list_of_one() {
        for (result, read) in
            [("1", Some(1)), ("[1]", Some(1)), ("[]", None), ("[1, 2]", None), ("null", None)]
        {
            let body = format!(r#"{{"status": "success", "result": {result}}}"#);
            assert_eq!(only::<u32>(&answer(&body)).ok(), read, "{result}");
        }
    }

    #[test]
    fn one_item_is_a_list_of_one_and_an_empty_text_is_nothing() {
        let one = answer(r#"{"status": "success", "result": 1}"#);
        assert_eq!(one_or_many::<u32>(&one).unwrap(), [1]);
        assert_eq!(
            one_or_many::<u32>(&answer(r#"{"status": "success", "result": [1, 2]}"#)).unwrap(),
            [1, 2]
        );
        assert_eq!(result::<Option<u32>>(&one).unwrap(), Some(1));
        for body in [r#"{"status": "success", "result": ""}"#, r#"{"status": "success", "result": null}"#] {
            assert_eq!(result::<Option<u32>>(&answer(body)).unwrap(), None);
            assert!(nothing(&answer(body)).is_ok());
        }
        let failed = answer(r#"{"status": "error", "message": "no", "result": ""}"#);
        assert!(matches!(nothing(&failed), Err(ReadError::Api(_))));
        assert!(matches!(result::<Option<u32>>(&failed), Err(ReadError::Api(_))));
        assert!(matches!(one_or_many::<u32>(&failed), Err(ReadError::Api(_))));
    }
}
