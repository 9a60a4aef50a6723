use std::fmt;
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use flate2::write::MultiGzDecoder;
use http::{HeaderMap, HeaderValue, header};
use http_body::{Body as _, Frame};
use saltant_core::{Body, BoxError};

/// How much is decompressed at once: at most a thousand times as much comes out.
const STEP: usize = 1024;

/// Why a compressed body cannot be read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It is longer than this, even as it is.
    TooLong(u64),
    /// It is not what it says.
    Garbled,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong(_) => "longer than the limit",
            Self::Garbled => "not gzip, or not all of it",
        })
    }
}

impl std::error::Error for Broken {}

/// Asks for a compressed answer, unless the request asks for something of its own or for a part of a file:
/// a part of the compressed file would be another.
pub(crate) fn accept(headers: &mut HeaderMap) {
    if !headers.contains_key(header::RANGE) {
        headers.entry(header::ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
    }
}

/// Decompresses an answer while it is read. It fails after `limit` bytes as they come over the network, so
/// that neither a bomb nor its opposite is read for ever.
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
    /// What has come and is not decompressed yet.
    raw: Bytes,
    read: u64,
    limit: u64,
    ended: bool,
}

impl Gunzip {
    /// Decompresses a step; what comes out may be nothing yet.
    fn step(&mut self) -> Result<Bytes, BoxError> {
        let step = self.raw.len().min(STEP);
        self.decoder.write_all(&self.raw[..step]).map_err(|_| Broken::Garbled)?;
        self.raw.advance(step);
        Ok(Bytes::from(std::mem::take(self.decoder.get_mut())))
    }

    fn finish(&mut self) -> Result<Bytes, BoxError> {
        self.ended = true;
        if self.read > 0 {
            self.decoder.try_finish().map_err(|_| Broken::Garbled)?;
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
                            return Poll::Ready(Err(Broken::TooLong(self.limit).into()));
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
