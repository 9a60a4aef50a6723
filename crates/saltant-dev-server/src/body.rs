//! Request bodies: forms, multipart forms and JSON, which differ in what an absent field means.

use axum::http::StatusCode;
use bytes::Bytes;
use futures_util::FutureExt as _;

use crate::json::{Constants, Json, ParseError, parse};
use crate::reply::Reply;

/// The data of a request.
#[derive(Debug)]
pub(crate) enum Input {
    /// Of a form: texts only, keys may be repeated, and no list, null or false can be told from nothing.
    Form(Vec<(String, String)>),
    Json(Json),
}

/// Reads a body by its content type. No body at all is an empty object, or an empty form if it says so.
pub(crate) fn read(content_type: Option<&str>, body: &Bytes) -> Result<Input, Reply> {
    let content_type = content_type.unwrap_or("").trim();
    let media_type = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/x-www-form-urlencoded" => Ok(Input::Form(pairs(body))),
        "multipart/form-data" if body.is_empty() => Ok(Input::Form(Vec::new())),
        "multipart/form-data" => multipart(content_type, body).map(Input::Form),
        _ if body.is_empty() => Ok(Input::Json(Json::object([]))),
        "application/json" => json(body).map(Input::Json),
        _ => Err(Reply::detail(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            &format!("Unsupported media type \"{content_type}\" in request."),
        )),
    }
}

/// The pairs of a form or a query.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

fn json(body: &Bytes) -> Result<Json, Reply> {
    let refuse =
        |reason: &str| Reply::detail(StatusCode::BAD_REQUEST, &format!("JSON parse error - {reason}"));
    let text = std::str::from_utf8(body).map_err(|error| {
        let place = error.valid_up_to();
        let reason = match error.error_len() {
            None => "unexpected end of data",
            Some(_) if body[place] < 0xc2 || body[place] > 0xf4 => "invalid start byte",
            Some(_) => "invalid continuation byte",
        };
        refuse(&format!(
            "'utf-8' codec can't decode byte 0x{:02x} in position {place}: {reason}",
            body[place]
        ))
    })?;
    parse(text, Constants::Refused).map_err(|error| match error {
        ParseError::Invalid(reason) => refuse(&reason),
        ParseError::TooDeep => Reply::server_error(),
    })
}

/// Reads the text fields of a multipart body; files are passed over, as no field takes one.
fn multipart(content_type: &str, body: &Bytes) -> Result<Vec<(String, String)>, Reply> {
    let refuse = |reason: &str| {
        Reply::detail(StatusCode::BAD_REQUEST, &format!("Multipart form parse error - {reason}"))
    };
    let boundary =
        multer::parse_boundary(content_type).map_err(|_| refuse("Invalid boundary in multipart: None"))?;
    let chunk = Ok::<_, std::convert::Infallible>(body.clone());
    let mut parts = multer::Multipart::new(futures_util::stream::once(std::future::ready(chunk)), boundary);
    let reading = async {
        let mut fields = Vec::new();
        while let Some(field) = parts.next_field().await? {
            let Some(name) = field.name().map(str::to_owned) else { continue };
            if field.file_name().is_none() {
                fields.push((name, field.text().await?));
            }
        }
        Ok::<_, multer::Error>(fields)
    };
    // The whole body is at hand, so there is nothing to wait for.
    match reading.now_or_never() {
        Some(Ok(fields)) => Ok(fields),
        Some(Err(error)) => Err(refuse(&error.to_string())),
        None => Err(refuse("the body ends early")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multipart_fields_are_read() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nä\r\n--b\r\nContent-Disposition: form-data; \
                    name=\"f\"; filename=\"x\"\r\n\r\nzz\r\n--b--\r\n";
        let input = read(Some("multipart/form-data; boundary=b"), &Bytes::from(body)).unwrap();
        let Input::Form(fields) = input else { panic!("not a form") };
        assert_eq!(fields, [("name".to_owned(), "ä".to_owned())]);
        assert!(read(Some("multipart/form-data"), &Bytes::from(body)).is_err());
        assert!(read(Some("multipart/form-data; boundary=other"), &Bytes::from("no parts")).is_err());
    }

    #[test]
    fn nothing_is_an_empty_object_or_an_empty_form() {
        assert!(matches!(read(None, &Bytes::new()), Ok(Input::Json(Json::Object(_)))));
        assert!(matches!(read(Some("application/json"), &Bytes::new()), Ok(Input::Json(Json::Object(_)))));
        let form = read(Some("application/x-www-form-urlencoded"), &Bytes::new());
        assert!(matches!(form, Ok(Input::Form(fields)) if fields.is_empty()));
    }
}
