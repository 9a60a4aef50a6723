use saltant_core::Body;
use saltant_core::vantage6::{DownloadBlob, UploadBlob};
use saltant_macros::calls;
use saltant_types::Uuid;

/// Blobs as the server stores them: in base64, or encrypted. Tasks and results use them without these calls.
#[derive(Clone, Copy, Debug)]
pub struct Blobs<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Blobs<'c> via self.0 {
    upload(content: Body) -> UploadBlob;
    /// ```no_run
    /// # async fn run(
    /// #     client: saltant::vantage6::Client, name: saltant::Uuid, mut file: impl tokio::io::AsyncWrite + Unpin,
    /// # ) -> Result<(), saltant::Error> {
    /// client.blobs().download(name).stream().await?.write_to(&mut file).await?;
    /// # Ok(())
    /// # }
    /// ```
    download(id: Uuid) -> DownloadBlob;
} }
