//! Forms: pairs of names and texts, as queries and bodies hold them.

use bytes::Bytes;
use futures_util::FutureExt as _;

/// The pairs of a query or a body of `application/x-www-form-urlencoded`.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// The text fields of a multipart body, or why it cannot be read. Files are skipped.
pub(crate) fn multipart(content_type: &str, body: &Bytes) -> Result<Vec<(String, String)>, String> {
    let boundary =
        multer::parse_boundary(content_type).map_err(|_| "Invalid boundary in multipart: None".to_owned())?;
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
    // The whole body is in memory, so there is nothing to wait for.
    match reading.now_or_never() {
        Some(Ok(fields)) => Ok(fields),
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
        assert!(multipart("multipart/form-data", &Bytes::from(body)).is_err());
        assert!(multipart("multipart/form-data; boundary=other", &Bytes::from("no parts")).is_err());
    }
}
