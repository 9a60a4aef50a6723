//! Forms: pairs of names and texts, as queries and bodies hold them.

use bytes::Bytes;
use futures_util::FutureExt as _;

/// The pairs of a query or a body of `application/x-www-form-urlencoded`.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// A part of a multipart body.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// The name of the file, if the part is one.
    pub(crate) file_name: Option<String>,
    pub(crate) content: Bytes,
}

/// The text fields of a multipart body, or why it cannot be read. Files are skipped.
pub(crate) fn multipart(content_type: &str, body: &Bytes) -> Result<Vec<(String, String)>, String> {
    Ok(texts(parts(content_type, body)?))
}

/// The same for a body that may be cut off. As Django reads it, it has the fields up to there, and the last one
/// is cut off, too.
pub(crate) fn cut_multipart(content_type: &str, body: &Bytes) -> Result<Vec<(String, String)>, String> {
    let boundary = boundary(content_type)?;
    let completed = Bytes::from([body, format!("\r\n--{boundary}--\r\n").as_bytes()].concat());
    Ok(texts(read(boundary, completed).0))
}

/// The parts of a multipart body, or why it cannot be read.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Result<Vec<Part>, String> {
    match read(boundary(content_type)?, body.clone()) {
        (parts, None) => Ok(parts),
        (_, Some(reason)) => Err(reason),
    }
}

fn texts(parts: Vec<Part>) -> Vec<(String, String)> {
    let texts = parts.into_iter().filter(|part| part.file_name.is_none());
    texts.map(|part| (part.name, String::from_utf8_lossy(&part.content).into_owned())).collect()
}

fn boundary(content_type: &str) -> Result<String, String> {
    multer::parse_boundary(content_type).map_err(|_| "Invalid boundary in multipart: None".to_owned())
}

/// The parts up to the end, or up to where the body cannot be read any further, with the reason.
fn read(boundary: String, body: Bytes) -> (Vec<Part>, Option<String>) {
    let chunk = Ok::<_, std::convert::Infallible>(body);
    let mut fields = multer::Multipart::new(futures_util::stream::once(std::future::ready(chunk)), boundary);
    let mut parts = Vec::new();
    let reading = async {
        while let Some(field) = fields.next_field().await? {
            let Some(name) = field.name().map(str::to_owned) else { continue };
            let file_name = field.file_name().map(str::to_owned);
            parts.push(Part { name, file_name, content: field.bytes().await? });
        }
        Ok::<_, multer::Error>(())
    };
    // The whole body is in memory, so there is nothing to wait for.
    let reason = match reading.now_or_never() {
        Some(Ok(())) => None,
        Some(Err(error)) => Some(error.to_string()),
        None => Some("the body ends early".to_owned()),
    };
    (parts, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multipart_fields_are_read_and_files_skipped() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nä\r\n--b\r\nContent-Disposition: form-data; \
                    name=\"f\"; filename=\"x\"\r\n\r\nzz\r\n--b--\r\n";
        let fields = multipart("multipart/form-data; boundary=b", &Bytes::from(body)).unwrap();
        assert_eq!(fields, [("name".to_owned(), "ä".to_owned())]);
        let parts = parts("multipart/form-data; boundary=b", &Bytes::from(body)).unwrap();
        assert_eq!((parts[1].file_name.as_deref(), &parts[1].content[..]), (Some("x"), &b"zz"[..]));
        assert!(multipart("multipart/form-data", &Bytes::from(body)).is_err());
        assert!(multipart("multipart/form-data; boundary=other", &Bytes::from("no parts")).is_err());
    }

    #[test]
    fn a_multipart_body_can_be_cut_anywhere() {
        let read = |body: &str| {
            cut_multipart("multipart/form-data; boundary=b", &Bytes::from(body.to_owned())).unwrap()
        };
        assert_eq!(read("no parts"), []);
        assert_eq!(read("--b\r\nContent-Disp"), []);
        let head = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n";
        for (end, value) in
            [("", ""), ("va", "va"), ("va\r\n--", "va\r\n--"), ("va\r\n--b", "va"), ("va\r\n--b-", "va")]
        {
            assert_eq!(read(&format!("{head}{end}")), [("n".to_owned(), value.to_owned())], "{end:?}");
        }
    }
}
