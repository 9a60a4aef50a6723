//! Compares multipart forms part by part.

use http::HeaderMap;

/// A part: its header and its content.
type Part = (String, Vec<u8>);

/// Compares the parts of two forms, whose boundaries differ.
pub(super) fn same(recorded: &[u8], headers: &HeaderMap, sent: &[u8]) -> Result<(), String> {
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.ok_or_else(|| format!("the body is {kind}, recorded is a multipart form"))?;
    let (mut recorded, mut own) = (parts(recorded, "<boundary>")?, parts(sent, boundary)?);
    recorded.sort();
    own.sort();
    if recorded == own {
        return Ok(());
    }
    let names = |parts: &[Part]| parts.iter().map(|(head, _)| head.clone()).collect::<Vec<_>>();
    Err(format!("the parts are {:?}, recorded are {:?}", names(&own), names(&recorded)))
}

fn parts(body: &[u8], boundary: &str) -> Result<Vec<Part>, String> {
    let wrong = || "the form in parts is cut off".to_owned();
    let opening = format!("--{boundary}\r\n");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(opening.as_bytes()).ok_or_else(wrong)?;
    let mut parts = Vec::new();
    loop {
        let head_end = find(rest, b"\r\n\r\n").ok_or_else(wrong)?;
        let head = String::from_utf8_lossy(&rest[..head_end]).into_owned();
        rest = &rest[head_end + 4..];
        let end = find(rest, between.as_bytes()).ok_or_else(wrong)?;
        parts.push((head, rest[..end].to_vec()));
        rest = &rest[end + between.len()..];
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        rest = rest.strip_prefix(b"\r\n").ok_or_else(wrong)?;
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
