use saltant_types::astakos::{Fault, QuotaErrorName, QuotaFault};
use serde_json::Value;

use crate::answer::decode::{is_page, page_title, snippet};
use crate::answer::{Answer, ApiError, Error};

/// Reads a fault, or what the OAuth part or a server in front of it says instead.
///
/// The name of the fault becomes the code. A refused quantity becomes a field error under the resource's name.
pub(super) fn read(answer: &Answer) -> ApiError {
    let body = answer.body();
    // A commission that does not exist is answered with an empty 404 of type text/html, which is not the page
    // of another server.
    if body.is_empty() {
        return ApiError::default();
    }
    if is_page(answer.headers(), body) {
        return ApiError { is_page: true, ..ApiError::new(page_title(body)) };
    }
    let Ok(details) = serde_json::from_slice::<Value>(body) else {
        return ApiError::new(snippet(body));
    };
    let mut error = ApiError::default();
    if let Ok(fault) = serde_json::from_value::<Fault>(details.clone()) {
        error.code = Some(fault.name.as_str().to_owned());
        error.fields.extend(fault.quota().map(|quota| {
            let resource = quota.provision.resource.as_str().to_owned();
            (resource, vec![reason(&quota)])
        }));
        error.message = fault.message;
    } else if let Some(word) = details.get("error").and_then(Value::as_str) {
        error.code = Some(word.to_owned());
        let text = details.get("exception").and_then(Value::as_str);
        text.unwrap_or(word).clone_into(&mut error.message);
    } else {
        error.message = snippet(body);
    }
    error.details = Some(details);
    error
}

/// Why a quantity cannot be charged or released.
fn reason(quota: &QuotaFault) -> String {
    let (holder, requested) = (&quota.provision.holder, quota.requested());
    if quota.name == QuotaErrorName::NoHolding {
        let source = quota.provision.source.iter().map(|source| format!(" from {source}"));
        return format!("{holder} has no quota{}", source.collect::<String>());
    }
    if let Some(releasable) = quota.releasable() {
        return format!("{holder} released {}, {releasable} is used", requested.unsigned_abs());
    }
    let asked = format!("{holder} asked for {requested}");
    match (quota.available(), quota.limit) {
        (Some(available), Some(limit)) => format!("{asked}, {available} of {limit} is free"),
        _ => format!("{asked}, {}", quota.name),
    }
}

/// The fault in an error, with everything that the server says about it.
pub fn fault(error: &Error) -> Option<Fault> {
    serde_json::from_value(error.api()?.details.clone()?).ok()
}

/// What an error says about a quota: which provision, which limit, how much is used.
///
/// ```
/// use saltant_core::astakos::{ListPendingCommissions, quota_fault};
/// use saltant_core::types::astakos::QuotaErrorName;
/// use saltant_core::{Operation, http};
///
/// let answer = http::Response::builder().status(413).body(
///     r#"{"overLimit": {"code": 413, "message": "There is not enough capacity", "data": {
///         "provision": {"holder": "user:u", "source": "project:p", "resource": "cyclades.vm", "quantity": 3},
///         "name": "NoCapacityError", "limit": 7, "usage": 5}}}"#
///         .into(),
/// )?;
/// let error = ListPendingCommissions::new().read(&answer).unwrap_err();
/// let quota = quota_fault(&error).expect("it is about a quota");
/// assert_eq!(quota.name, QuotaErrorName::NoCapacity);
/// assert_eq!((quota.limit, quota.usage, quota.available()), (Some(7), Some(5), Some(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn quota_fault(error: &Error) -> Option<QuotaFault> {
    fault(error)?.quota()
}

#[cfg(test)]
mod tests {
    use super::super::{GetCommission, IssueCommission, ObtainToken};
    use super::*;
    use crate::answer::ErrorKind;
    use crate::operation::Operation as _;

    fn answer(status: u16, kind: &str, body: &str) -> Answer {
        let body = body.to_owned().into();
        http::Response::builder().status(status).header("content-type", kind).body(body).unwrap()
    }

    fn error(status: u16, kind: &str, body: &str) -> Error {
        GetCommission::new(58).read(&answer(status, kind, body)).unwrap_err()
    }

    #[test]
    fn a_fault_keeps_its_name_message_and_details() {
        let body = r#"{"forbidden": {"code": 403, "message": "You are not allowed", "details": "x"}}"#;
        let error = error(403, "application/json; charset=UTF-8", body);
        assert!(error.is_forbidden());
        assert_eq!(error.api().unwrap().code.as_deref(), Some("forbidden"));
        assert_eq!(error.to_string(), "astakos.get_commission_info: 403 Forbidden: You are not allowed");
        assert_eq!(fault(&error).unwrap().details.as_deref(), Some("x"));
        assert_eq!(quota_fault(&error), None);
    }

    #[test]
    fn a_quota_error_says_what_is_short_of() {
        let body = r#"{"overLimit": {"message": "There is not enough capacity", "code": 413, "data": {
            "provision": {"holder": "user:u", "source": "project:p", "resource": "cyclades.vm", "quantity": 3},
            "name": "NoCapacityError", "limit": 7, "usage": 5}}}"#;
        let error = IssueCommission::new(saltant_types::astakos::Commission::default())
            .read(&answer(413, "application/json", body))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        let line = "astakos.issue_commission: 413 Payload Too Large: There is not enough capacity; \
                    cyclades.vm: user:u asked for 3, 2 of 7 is free";
        assert_eq!(error.to_string(), line);

        let body = r#"{"itemNotFound": {"message": "There is no such holding", "code": 404, "data": {
            "name": "NoHoldingError", "provision": {"holder": "user:u", "source": null, "resource": "r", "quantity": 1}}}}"#;
        let error = self::error(404, "application/json", body);
        assert!(error.is_not_found());
        assert_eq!(error.field("r"), ["user:u has no quota"]);
    }

    #[test]
    fn a_quota_error_says_the_same_as_the_server_whatever_the_reason_is() {
        // (name, quantity, limit, usage, text), as release 0.16 answers
        for (name, quantity, rest, text) in [
            ("NoQuantityError", -10, r#", "limit": 0, "usage": 5"#, "user:u released 10, 5 is used"),
            ("NoCapacityError", 1, r#", "limit": 0, "usage": 5"#, "user:u asked for 1, 0 of 0 is free"),
            ("NoHoldingError", 1, r#", "limit": 9, "usage": 0"#, "user:u has no quota from project:p"),
            ("NewError", 1, "", "user:u asked for 1, NewError"),
        ] {
            let body = format!(
                r#"{{"overLimit": {{"code": 413, "message": "no", "data": {{"name": "{name}"{rest}, "provision":
                {{"holder": "user:u", "source": "project:p", "resource": "r", "quantity": {quantity}}}}}}}}}"#
            );
            assert_eq!(error(413, "application/json", &body).field("r"), [text]);
        }
    }

    #[test]
    fn a_commission_that_is_not_there_is_not_found_although_the_answer_is_empty_html() {
        assert!(error(404, "text/html", "").is_not_found());
        assert_eq!(error(404, "text/html", "<h1>Not here</h1>").kind(), ErrorKind::NotThisApi);
        assert_eq!(error(413, "application/json", "too big").to_string().matches("too big").count(), 1);
        assert!(error(401, "application/json", r#"{"unauthorized": {"message": "x"}}"#).is_auth());
    }

    #[test]
    fn an_oauth_error_is_read_too() {
        let body = r#"{"error": "generic_error", "exception": "Invalid code"}"#;
        let error = ObtainToken::new("authorization_code", "id", "secret")
            .read(&answer(400, "application/json", body))
            .unwrap_err();
        assert_eq!(error.api().unwrap().code.as_deref(), Some("generic_error"));
        assert_eq!(error.to_string(), "astakos.get_token: 400 Bad Request: Invalid code");
    }

    #[test]
    fn f5_json_that_is_labelled_as_a_page_is_read_as_json() {
        let body = r#"{"error": "generic_error", "exception": "Invalid code"}"#;
        let operation = ObtainToken::new("authorization_code", "id", "secret");
        let error = operation.read(&answer(400, "text/html; charset=utf-8", body)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.to_string(), "astakos.get_token: 400 Bad Request: Invalid code");
    }
}
