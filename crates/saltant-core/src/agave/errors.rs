//! Reads the error of an answer with a bad status: the service's envelope, the gateway's fault (JSON or XML),
//! the token endpoint's error, or a page of a proxy.

use http::StatusCode;
use serde_json::Value;

use crate::answer::decode::{is_page, page_title, snippet};
use crate::answer::{Answer, ApiError};

/// The gateway's codes for a token that has expired.
const EXPIRED: [&str; 2] = ["900903", "900904"];
/// The gateway's words for the same, which come with several codes.
const INVALID: &str = "Invalid Credentials";

/// Reads the error of a service, of the gateway or of the token endpoint.
pub(super) fn read(answer: &Answer) -> ApiError {
    let body = answer.body();
    if let Some(fault) = fault(answer) {
        return fault;
    }
    if is_page(answer.headers(), body) {
        return ApiError { is_page: true, ..ApiError::new(page_title(body)) };
    }
    let mut error = ApiError::default();
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => {
            let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
            error.code = text("error");
            error.message = text("message").or_else(|| text("error_description")).unwrap_or_default();
            error.details = Some(value);
        }
        Err(_) if body.is_empty() => {}
        Err(_) => error.message = snippet(body),
    }
    error
}

/// Whether an answer says that the token has expired, so that the call can succeed with a new one.
///
/// A 401 of a service itself, in the envelope, does not say so: the gateway has taken the token. It is an error about
/// the credential all the same, because missing permissions are 403, or 400 from the actors.
pub(super) fn is_expired(answer: &Answer) -> bool {
    answer.status() == StatusCode::UNAUTHORIZED
        && fault(answer).is_some_and(|fault| {
            // Only the JSON's message is used: the XML says "expired" also about a token that was never valid.
            let said = fault.details.is_some() && fault.message.contains(INVALID);
            said || fault.code.is_some_and(|code| EXPIRED.contains(&code.as_str()))
        })
}

/// Whether the credential is refused; the token endpoint answers 400 then.
pub(super) fn refuses_the_credential(status: StatusCode, error: &ApiError) -> bool {
    let refused = ["invalid_grant", "invalid_client", "unauthorized_client"];
    status == StatusCode::BAD_REQUEST && error.code.as_deref().is_some_and(|code| refused.contains(&code))
}

/// The gateway's own error, which means that no service has received the request.
fn fault(answer: &Answer) -> Option<ApiError> {
    let body = answer.body();
    if body.trim_ascii_start().first() == Some(&b'<') {
        return xml_fault(std::str::from_utf8(body).ok()?);
    }
    let value: Value = serde_json::from_slice(body).ok()?;
    let fault = value.get("fault")?;
    let text = |name: &str| match fault.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let message = join(text("message"), text("description"));
    Some(ApiError { code: text("code"), details: Some(value.clone()), ..ApiError::new(message) })
}

fn xml_fault(body: &str) -> Option<ApiError> {
    if !body.contains(":fault") && !body.contains("<fault") {
        return None;
    }
    let code = xml_text(body, "code")?;
    let message = join(xml_text(body, "message"), xml_text(body, "description"));
    Some(ApiError { code: Some(code), ..ApiError::new(message) })
}

/// The text of the first element with a local name.
fn xml_text(body: &str, name: &str) -> Option<String> {
    let is_name = |before: &str| before.ends_with(['<', ':']);
    let tag = format!("{name}>");
    let (at, _) = body.match_indices(&tag).find(|(at, _)| is_name(&body[..*at]))?;
    let text = body[at + tag.len()..].split('<').next()?;
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    Some(plain.replace("&amp;", "&").trim().to_owned())
}

fn join(message: Option<String>, description: Option<String>) -> String {
    message.into_iter().chain(description).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, kind: &str, body: &str) -> Answer {
        http::Response::builder()
            .status(status)
            .header("content-type", kind)
            .body(body.to_owned().into())
            .unwrap()
    }

    fn xml(code: &str) -> String {
        format!(
            "<ams:fault xmlns:ams=\"http://wso2.org/apimanager/security\"><ams:code>{code}</ams:code>\
             <ams:message>Access &lt;Token&gt; Expired</ams:message>\
             <ams:description>for API &amp;c</ams:description></ams:fault>"
        )
    }

    fn json(code: u32, message: &str) -> String {
        format!(r#"{{"fault": {{"code": {code}, "message": "{message}", "description": "for API"}}}}"#)
    }

    #[test]
    fn gateway_faults_are_read_from_json_and_from_xml() {
        let error = read(&answer(429, "application/json", &json(900_800, "Message throttled out")));
        assert_eq!(error.code.as_deref(), Some("900800"));
        assert_eq!(error.message, "Message throttled out: for API");
        let error = read(&answer(401, "application/xml", &xml("900904")));
        assert_eq!(error.code.as_deref(), Some("900904"));
        assert_eq!(error.message, "Access <Token> Expired: for API &c");
        assert!(!error.is_page);
    }

    #[test]
    fn the_envelopes_message_and_the_token_endpoints_words_are_kept() {
        let error =
            read(&answer(404, "application/json", r#"{"status": "error", "message": "No such job"}"#));
        assert_eq!((error.message.as_str(), error.code), ("No such job", None));
        let body =
            r#"{"error": "invalid_grant", "error_description": "Provided Authorization Grant is invalid."}"#;
        let error = read(&answer(400, "application/json", body));
        assert_eq!(error.code.as_deref(), Some("invalid_grant"));
        assert_eq!(error.message, "Provided Authorization Grant is invalid.");
        assert!(refuses_the_credential(StatusCode::BAD_REQUEST, &error));
        assert_eq!(read(&answer(500, "application/json", "")).message, "");
        assert!(read(&answer(503, "text/html", "<html>down</html>")).is_page);
        assert_eq!(read(&answer(500, "text/plain", "upstream gone")).message, "“upstream gone”");
    }

    #[test]
    fn a3_only_the_gateways_words_for_it_mean_expired() {
        let envelope = r#"{"status": "error", "message": "Unauthorized access", "result": null}"#;
        for (status, kind, body, expired) in [
            (401, "application/json", json(900_901, INVALID), true),
            (401, "application/json", json(900_904, INVALID), true),
            (401, "application/json", json(900_903, "Access Token Expired"), true),
            (401, "application/json", json(900_908, "Resource forbidden"), false),
            (401, "application/xml", xml("900903"), true),
            (401, "application/xml", xml("900904"), true),
            (401, "application/xml", xml("900901"), false),
            (401, "application/json", envelope.to_owned(), false),
            (403, "application/json", json(900_901, INVALID), false),
            (401, "text/html", "<html>Invalid Credentials</html>".to_owned(), false),
            (401, "application/json", String::new(), false),
        ] {
            assert_eq!(is_expired(&answer(status, kind, &body)), expired, "{status} {body}");
        }
    }
}
