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
    let texts = parts(content_type, body)?.into_iter().filter(|part| part.file_name.is_none());
    Ok(texts.map(|part| (part.name, String::from_utf8_lossy(&part.content).into_owned())).collect())
}

/// The parts of a multipart body, or why it cannot be read.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Result<Vec<Part>, String> {
    let boundary =
        multer::parse_boundary(content_type).map_err(|_| "Invalid boundary in multipart: None".to_owned())?;
    let chunk = Ok::<_, std::convert::Infallible>(body.clone());
    let mut fields = multer::Multipart::new(futures_util::stream::once(std::future::ready(chunk)), boundary);
    let reading = async {
        let mut parts = Vec::new();
        while let Some(field) = fields.next_field().await? {
            let Some(name) = field.name().map(str::to_owned) else { continue };
            let file_name = field.file_name().map(str::to_owned);
            parts.push(Part { name, file_name, content: field.bytes().await? });
        }
        Ok::<_, multer::Error>(parts)
    };
    // The whole body is in memory, so there is nothing to wait for.
    match reading.now_or_never() {
        Some(Ok(parts)) => Ok(parts),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("the body ends early".to_owned()),
    }
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
}
