use std::fmt;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use saltant_core::{Body, BoxError, BoxFuture, Error, ErrorKind, Metadata, Phase, Transport, TransportError};

use super::{Asked, Exchange};
use crate::pipeline::sent_secrets::SentSecrets;
use crate::settings::Limits;

/// A transport that writes each exchange of another one to a file, as one line of JSON.
///
/// Sensitive headers, cookies, values with a [secret's name](saltant_core::is_secret_name) in JSON, a form or
/// a query, and words that look like tokens become `***`. Still read a recording before you publish it.
/// The file can be read by its owner only. Failures are not written.
///
/// Bodies are held in memory, up to 16 MiB each; a longer one is an error of the call.
pub struct Recorder<T> {
    transport: T,
    max_body: usize,
    file: Mutex<File>,
}

impl<T: Transport> Recorder<T> {
    /// Creates the file, or empties it.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the file cannot be written.
    pub fn create(transport: T, path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = open(path).map_err(|error| {
            let text = format!("the recording cannot be written to {}: {error}", path.display());
            Error::new(ErrorKind::Usage, text).with_source(error)
        })?;
        Ok(Self { transport, max_body: Limits::default().body, file: Mutex::new(file) })
    }

    /// Limits the size of each body in bytes: 16 MiB by default.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    fn write(&self, exchange: &Exchange) -> Result<(), BoxError> {
        let mut line = serde_json::to_vec(exchange)?;
        line.push(b'\n');
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(&line)?;
        Ok(())
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            // Secrets in a compressed answer could not be masked.
            head.headers.remove(http::header::ACCEPT_ENCODING);
            let body = whole(body, self.max_body, Phase::Unsendable).await?;
            let asked = Asked::of(&head, &body);
            let request = http::Request::from_parts(head, Body::from(body));
            let metadata = request.extensions().get::<&'static Metadata>().copied();
            let secrets = SentSecrets::of(metadata, &request).all();
            let (head, body) = self.transport.send(request).await?.into_parts();
            let answer = http::Response::from_parts(head, whole(body, self.max_body, Phase::Body).await?);
            let written = self.write(&Exchange::of(asked, &answer, &secrets));
            written.map_err(|error| TransportError::new(Phase::Body, error))?;
            Ok(answer.map(Body::from))
        })
    }
}

/// Opens a file that only its owner may read, also if it was there before.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

async fn whole(body: Body, limit: usize, phase: Phase) -> Result<Bytes, TransportError> {
    let whole = Limited::new(body, limit).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            let text = format!("a body is longer than {limit} bytes, which is too long for the recording");
            return TransportError::new(phase, text);
        }
        TransportError::new(phase, error)
    })?;
    Ok(whole.to_bytes())
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
