use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use saltant_core::{Body, BoxError, Upload};
use tokio::io::{AsyncRead as _, ReadBuf};

/// How much of a file is held at once.
const PIECE: usize = 64 * 1024;

/// An upload that reads a file while it is sent, and opens it again for another attempt.
///
/// Its length is taken now; a file that is shorter when it is sent fails the call, and what has been added
/// to it since is not sent. It needs a tokio runtime.
///
/// ```no_run
/// # async fn run() -> std::io::Result<()> {
/// let upload = saltant_http::upload_file("measurements.csv").await?;
/// # Ok(())
/// # }
/// ```
pub async fn upload_file(path: impl Into<PathBuf>) -> std::io::Result<Upload> {
    let path = Arc::new(path.into());
    let found = tokio::fs::metadata(&*path).await?;
    if !found.is_file() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "only a file can be sent"));
    }
    let left = found.len();
    Ok(Upload::again(move || Body::once(FileBody { file: Opened::Not(path.clone()), left })))
}

enum Opened {
    Not(Arc<PathBuf>),
    Soon(tokio::task::JoinHandle<std::io::Result<std::fs::File>>),
    File(tokio::fs::File),
}

struct FileBody {
    file: Opened,
    left: u64,
}

impl http_body::Body for FileBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        loop {
            match &mut self.file {
                Opened::Not(path) => {
                    let path = path.clone();
                    self.file =
                        Opened::Soon(tokio::task::spawn_blocking(move || std::fs::File::open(&*path)));
                }
                Opened::Soon(opening) => {
                    let file = ready!(Pin::new(opening).poll(cx))??;
                    self.file = Opened::File(tokio::fs::File::from_std(file));
                }
                Opened::File(file) => {
                    let mut piece = vec![0; PIECE];
                    let mut room = ReadBuf::new(&mut piece);
                    ready!(Pin::new(file).poll_read(cx, &mut room))?;
                    let read = room.filled().len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
                    if read == 0 {
                        return Poll::Ready(Some(Err("the file has become shorter".into())));
                    }
                    piece.truncate(read);
                    self.left -= read as u64;
                    return Poll::Ready(Some(Ok(Frame::data(piece.into()))));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// How many pieces of a streamed request have been taken by the transport.
pub(crate) struct Progress {
    pieces: Option<Arc<AtomicU64>>,
    seen: AtomicU64,
}

impl Progress {
    /// Counts the pieces of a request's body, unless it is all at hand.
    pub(crate) fn watch(request: http::Request<Body>) -> (http::Request<Body>, Self) {
        if request.body().as_bytes().is_some() {
            return (request, Self { pieces: None, seen: AtomicU64::new(0) });
        }
        let pieces = Arc::new(AtomicU64::new(0));
        let request = request.map(|body| Body::once(Watched { body, pieces: pieces.clone() }));
        (request, Self { pieces: Some(pieces), seen: AtomicU64::new(0) })
    }

    /// Whether pieces have been taken since this was last asked.
    pub(crate) fn has_moved(&self) -> bool {
        let taken = self.pieces.as_ref().map_or(0, |pieces| pieces.load(Ordering::Relaxed));
        self.seen.swap(taken, Ordering::Relaxed) != taken
    }
}

struct Watched {
    body: Body,
    pieces: Arc<AtomicU64>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        self.pieces.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
