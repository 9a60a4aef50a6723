use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};
use saltant_core::{Attempt, Body, BoxFuture, Clock, Error, ErrorKind, Operation, Recode, decode};
use tokio::io::AsyncWrite;

use super::Call;
use crate::pipeline::failed::FailedAttempt;
use crate::pipeline::reader::Reader;
use crate::pipeline::receive::Open;
use crate::pipeline::sent_secrets::SentSecrets;

/// An answer whose bytes are given as they come. It is a stream of pieces.
///
/// The time limits for an attempt and for a call end with the answer's head. After that, the time between
/// two pieces is limited, and the whole time if the call's own `timeout` says so. After the first byte nothing
/// is tried again: where the service supports ranges, continue with a
/// [`ByteRange`](saltant_core::ByteRange) from [`received`](Self::received).
///
/// Dropping it ends the transfer.
#[must_use = "the bytes are not read before this is polled"]
pub struct Download {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    attempts: Vec<Attempt>,
    length: Option<u64>,
    received: u64,
    secrets: SentSecrets,
    on_progress: Option<OnProgress>,
    /// The most bytes that may come.
    limit: Option<u64>,
    /// What changes the bytes before they are given.
    coder: Option<Box<dyn Recode>>,
    /// `None` after the end or an error.
    reader: Option<Reader>,
}

/// Called with the bytes that have been received and, if it is known, the number of all.
type OnProgress = Box<dyn FnMut(u64, Option<u64>) + Send + Sync>;

/// What a [`Download`] can be written to: every asynchronous writer, such as a `tokio::fs::File`.
#[diagnostic::on_unimplemented(
    message = "a download cannot be written to `{Self}`, which is not an asynchronous writer",
    label = "not an `AsyncWrite`",
    note = "`tokio::fs::File::from_std` makes an asynchronous file of a `std::fs::File`"
)]
pub trait WriteTo: AsyncWrite + Unpin {}

#[diagnostic::do_not_recommend]
impl<W: AsyncWrite + Unpin + ?Sized> WriteTo for W {}

impl<'c, O: Operation + 'c> Call<'c, O> {
    /// Sends the request and gives the answer's bytes as they come. The operation does not read them.
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
    ///
    /// # Errors
    ///
    /// Those of a call. A connection that breaks later is an error of [`Download::next`].
    pub fn stream(self) -> BoxFuture<'c, Result<Download, Error>> {
        Box::pin(async move {
            let mut prepared = self.prepare().await?;
            let (settings, started) = (prepared.settings, prepared.started);
            let sent = prepared.send::<Open>().await?;
            let (head, body) = sent.answer.into_parts();
            let deadline = settings.own_total().map(|total| started.saturating_add(total));
            let reader = Reader::new(body, self.client.clock().clone(), settings.timeouts.idle);
            let reader = reader.with_deadline(deadline);
            Ok(Download {
                operation: self.operation.metadata().name,
                headers: head.headers,
                attempts: sent.attempts,
                secrets: sent.secrets,
                ..Download::new(head.status, reader)
            })
        })
    }
}

impl Download {
    fn new(status: StatusCode, reader: Reader) -> Self {
        Self {
            operation: "",
            status,
            headers: HeaderMap::new(),
            attempts: Vec::new(),
            length: reader.expected().exact(),
            received: 0,
            secrets: SentSecrets::default(),
            on_progress: None,
            limit: None,
            coder: None,
            reader: Some(reader),
        }
    }

    /// The bytes of an answer that has come whole, for programs that read others as they come.
    pub fn of_bytes(bytes: impl Into<Bytes>, clock: Arc<dyn Clock>) -> Self {
        Self::new(StatusCode::OK, Reader::new(Body::from(bytes.into()), clock, None))
    }

    /// Ends the transfer with an error of kind [`TooLarge`](ErrorKind::TooLarge) if more bytes than these come, or
    /// if the server says that more will come. There is no limit by default.
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Gives the bytes changed: decoded, for example. Lengths are still those of the bytes that are received.
    pub fn recoded(mut self, coder: impl Recode) -> Self {
        self.coder = Some(Box::new(coder));
        self
    }

    /// The status: 206 if a range was asked for and the service knows ranges.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id of the request in the server's log, if the server gave one.
    pub fn request_id(&self) -> Option<String> {
        decode::request_id(&self.headers)
    }

    /// The attempts that it took to get the head; the last one succeeded.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The number of bytes in all, if the server said so.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The range of the file, as in the `Content-Range` header: `bytes 0-99/1234`.
    pub fn range(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_RANGE)?.to_str().ok()
    }

    /// The number of bytes that have been given so far.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Calls a function for each piece: with the number of bytes that have come so far, and of all bytes if the
    /// server says so.
    pub fn on_progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Box::new(report));
        self
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// `Transport` or `Timeout` if the connection breaks or falls silent, and
    /// [`TooLarge`](saltant_core::ErrorKind::TooLarge) beyond the limit that was set.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Writes all pieces to a file or another writer, flushes it, and gives the number of bytes written.
    ///
    /// # Errors
    ///
    /// [`Write`](saltant_core::ErrorKind::Write) if the writer fails, as on a full disk; otherwise as
    /// [`next`](Self::next). The pieces before the error have been written.
    pub async fn write_to<W: WriteTo + ?Sized>(&mut self, to: &mut W) -> Result<u64, Error> {
        let operation = self.operation;
        let unwritable = |error: std::io::Error| {
            let text = format!("what was received cannot be written: {error}");
            Error::new(ErrorKind::Write, text).with_operation(operation).with_source(error)
        };
        let mut all = 0;
        while let Some(piece) = self.next().await {
            let mut piece = piece?;
            all += piece.len() as u64;
            while piece.has_remaining() {
                let write = |cx: &mut Context<'_>| Pin::new(&mut *to).poll_write(cx, &piece);
                match std::future::poll_fn(write).await.map_err(unwritable)? {
                    0 => return Err(unwritable(std::io::ErrorKind::WriteZero.into())),
                    written => piece.advance(written),
                }
            }
        }
        std::future::poll_fn(|cx| Pin::new(&mut *to).poll_flush(cx)).await.map_err(unwritable)?;
        Ok(all)
    }

    /// Counts a piece and changes it.
    fn take(&mut self, piece: Bytes) -> Result<Bytes, Error> {
        self.received += piece.len() as u64;
        let (received, length) = (self.received, self.length);
        if let Some(report) = &mut self.on_progress {
            report(received, length);
        }
        self.check(received)?;
        match &mut self.coder {
            Some(coder) => coder.push(&piece).map(Bytes::from).map_err(unreadable),
            None => Ok(piece),
        }
    }

    /// What is still to be given after the last piece.
    fn rest(&mut self) -> Result<Bytes, Error> {
        let rest = self.coder.as_mut().map(|coder| coder.finish()).transpose();
        rest.map(|rest| rest.unwrap_or_default().into()).map_err(unreadable)
    }

    fn check(&self, bytes: u64) -> Result<(), Error> {
        match self.limit.filter(|limit| bytes > *limit) {
            Some(limit) => Err(FailedAttempt::too_large(limit).error),
            None => Ok(()),
        }
    }

    /// An error ends the transfer.
    fn fail(&mut self, error: Error) -> Error {
        self.reader = None;
        if self.operation.is_empty() {
            // The bytes were there already.
            return error;
        }
        let error = error
            .with_operation(self.operation)
            .with_answer(self.status, self.request_id())
            .with_attempts(self.attempts.clone());
        self.secrets.mask(error)
    }
}

/// The bytes cannot be changed as they should.
fn unreadable(error: saltant_core::BoxError) -> Error {
    Error::new(ErrorKind::Decode, format!("unreadable answer: {error}")).with_source(error)
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let announced = self.length.filter(|_| self.received == 0).unwrap_or_default();
        if let Err(error) = self.check(announced) {
            return Poll::Ready(Some(Err(self.fail(error))));
        }
        loop {
            let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
            let taken = match ready!(reader.poll_next(cx)) {
                Ok(Some(piece)) => self.take(piece),
                Ok(None) => {
                    self.reader = None;
                    self.rest()
                }
                Err(failed) => Err(failed.error),
            };
            match taken {
                // A coder may wait for more.
                Ok(piece) if piece.is_empty() => {}
                Ok(piece) => return Poll::Ready(Some(Ok(piece))),
                Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
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
