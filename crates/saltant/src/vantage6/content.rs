use std::future::IntoFuture;

use saltant_core::vantage6::{DownloadBlob, FromBase64, Payload, PayloadError};
use saltant_core::{BoxError, BoxFuture, Bytes, Error, ErrorKind};
use saltant_http::{Call, Download};
use saltant_types::Uuid;
use saltant_types::vantage6::{Run, RunResult};

use super::OrganizationResult;
#[cfg(feature = "encryption")]
use super::{PrivateKey, encryption::FromSealed};

/// The content of an input or a result: awaited, it is read into memory; [`stream`](Self::stream) gives it in pieces.
///
/// If the server stores it as a blob, it is downloaded. `None` means that the run has no result, or none yet.
#[derive(Clone, Debug)]
#[must_use = "a content is read when it is awaited"]
pub struct Content<'c> {
    http: &'c saltant_http::Client,
    stored: Stored,
    #[cfg(feature = "encryption")]
    key: Option<PrivateKey>,
    max_body: Option<usize>,
}

/// Where a content is.
#[derive(Clone, Debug)]
pub enum Stored {
    /// Nowhere: the run has none.
    Nowhere,
    /// In the answer about the run.
    Text(String),
    /// In the blob of this name.
    Blob(String),
    /// In memory, as the blob has it.
    Read(Bytes),
}

impl Stored {
    fn new(text: Option<&str>, is_blob: Option<bool>) -> Self {
        match text {
            None => Self::Nowhere,
            Some(name) if is_blob == Some(true) => Self::Blob(name.to_owned()),
            Some(text) => Self::Text(text.to_owned()),
        }
    }
}

impl From<&RunResult> for Stored {
    fn from(result: &RunResult) -> Self {
        Self::new(result.result.as_deref(), result.blob_storage_used)
    }
}

impl From<&OrganizationResult> for Stored {
    fn from(result: &OrganizationResult) -> Self {
        match &result.blob {
            Some(bytes) => Self::Read(bytes.clone()),
            None => Self::new(result.wire.as_deref(), Some(result.is_blob)),
        }
    }
}

/// The input of the run.
impl From<&Run> for Stored {
    fn from(run: &Run) -> Self {
        Self::new(Some(&run.input), run.blob_storage_used)
    }
}

impl<'c> Content<'c> {
    pub(super) fn new(http: &'c saltant_http::Client, stored: impl Into<Stored>) -> Self {
        Self {
            http,
            stored: stored.into(),
            #[cfg(feature = "encryption")]
            key: None,
            max_body: None,
        }
    }

    /// Decrypts the content with the private key of the organization that it is for.
    #[cfg(feature = "encryption")]
    #[cfg_attr(docsrs, doc(cfg(feature = "encryption")))]
    pub fn with_key(mut self, key: PrivateKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Limits the size of the blob, in bytes. A larger one is an error of kind [`TooLarge`](ErrorKind::TooLarge).
    ///
    /// In memory, the default is the client's limit, 16 MiB unless it is set otherwise. A stream has none. A blob that
    /// is not encrypted is in base64, so it is a third longer than its content.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// The content in pieces, decoded or decrypted as they come. Only a piece is in memory at a time.
    ///
    /// The server knows no ranges: a download that breaks is an error, and has to begin again.
    ///
    /// ```no_run
    /// # async fn run(
    /// #     client: saltant::vantage6::Client, mut file: impl tokio::io::AsyncWrite + Unpin,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// let results = client.wait_for_results(17).leave_blobs().await?;
    /// for result in &results.results {
    ///     if let Some(mut content) = client.results().content(result).stream().await? {
    ///         content.write_to(&mut file).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Decode`](saltant_core::ErrorKind::Decode) if the content cannot be decoded or decrypted, and the errors of
    /// a call. The same errors may come with a piece.
    pub fn stream(self) -> BoxFuture<'c, Result<Option<Download>, Error>> {
        Box::pin(async move {
            let download = match &self.stored {
                Stored::Nowhere => return Ok(None),
                Stored::Text(text) => {
                    let content = self.of_text(text)?.into_bytes();
                    return Ok(Some(Download::of_bytes(content, self.http.clock().clone())));
                }
                Stored::Blob(name) => self.call(name)?.stream().await?,
                Stored::Read(bytes) => Download::of_bytes(bytes.clone(), self.http.clock().clone()),
            };
            let download = match self.max_body {
                Some(bytes) => download.max_body(bytes as u64),
                None => download,
            };
            #[cfg(feature = "encryption")]
            if let Some(key) = self.key {
                return Ok(Some(download.recoded(FromSealed::new(key))));
            }
            Ok(Some(download.recoded(FromBase64::default())))
        })
    }

    fn call(&self, name: &str) -> Result<Call<'c, DownloadBlob>, Error> {
        let id: Uuid = name.parse().map_err(|_| unreadable(PayloadError::Blob))?;
        let call = self.http.call(DownloadBlob::new(id));
        Ok(match self.max_body {
            Some(bytes) => call.max_body(bytes),
            None => call,
        })
    }

    #[cfg_attr(not(feature = "encryption"), allow(clippy::unused_self, reason = "the key is in it"))]
    fn of_text(&self, text: &str) -> Result<Payload, Error> {
        #[cfg(feature = "encryption")]
        if let Some(key) = &self.key {
            return key.decrypt(text).map(Payload::new).map_err(unreadable);
        }
        Payload::from_wire(text).map_err(unreadable)
    }

    #[cfg_attr(not(feature = "encryption"), allow(clippy::unused_self, reason = "the key is in it"))]
    fn of_blob(&self, blob: &Bytes) -> Result<Payload, Error> {
        #[cfg(feature = "encryption")]
        if let Some(key) = &self.key {
            return key.decrypt_blob(blob).map(Payload::new).map_err(unreadable);
        }
        Payload::from_wire(blob).map_err(unreadable)
    }
}

impl<'c> IntoFuture for Content<'c> {
    type Output = Result<Option<Payload>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            Ok(Some(match &self.stored {
                Stored::Nowhere => return Ok(None),
                Stored::Text(text) => self.of_text(text)?,
                Stored::Blob(name) => {
                    let blob = self.call(name)?.await?;
                    self.of_blob(&blob)?
                }
                Stored::Read(blob) => self.of_blob(blob)?,
            }))
        })
    }
}

fn unreadable(error: impl Into<BoxError>) -> Error {
    let error = error.into();
    Error::new(ErrorKind::Decode, format!("unreadable content: {error}")).with_source(error)
}
