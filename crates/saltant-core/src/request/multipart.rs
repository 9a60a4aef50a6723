//! Multipart forms. They are written here because libraries for them belong to one HTTP library each, and
//! because a form has to be replayable if its files are.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::request::body::{Body, BoxError};

/// A `multipart/form-data` body: fields and files, in the order in which they are added.
///
/// Files are read while they are sent. It can be sent a second time if all its parts can.
///
/// ```
/// use saltant_core::Multipart;
///
/// let form = Multipart::with_boundary("XX").field("kind", "raw").file("data", "a.txt", "text/plain", "42");
/// let body = form.into_body();
/// assert_eq!(
///     std::str::from_utf8(body.as_bytes().unwrap())?,
///     "--XX\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nraw\r\n\
///      --XX\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a.txt\"\r\n\
///      Content-Type: text/plain\r\n\r\n42\r\n--XX--\r\n"
/// );
/// # Ok::<(), std::str::Utf8Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Multipart {
    boundary: String,
    parts: Vec<(Bytes, Body)>,
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Multipart {
    /// An empty form with a random boundary.
    pub fn new() -> Self {
        Self::with_boundary(format!("saltant-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)))
    }

    /// An empty form with this boundary, which must not occur in what is sent.
    pub fn with_boundary(boundary: impl Into<String>) -> Self {
        Self { boundary: boundary.into(), parts: Vec::new() }
    }

    /// Adds a field.
    pub fn field(self, name: &str, value: impl Into<Bytes>) -> Self {
        let head = format!("name=\"{}\"\r\n", quoted(name));
        self.part(&head, value.into().into())
    }

    /// Adds a file.
    pub fn file(self, name: &str, file_name: &str, content_type: &str, content: impl Into<Body>) -> Self {
        let content_type = content_type.replace(['\r', '\n'], "");
        let (name, file_name) = (quoted(name), quoted(file_name));
        let head = format!("name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {content_type}\r\n");
        self.part(&head, content.into())
    }

    fn part(mut self, head: &str, content: Body) -> Self {
        let before = if self.parts.is_empty() { "" } else { "\r\n" };
        let head = format!("{before}--{}\r\nContent-Disposition: form-data; {head}\r\n", self.boundary);
        self.parts.push((Bytes::from(head), content));
        self
    }

    /// The value of the `Content-Type` header.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The body: bytes if all parts are bytes, else a stream.
    pub fn into_body(self) -> Body {
        let replayable = self.parts.iter().all(|(_, content)| content.is_replayable());
        let chain = move || {
            let end = if self.parts.is_empty() { "" } else { "\r\n" };
            let mut pieces = VecDeque::with_capacity(self.parts.len() * 2 + 1);
            for (head, content) in &self.parts {
                pieces.push_back(Body::from(head.clone()));
                pieces.push_back(content.clone());
            }
            pieces.push_back(Body::from(format!("{end}--{}--\r\n", self.boundary)));
            Chain(pieces)
        };
        let first = chain();
        if first.0.iter().all(|piece| piece.as_bytes().is_some()) {
            let mut whole = BytesMut::new();
            first.0.iter().filter_map(Body::as_bytes).for_each(|bytes| whole.extend_from_slice(bytes));
            return Body::from(whole.freeze());
        }
        if replayable { Body::replayable(chain) } else { Body::once(first) }
    }
}

/// Escapes a name that stands between quotation marks, as browsers do.
fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '"' | '\r' | '\n') {
            // Writing to a String cannot fail.
            write!(out, "%{:02X}", c as u32).unwrap_or_default();
        } else {
            out.push(c);
        }
    }
    out
}

/// Bodies that are sent one after the other.
struct Chain(VecDeque<Body>);

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while let Some(body) = self.0.front_mut() {
            match ready!(Pin::new(body).poll_frame(cx)) {
                Some(frame) => return Poll::Ready(Some(frame)),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        let sum = self.0.iter().try_fold(0_u64, |sum, body| sum.checked_add(body.size_hint().exact()?));
        sum.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut body: Body) -> String {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut cx) {
            all.extend_from_slice(&frame.unwrap().into_data().unwrap());
        }
        String::from_utf8(all).unwrap()
    }

    #[test]
    fn r5_a_form_can_be_replayed_if_all_its_files_can() {
        let form = |file: Body| Multipart::with_boundary("B").field("a", "1").file("f", "n", "t/t", file);
        let text = read(form(Body::from("file")).into_body());

        let again = form(Body::replayable(|| Body::from("file"))).into_body();
        assert_eq!(again.size_hint().exact(), Some(text.len() as u64));
        assert_eq!(read(again.clone()), text);
        assert_eq!(read(again), text);

        let once = form(Body::once(Body::from("file"))).into_body();
        assert!(!once.is_replayable());
        assert_eq!(read(once), text);
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let form = Multipart::with_boundary("B").file("a\"\r\nX: y", "ü\n", "text/plain\r\nX: y", "");
        let text = read(form.into_body());
        let head = "name=\"a%22%0D%0AX: y\"; filename=\"ü%0A\"\r\nContent-Type: text/plainX: y\r\n\r\n";
        assert!(text.contains(head), "{text}");
    }

    #[test]
    fn an_empty_form_is_its_last_line() {
        assert_eq!(read(Multipart::with_boundary("B").into_body()), "--B--\r\n");
        assert_ne!(Multipart::new().content_type(), Multipart::new().content_type());
    }
}
