use std::fmt;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use saltant_core::{Body, BoxError, BoxFuture, Phase, Transport, TransportError};

use super::{Asked, Exchange};

/// A transport that writes each exchange of another one to a file, as one line of JSON.
///
/// Sensitive headers, cookies, values with a [secret's name](saltant_core::is_secret_name) in JSON, a form or
/// a query, and words that look like tokens become `***`. Read a recording all the same before you publish it.
/// Failures are not written, and bodies are held in memory.
pub struct Recorder<T> {
    transport: T,
    file: Mutex<File>,
}

impl<T: Transport> Recorder<T> {
    /// Creates the file, or empties it.
    pub fn create(transport: T, path: impl AsRef<Path>) -> std::io::Result<Self> {
        Ok(Self { transport, file: Mutex::new(File::create(path)?) })
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
            let body = whole(body, Phase::Unsendable).await?;
            let asked = Asked::of(&head, &body);
            let request = http::Request::from_parts(head, Body::from(body));
            let (head, body) = self.transport.send(request).await?.into_parts();
            let answer = http::Response::from_parts(head, whole(body, Phase::Body).await?);
            let written = self.write(&Exchange::of(asked, &answer));
            written.map_err(|error| TransportError::new(Phase::Body, error))?;
            Ok(answer.map(Body::from))
        })
    }
}

async fn whole(body: Body, phase: Phase) -> Result<Bytes, TransportError> {
    let whole = body.collect().await.map_err(|error| TransportError::new(phase, error))?;
    Ok(whole.to_bytes())
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
