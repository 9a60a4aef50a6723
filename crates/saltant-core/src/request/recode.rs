use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, BoxError};

/// Changes content piece by piece: encodes, decodes, encrypts or decrypts it.
pub trait Recode: Send + Sync + Unpin + 'static {
    /// Takes the next piece and gives what is ready.
    fn push(&mut self, piece: &[u8]) -> Result<Vec<u8>, BoxError>;

    /// Gives the rest, after the last piece.
    fn finish(&mut self) -> Result<Vec<u8>, BoxError>;

    /// The length of the result for content of this length, if that follows.
    fn length(&self, content: u64) -> Option<u64>;
}

impl Body {
    /// The content as something else: encoded, for example. It is changed while it is read.
    #[must_use]
    pub fn recoded<R: Recode>(&self, make: impl Fn() -> R + Send + Sync + 'static) -> Self {
        let source = self.clone();
        let recoded = move || Recoded::new(source.clone(), make());
        if self.is_replayable() { Self::replayable(recoded) } else { Self::once(recoded()) }
    }
}

/// The most bytes that are changed at once.
pub(crate) const PIECE: usize = 48 * 1024;

struct Recoded<R> {
    source: Body,
    /// What the source has given and is still to be changed.
    piece: Bytes,
    coder: R,
    /// How many bytes are still to come, if that is known.
    left: Option<u64>,
    has_ended: bool,
}

impl<R: Recode> Recoded<R> {
    fn new(source: Body, coder: R) -> Self {
        let left = source.size_hint().exact().and_then(|content| coder.length(content));
        Self { source, piece: Bytes::new(), coder, left, has_ended: false }
    }

    fn give(&mut self, ready: Vec<u8>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.left = self.left.map(|left| left.saturating_sub(ready.len() as u64));
        Poll::Ready(Some(Ok(Frame::data(ready.into()))))
    }
}

impl<R: Recode> HttpBody for Recoded<R> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if !self.piece.is_empty() {
                let length = self.piece.len().min(PIECE);
                let part = self.piece.split_to(length);
                let ready = self.coder.push(&part)?;
                if !ready.is_empty() {
                    return self.give(ready);
                }
                continue;
            }
            if self.has_ended {
                return Poll::Ready(None);
            }
            if let Some(frame) = ready!(Pin::new(&mut self.source).poll_frame(cx)?) {
                self.piece = frame.into_data().unwrap_or_default();
                continue;
            }
            self.has_ended = true;
            let rest = self.coder.finish()?;
            if !rest.is_empty() {
                return self.give(rest);
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.has_ended
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map(SizeHint::with_exact).unwrap_or_default()
    }
}
