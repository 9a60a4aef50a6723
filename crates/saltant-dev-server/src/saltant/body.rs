//! Request bodies: forms, multipart forms and JSON, which differ in what an absent field means.

use axum::http::StatusCode;
use bytes::Bytes;

use crate::http::form;
use crate::http::reply::Reply;
use crate::json::{Constants, Json, ParseError, parse, python};
use crate::saltant::reply;

/// The data of a request.
#[derive(Debug)]
pub(crate) enum Input {
    /// A form has texts only, and keys may be repeated. It cannot say null, false or an empty list.
    Form(Vec<(String, String)>),
    Json(Json),
}

/// Reads a body by its content type. A missing body is an empty object, or an empty form if the content
/// type is one of a form.
pub(crate) fn read(content_type: Option<&str>, body: &Bytes) -> Result<Input, Reply> {
    let content_type = content_type.unwrap_or("").trim();
    let media_type = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/x-www-form-urlencoded" => Ok(Input::Form(form::pairs(body))),
        "multipart/form-data" if body.is_empty() => Ok(Input::Form(Vec::new())),
        "multipart/form-data" => form::multipart(content_type, body)
            .map(Input::Form)
            .map_err(|reason| bad_request(&format!("Multipart form parse error - {reason}"))),
        _ if body.is_empty() => Ok(Input::Json(Json::object([]))),
        "application/json" => json(body).map(Input::Json),
        _ => Err(reply::detail(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            &format!("Unsupported media type \"{content_type}\" in request."),
        )),
    }
}

fn bad_request(detail: &str) -> Reply {
    reply::detail(StatusCode::BAD_REQUEST, detail)
}

fn json(body: &Bytes) -> Result<Json, Reply> {
    let refuse = |reason: String| bad_request(&format!("JSON parse error - {reason}"));
    let text = python::decode(body).map_err(refuse)?;
    parse(text, Constants::Refused).map_err(|error| match error {
        ParseError::Invalid(reason) => refuse(reason),
        ParseError::TooDeep => reply::server_error(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_body_is_an_empty_object_or_an_empty_form() {
        assert!(matches!(read(None, &Bytes::new()), Ok(Input::Json(Json::Object(_)))));
        assert!(matches!(read(Some("application/json"), &Bytes::new()), Ok(Input::Json(Json::Object(_)))));
        let form = read(Some("application/x-www-form-urlencoded"), &Bytes::new());
        assert!(matches!(form, Ok(Input::Form(fields)) if fields.is_empty()));
    }
}
