use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use saltant_core::{Body, BoxError};
use tokio::io::{AsyncRead as _, ReadBuf};

/// How many bytes of a file are in memory at a time.
const PIECE: usize = 64 * 1024;

/// A body that reads a file while it is sent. Each attempt opens the file again.
///
/// The file's length is read now. If the file is shorter when it is sent, the call fails; what is added to it
/// later is not sent. It needs a tokio runtime.
///
/// ```no_run
/// # async fn run() -> std::io::Result<()> {
/// let body = saltant_http::file_body("measurements.csv").await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// That of the operating system with the path, and `InvalidInput` if it is not a file.
pub async fn file_body(path: impl Into<PathBuf>) -> std::io::Result<Body> {
    let path = Arc::new(path.into());
    let found = tokio::fs::metadata(&*path).await.map_err(|error| named(&path, &error))?;
    if !found.is_file() {
        let text = format!("{} is not a file; only a file can be sent", path.display());
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, text));
    }
    let left = found.len();
    Ok(Body::replayable(move || FileBody { file: OpenFile::Path(path.clone()), left }))
}

/// The error with the file's path in its text.
fn named(path: &Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

enum OpenFile {
    Path(Arc<PathBuf>),
    Opening(tokio::task::JoinHandle<std::io::Result<std::fs::File>>),
    File(tokio::fs::File),
}

struct FileBody {
    file: OpenFile,
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
                OpenFile::Path(path) => {
                    let path = path.clone();
                    self.file = OpenFile::Opening(tokio::task::spawn_blocking(move || {
                        std::fs::File::open(&*path).map_err(|error| named(&path, &error))
                    }));
                }
                OpenFile::Opening(opening) => {
                    let file = ready!(Pin::new(opening).poll(cx))??;
                    self.file = OpenFile::File(tokio::fs::File::from_std(file));
                }
                OpenFile::File(file) => {
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
