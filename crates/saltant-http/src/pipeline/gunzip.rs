//! Decompression of answers while they are read.
//!
//! `flate2` does the work. The adapter is written here because those of HTTP libraries, and
//! `async-compression`, have no limit for the compressed bytes and none for how much one step may give.

use std::fmt;
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use flate2::write::MultiGzDecoder;
use http::{HeaderMap, HeaderValue, header};
use http_body::{Body as _, Frame};
use saltant_core::{Body, BoxError};

/// How many bytes are decompressed in one step. At most about a thousand times as many come out.
const STEP: usize = 1024;

/// Why a compressed body cannot be read.
#[derive(Debug)]
pub(crate) enum GunzipError {
    /// The compressed body is longer than this limit.
    TooLong(u64),
    /// It is not gzip, or it is cut off.
    Invalid,
}

impl fmt::Display for GunzipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong(_) => "longer than the limit",
            Self::Invalid => "not gzip, or not all of it",
        })
    }
}

impl std::error::Error for GunzipError {}

/// Asks for a compressed answer, unless the request has an `Accept-Encoding` of its own or asks for a range of
/// a file: a range of the compressed file would be other bytes.
pub(crate) fn accept(headers: &mut HeaderMap) {
    if !headers.contains_key(header::RANGE) {
        headers.entry(header::ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
    }
}

/// The compression of an answer that was not asked for and cannot be undone, such as `br`.
///
/// What [`decoded`] has decompressed has none.
pub(crate) fn foreign(headers: &HeaderMap) -> Option<String> {
    let encoding = headers.get(header::CONTENT_ENCODING)?.to_str().ok()?.trim();
    let is_plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
    (!is_plain).then(|| encoding.chars().take(40).collect())
}

/// Decompresses an answer while it is read. It fails after `limit` compressed bytes, so that an answer that
/// is long but decompresses to little ends too.
pub(crate) fn decoded(response: http::Response<Body>, limit: u64) -> http::Response<Body> {
    let encoding = response.headers().get(header::CONTENT_ENCODING);
    let is_gzip =
        encoding.is_some_and(|value| matches!(value.to_str().map(str::trim), Ok("gzip" | "x-gzip")));
    if !is_gzip {
        return response;
    }
    let (mut head, body) = response.into_parts();
    head.headers.remove(header::CONTENT_ENCODING);
    head.headers.remove(header::CONTENT_LENGTH);
    let decoder = MultiGzDecoder::new(Vec::new());
    let body = Gunzip { body, decoder, raw: Bytes::new(), read: 0, limit, ended: false };
    http::Response::from_parts(head, Body::once(body))
}

struct Gunzip {
    body: Body,
    decoder: MultiGzDecoder<Vec<u8>>,
    /// Compressed bytes that have come and are not decompressed yet.
    raw: Bytes,
    read: u64,
    limit: u64,
    ended: bool,
}

impl Gunzip {
    /// Decompresses one step; nothing may come out yet.
    fn step(&mut self) -> Result<Bytes, BoxError> {
        let step = self.raw.len().min(STEP);
        self.decoder.write_all(&self.raw[..step]).map_err(|_| GunzipError::Invalid)?;
        self.raw.advance(step);
        Ok(Bytes::from(std::mem::take(self.decoder.get_mut())))
    }

    fn finish(&mut self) -> Result<Bytes, BoxError> {
        self.ended = true;
        if self.read > 0 {
            self.decoder.try_finish().map_err(|_| GunzipError::Invalid)?;
        }
        Ok(Bytes::from(std::mem::take(self.decoder.get_mut())))
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BoxError>> {
        loop {
            if self.ended {
                return Poll::Ready(Ok(None));
            }
            let piece = if self.raw.is_empty() {
                match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                    Some(frame) => {
                        let Ok(raw) = frame?.into_data() else { continue };
                        self.read += raw.len() as u64;
                        if self.read > self.limit {
                            return Poll::Ready(Err(GunzipError::TooLong(self.limit).into()));
                        }
                        self.raw = raw;
                        continue;
                    }
                    None => self.finish()?,
                }
            } else {
                self.step()?
            };
            if !piece.is_empty() {
                return Poll::Ready(Ok(Some(piece)));
            }
        }
    }
}

impl http_body::Body for Gunzip {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let piece = ready!(self.poll_piece(cx));
        self.ended |= piece.is_err();
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)).transpose())
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http_body_util::BodyExt as _;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(packed: Vec<u8>, limit: u64) -> Body {
        let response = http::Response::builder().header("content-encoding", "gzip");
        decoded(response.body(Body::from(packed)).unwrap(), limit).into_body()
    }

    #[tokio::test]
    async fn f6_the_limit_is_for_what_is_longer() {
        let packed = packed("text");
        let length = packed.len() as u64;
        let text = unpacked(packed.clone(), length).collect().await.unwrap().to_bytes();
        assert_eq!(text, "text");
        let error = unpacked(packed, length - 1).collect().await.unwrap_err();
        assert_eq!(error.to_string(), "longer than the limit");
    }

    #[tokio::test]
    async fn a_body_ends_once_and_so_does_one_that_is_cut_off_or_no_gzip() {
        let mut good = unpacked(packed("text"), 100);
        assert!(!good.is_end_stream());
        assert_eq!(good.frame().await.unwrap().unwrap().into_data().unwrap(), "text");
        assert!(good.frame().await.is_none() && good.is_end_stream() && good.frame().await.is_none());
        let numbers: String = (0..20_000).map(|number: u32| number.to_string()).collect();
        let mut long = unpacked(packed(&numbers), 1 << 20);
        assert!(long.frame().await.unwrap().is_ok() && !long.is_end_stream());
        let whole = packed("text");
        for bad in [whole[..whole.len() - 1].to_vec(), b"text without any packing".to_vec()] {
            let mut body = unpacked(bad, 100);
            let error = loop {
                if let Err(error) = body.frame().await.unwrap() {
                    break error;
                }
            };
            assert_eq!(error.to_string(), "not gzip, or not all of it");
            assert!(body.frame().await.is_none() && body.is_end_stream());
        }
        assert!(unpacked(Vec::new(), 100).frame().await.is_none());
    }

    #[test]
    fn a_compression_that_cannot_be_undone_is_named() {
        for (encoding, name) in [("br", Some("br")), ("", None), ("Identity", None), (" ", None)] {
            let headers = HeaderMap::from_iter([(header::CONTENT_ENCODING, encoding.parse().unwrap())]);
            assert_eq!(foreign(&headers).as_deref(), name, "{encoding}");
        }
        assert_eq!(foreign(&HeaderMap::new()), None);
    }
}
