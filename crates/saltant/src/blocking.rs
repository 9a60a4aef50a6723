//! The same clients for programs without async.
//!
//! [`Blocking`] goes around any client of this crate and has the same methods, for it is that client: what
//! they give (calls, lists, waits) is handed to [`run`](Blocking::run) and [`iter`](Blocking::iter), which
//! come back when it is done.
//!
//! ```no_run
//! use saltant::blocking::Client;
//! use saltant::saltant::ListTaskQueues;
//! use saltant::CreateTaskInstance;
//!
//! # fn run() -> Result<(), saltant::Error> {
//! let client = Client::new(saltant::Client::from_env()?)?;
//! for queue in client.iter(client.task_queues().list(ListTaskQueues::new()).items()) {
//!     println!("{}", queue?.name);
//! }
//! let instances = client.executable_task_instances();
//! let job = client.run(instances.create(CreateTaskInstance::new(2, 1)))?;
//! let job = client.run(instances.wait_until_finished(job.uuid))?;
//! println!("{}", job.state);
//! # Ok(())
//! # }
//! ```
//!
//! Inside an async runtime blocking would hold up everything else that runs there, so it is refused with an
//! error: use the client without this module there, or a thread of its own ([`std::thread`]).

use std::fmt;
use std::future::IntoFuture;
use std::io::{self, Read};
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use saltant_core::{Bytes, Error, ErrorKind};
use saltant_http::Download;

/// The blocking client of saltant.
#[cfg(feature = "saltant")]
pub type Client = Blocking<crate::Client>;

/// A client whose calls are run to their end on the calling thread.
///
/// Cloning is cheap and shares everything. It can be used from several threads at once.
#[derive(Clone)]
pub struct Blocking<C> {
    client: C,
    runtime: Runtime,
}

impl<C> Blocking<C> {
    /// Puts a client to use without async.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the operating system refuses what the client's own thread
    /// needs.
    pub fn new(client: C) -> Result<Self, Error> {
        Ok(Self { client, runtime: Runtime::new()? })
    }

    /// Runs a call, a wait, or anything else that gives a result, to its end.
    ///
    /// # Errors
    ///
    /// That of the work; and [`Usage`](saltant_core::ErrorKind::Usage) if this thread already runs async code, in
    /// which nothing may block.
    pub fn run<F, T, E>(&self, work: F) -> Result<T, E>
    where
        F: IntoFuture<Output = Result<T, E>>,
        E: From<Error>,
    {
        self.try_run(work)?
    }

    /// Runs anything to its end, such as many calls at once.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if this thread already runs async code, in which nothing may
    /// block.
    pub fn try_run<F: IntoFuture>(&self, work: F) -> Result<F::Output, Error> {
        self.runtime.run(work.into_future())
    }

    /// The items or pages of a list, or another stream of results, one after the other.
    ///
    /// # Errors
    ///
    /// Each error of the stream is an item. The first item is [`Usage`](saltant_core::ErrorKind::Usage) if this
    /// thread already runs async code.
    pub fn iter<S, T, E>(&self, stream: S) -> impl Iterator<Item = Result<T, E>> + use<S, T, E, C>
    where
        S: Stream<Item = Result<T, E>>,
        E: From<Error>,
    {
        self.try_iter(stream).map(|item| item?)
    }

    /// Any stream, one item after the other. An error is that this is not possible here, and is the last.
    pub fn try_iter<S: Stream>(&self, stream: S) -> Iter<S> {
        Iter { runtime: self.runtime.clone(), stream: Some(Box::pin(stream)) }
    }

    /// The bytes of a download, to be read like a file's.
    pub fn reader(&self, download: Download) -> Reader {
        Reader { runtime: self.runtime.clone(), download, piece: Bytes::new() }
    }

    /// The client inside.
    pub fn client(&self) -> &C {
        &self.client
    }
}

impl<C> Deref for Blocking<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.client
    }
}

impl<C: fmt::Debug> fmt::Debug for Blocking<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.client).finish()
    }
}

/// A runtime that works only while somebody waits for it.
#[derive(Clone)]
struct Runtime(Arc<Inner>);

struct Inner(Option<tokio::runtime::Runtime>);

impl Runtime {
    fn new() -> Result<Self, Error> {
        let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = built.map_err(|error| {
            Error::new(ErrorKind::Usage, "the runtime cannot be set up").with_source(error)
        })?;
        Ok(Self(Arc::new(Inner(Some(runtime)))))
    }

    fn run<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        if tokio::runtime::Handle::try_current().is_ok() {
            let text = "blocking calls cannot be made inside an async runtime: await the call of the async client, or use a thread of its own";
            return Err(Error::new(ErrorKind::Usage, text));
        }
        match &self.0.0 {
            Some(runtime) => Ok(runtime.block_on(work)),
            None => Err(Error::new(ErrorKind::Usage, "the runtime has been shut down")),
        }
    }
}

impl Drop for Inner {
    /// The last client may well be dropped inside an async runtime, where waiting for its threads would panic.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// A stream, one item after the other.
#[must_use = "an iterator does nothing until it is asked for an item"]
pub struct Iter<S> {
    runtime: Runtime,
    /// `None` after the end.
    stream: Option<Pin<Box<S>>>,
}

impl<S: Stream> Iterator for Iter<S> {
    type Item = Result<S::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let next = self.runtime.run(std::future::poll_fn(|cx| stream.as_mut().poll_next(cx))).transpose();
        if !matches!(next, Some(Ok(_))) {
            self.stream = None;
        }
        next
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

/// The bytes of a download, as they come. An error is an [`Error`] inside an [`io::Error`].
pub struct Reader {
    runtime: Runtime,
    download: Download,
    piece: Bytes,
}

impl Reader {
    /// The head of the answer, and how far it has come.
    pub fn download(&self) -> &Download {
        &self.download
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() && !buffer.is_empty() {
            match self.runtime.run(self.download.next()).transpose() {
                None => return Ok(0),
                Some(piece) => self.piece = piece.and_then(|piece| piece).map_err(io::Error::other)?,
            }
        }
        let length = buffer.len().min(self.piece.len());
        buffer[..length].copy_from_slice(&self.piece.split_to(length));
        Ok(length)
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("download", &self.download).finish_non_exhaustive()
    }
}
