use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};
use saltant_core::{Attempt, BoxFuture, Error, ErrorKind, Operation, decode};
use tokio::io::AsyncWrite;

use crate::Call;
use crate::attempt::Take;
use crate::reader::Reader;
use crate::settings::Overrides;

/// An answer whose bytes are handed on as they come, never held whole.
///
/// The time limits for an attempt and for a call end with the answer's head; from there on only the time
/// between two pieces is limited, and the whole if the call's own `timeout` says so. Once the first byte is
/// there nothing is tried again: go on with a [`ByteRange`](saltant_core::ByteRange) from
/// [`received`](Self::received), where the service knows ranges.
///
/// It is a stream of pieces too. Dropping it gives the rest up.
#[must_use = "the bytes are not read before this is polled"]
pub struct Download {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    attempts: Vec<Attempt>,
    length: Option<u64>,
    received: u64,
    /// `None` after the end or an error.
    reader: Option<Reader>,
}

impl<'c, O: Operation + 'c> Call<'c, O> {
    /// Sends the request and gives the answer's bytes as they come, unread: whatever the operation
    /// makes of them.
    ///
    /// ```no_run
    /// # async fn run<O: saltant_core::Operation>(
    /// #     client: saltant_http::Client, operation: O, mut file: impl tokio::io::AsyncWrite + Unpin,
    /// # ) -> Result<(), saltant_core::Error> {
    /// let bytes = client.call(operation).stream().await?.write_to(&mut file).await?;
    /// println!("{bytes} bytes");
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> BoxFuture<'c, Result<Download, Error>> {
        Box::pin(async move {
            let mut overrides = self.overrides;
            let base = self.client.find_base(self.operation.metadata(), &mut overrides).await?;
            let request = self.make(&base)?;
            self.client.download(self.operation.metadata(), request, &overrides).await
        })
    }
}

impl crate::Client {
    pub(crate) async fn download(
        &self,
        metadata: &'static saltant_core::Metadata,
        request: http::Request<saltant_core::Body>,
        overrides: &Overrides,
    ) -> Result<Download, Error> {
        let clock = &self.shared.clock;
        let started = overrides.begun.unwrap_or_else(|| clock.now());
        let (answer, attempts) = self.execute_as(Take::Open, metadata, request, overrides).await?;
        let (head, body) = answer.into_parts();
        let idle = self.shared.settings.with(overrides).timeouts.idle;
        let deadline = overrides.total.flatten().map(|total: Duration| started.saturating_add(total));
        let reader = Reader::new(body, clock.clone(), idle).with_deadline(deadline);
        Ok(Download {
            operation: metadata.name,
            status: head.status,
            headers: head.headers,
            attempts,
            length: reader.expected().exact(),
            received: 0,
            reader: Some(reader),
        })
    }
}

impl Download {
    /// The status: 206 if a range was asked for and the service knows ranges.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id by which the server's log knows the request, if it gave one.
    pub fn request_id(&self) -> Option<String> {
        decode::request_id(&self.headers)
    }

    /// The attempts that it took to get the head; the last one succeeded.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// How many bytes there are in all, if the server said so.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The part of the file that this is, as the `Content-Range` header says it: `bytes 0-99/1234`.
    pub fn range(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_RANGE)?.to_str().ok()
    }

    /// How many bytes have been handed on so far.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The next piece, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Writes all to a file or another writer, flushes it, and tells how many bytes it was.
    ///
    /// After an error, what had come before it has been written.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(&mut self, to: &mut W) -> Result<u64, Error> {
        let operation = self.operation;
        let unwritable = |error: std::io::Error| {
            let text = format!("what was received cannot be written: {error}");
            Error::new(ErrorKind::Write, text).with_operation(operation).with_source(error)
        };
        while let Some(piece) = self.next().await {
            let mut piece = piece?;
            while piece.has_remaining() {
                let write = |cx: &mut Context<'_>| Pin::new(&mut *to).poll_write(cx, &piece);
                match std::future::poll_fn(write).await.map_err(unwritable)? {
                    0 => return Err(unwritable(std::io::ErrorKind::WriteZero.into())),
                    written => piece.advance(written),
                }
            }
        }
        std::future::poll_fn(|cx| Pin::new(&mut *to).poll_flush(cx)).await.map_err(unwritable)?;
        Ok(self.received)
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        match ready!(reader.poll_next(cx)) {
            Ok(Some(piece)) => {
                self.received += piece.len() as u64;
                Poll::Ready(Some(Ok(piece)))
            }
            Ok(None) => {
                self.reader = None;
                Poll::Ready(None)
            }
            Err((_, error)) => {
                self.reader = None;
                let error = error
                    .with_operation(self.operation)
                    .with_answer(self.status, self.request_id())
                    .with_attempts(self.attempts.clone());
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("length", &self.length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
