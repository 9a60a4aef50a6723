//! Request bodies: forms, multipart forms and JSON, which differ in what an absent field means.

use std::borrow::Cow;

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
        "multipart/form-data" => form::cut_multipart(content_type, body)
            .map(Input::Form)
            .map_err(|reason| bad_request(&format!("Multipart form parse error - {reason}"))),
        _ if body.is_empty() => Ok(Input::Json(Json::object([]))),
        "application/json" => json(content_type, body).map(Input::Json),
        _ => Err(reply::detail(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            &format!("Unsupported media type \"{content_type}\" in request."),
        )),
    }
}

fn bad_request(detail: &str) -> Reply {
    reply::detail(StatusCode::BAD_REQUEST, detail)
}

fn json(content_type: &str, body: &Bytes) -> Result<Json, Reply> {
    let refuse = |reason: String| bad_request(&format!("JSON parse error - {reason}"));
    let text = decoded(content_type, body).map_err(refuse)?;
    parse(&text, Constants::Refused).map_err(|error| match error {
        ParseError::Invalid(reason) => refuse(reason),
        ParseError::Unreadable => reply::server_error(),
    })
}

/// The text of a body in the charset that its content type names. Charsets that are not here are read as UTF-8.
fn decoded<'b>(content_type: &str, body: &'b [u8]) -> Result<Cow<'b, str>, String> {
    let parameters = content_type.to_ascii_lowercase().replace('_', "-");
    let charset =
        parameters.split(';').find_map(|part| part.trim().strip_prefix("charset=").map(str::to_owned));
    let charset = charset.unwrap_or_default();
    let utf_16 = |unit: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units = bytes.chunks(2).map(|pair| pair.try_into().map(unit));
        let units: Result<Vec<_>, _> = units.collect();
        let text = units.ok().and_then(|units| String::from_utf16(&units).ok());
        text.map(Cow::Owned).ok_or_else(|| format!("'{charset}' codec can't decode bytes: truncated data"))
    };
    match (charset.trim_matches('"'), body) {
        ("utf-16", [0xfe, 0xff, rest @ ..]) | ("utf-16-be" | "utf-16be", rest) => {
            utf_16(u16::from_be_bytes, rest)
        }
        ("utf-16", [0xff, 0xfe, rest @ ..]) | ("utf-16" | "utf-16-le" | "utf-16le", rest) => {
            utf_16(u16::from_le_bytes, rest)
        }
        ("latin-1" | "latin1" | "iso-8859-1", _) => Ok(body.iter().copied().map(char::from).collect()),
        ("utf-8-sig", [0xef, 0xbb, 0xbf, rest @ ..]) => python::decode(rest).map(Cow::Borrowed),
        _ => python::decode(body).map(Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_is_that_of_the_content_type() {
        let units = |order: fn(u16) -> [u8; 2]| "ü🚀".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let (little, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
        for (charset, bytes) in [
            ("utf-16", [&[0xff, 0xfe], &little[..]].concat()),
            ("UTF-16", [&[0xfe, 0xff], &big[..]].concat()),
            ("utf_16_le", little.clone()),
            ("\"utf-16be\"", big),
            ("utf-8-sig", [&[0xef, 0xbb, 0xbf], "ü🚀".as_bytes()].concat()),
            ("unknown", "ü🚀".into()),
        ] {
            let content_type = format!("application/json; charset={charset}");
            assert_eq!(decoded(&content_type, &bytes).as_deref(), Ok("ü🚀"), "{charset}");
        }
        assert_eq!(decoded("application/json;charset=latin-1", &[0xfc]).as_deref(), Ok("ü"));
        assert!(decoded("application/json; charset=utf-16", &little[1..]).is_err());
    }

    #[test]
    fn a_missing_body_is_an_empty_object_or_an_empty_form() {
        assert!(matches!(read(None, &Bytes::new()), Ok(Input::Json(Json::Object(_)))));
        assert!(matches!(read(Some("application/json"), &Bytes::new()), Ok(Input::Json(Json::Object(_)))));
        let form = read(Some("application/x-www-form-urlencoded"), &Bytes::new());
        assert!(matches!(form, Ok(Input::Form(fields)) if fields.is_empty()));
    }
}
