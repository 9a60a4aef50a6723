//! Base64 piece by piece, so that content is never in memory twice.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::PayloadError;
use crate::request::{BoxError, Recode};

/// Writes base64.
#[derive(Clone, Debug, Default)]
pub struct ToBase64 {
    /// Up to two bytes that do not fill a group.
    rest: Vec<u8>,
}

impl Recode for ToBase64 {
    fn push(&mut self, piece: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(STANDARD.encode(whole_groups(&mut self.rest, piece, 3)).into_bytes())
    }

    fn finish(&mut self) -> Result<Vec<u8>, BoxError> {
        Ok(STANDARD.encode(std::mem::take(&mut self.rest)).into_bytes())
    }

    fn length(&self, content: u64) -> Option<u64> {
        content.div_ceil(3).checked_mul(4)
    }
}

/// Reads base64. What is not base64, or ends within a group, is an error.
#[derive(Clone, Debug, Default)]
pub struct FromBase64 {
    rest: Vec<u8>,
    /// Whether a padding has come, after which nothing may follow.
    has_ended: bool,
}

impl Recode for FromBase64 {
    fn push(&mut self, piece: &[u8]) -> Result<Vec<u8>, BoxError> {
        let groups = whole_groups(&mut self.rest, piece, 4);
        if self.has_ended && !piece.is_empty() {
            return Err(Box::new(PayloadError::Base64));
        }
        self.has_ended |= groups.last() == Some(&b'=');
        STANDARD.decode(groups).map_err(|_| PayloadError::Base64.into())
    }

    fn finish(&mut self) -> Result<Vec<u8>, BoxError> {
        let is_whole = std::mem::take(&mut self.rest).is_empty();
        if is_whole { Ok(Vec::new()) } else { Err(Box::new(PayloadError::Base64)) }
    }

    /// Unknown, because of the padding.
    fn length(&self, _: u64) -> Option<u64> {
        None
    }
}

/// As many whole groups as there are; what is left over waits for the next piece.
fn whole_groups(rest: &mut Vec<u8>, piece: &[u8], group: usize) -> Vec<u8> {
    let mut all = std::mem::take(rest);
    all.extend_from_slice(piece);
    *rest = all.split_off(all.len() - all.len() % group);
    all
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use http_body::{Body as HttpBody, Frame};
    use http_body_util::BodyExt as _;

    use super::*;
    use crate::request::Body;
    use crate::request::recode::PIECE;

    fn read(mut body: Body) -> Result<(Vec<u8>, usize), String> {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let (mut all, mut longest) = (Vec::new(), 0);
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut cx) {
            let piece = frame.map_err(|error| error.to_string())?.into_data().unwrap();
            longest = longest.max(piece.len());
            all.extend_from_slice(&piece);
        }
        assert!(body.is_end_stream());
        Ok((all, longest))
    }

    /// A stream in pieces of a length that fits no group.
    fn pieces(content: &[u8]) -> Body {
        let parts: Vec<_> = content.chunks(7).map(Bytes::copy_from_slice).collect();
        Body::replayable(move || Parts(parts.clone().into_iter()))
    }

    struct Parts(std::vec::IntoIter<Bytes>);

    impl HttpBody for Parts {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            Poll::Ready(self.0.next().map(|part| Ok(Frame::data(part))))
        }
    }

    #[test]
    fn content_is_written_and_read_in_base64_in_pieces() {
        let long: Vec<u8> = (0..200_000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
        for content in [&b""[..], b"a", b"ab", b"abc", b"abcd", &long] {
            for body in [Body::from(content.to_vec()), pieces(content)] {
                let encoded = body.recoded(ToBase64::default);
                let exact = encoded.size_hint().exact();
                let (text, longest) = read(encoded.clone()).unwrap();
                assert_eq!(text, STANDARD.encode(content).into_bytes());
                assert!(longest <= PIECE * 4 / 3 + 4, "{longest}");
                if body.as_bytes().is_some() {
                    assert_eq!(exact, Some(text.len() as u64));
                }
                // A second attempt begins at the start.
                assert_eq!(read(encoded).unwrap().0, text);
                assert!(read(pieces(&text).recoded(FromBase64::default)).unwrap().0 == content);
            }
        }
    }

    #[test]
    fn a_body_in_pieces_does_not_end_before_its_last_one() {
        let mut body = Body::from(vec![0; 2 * PIECE]).recoded(ToBase64::default).on_progress(|_, _| ());
        let mut cx = Context::from_waker(std::task::Waker::noop());
        assert!(matches!(Pin::new(&mut body).poll_frame(&mut cx), Poll::Ready(Some(Ok(_)))));
        assert!(!body.is_end_stream());
        assert_eq!(read(body).unwrap().0.len(), PIECE / 3 * 4);
    }

    #[test]
    fn what_is_no_base64_or_was_cut_is_an_error() {
        for text in ["abcde", "ab$d", "YQ==YQ==", "YWFhYWFhYQ==YWFh", "ab=", "="] {
            let read = read(pieces(text.as_bytes()).recoded(FromBase64::default));
            assert_eq!(read, Err("not base64; is it encrypted?".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_stream_that_exists_once_stays_one_and_its_error_is_passed_on() {
        let pipe = Body::once(Body::from("text").map_err(|error| error));
        let encoded = pipe.recoded(ToBase64::default);
        assert!(!encoded.is_replayable());
        assert_eq!(encoded.size_hint().exact(), Some(8));
        assert_eq!(read(encoded).unwrap().0, b"dGV4dA==");
        let broken = Body::once(Body::empty().map_err(|error| error)).recoded(ToBase64::default);
        assert!(read(broken.clone()).is_ok());
        assert_eq!(read(broken), Err("the stream has been sent already".to_owned()));
    }
}
