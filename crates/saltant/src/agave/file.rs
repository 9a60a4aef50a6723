use std::path::Path;

use saltant_core::{Error, ErrorKind};
use saltant_http::{Call, upload_file};

use super::{DownloadFile, ImportData, NamedUpload, RemoteFile, SystemId};

/// Files and folders on systems.
#[derive(Clone, Copy, Debug)]
pub struct Files<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Files<'c> {
    /// Downloads a file, or a part of it.
    ///
    /// ```no_run
    /// # async fn run(
    /// #     client: saltant::agave::Client, mut file: impl tokio::io::AsyncWrite + Unpin,
    /// # ) -> Result<(), saltant::Error> {
    /// use saltant::agave::{ByteRange, DownloadFile};
    ///
    /// let start = DownloadFile::new("storage.example.org", "nryan/in.txt").range(ByteRange::new(0, 100));
    /// let bytes = client.files().download(start).stream().await?.write_to(&mut file).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(self, operation: DownloadFile) -> Call<'c, DownloadFile> {
        self.0.call(operation)
    }

    /// Imports a file into a folder: an uploaded one, or one that the server fetches from an address.
    pub fn import_data(self, operation: ImportData) -> Call<'c, ImportData> {
        self.0.call(operation)
    }

    /// Uploads a file from this machine into a folder of a system, under its own name.
    ///
    /// It is read while it is sent. [`import_data`](Self::import_data) has the options.
    pub async fn upload(
        self,
        system_id: impl Into<SystemId>,
        folder: impl Into<String>,
        path: impl AsRef<Path>,
    ) -> Result<RemoteFile, Error> {
        let path = path.as_ref();
        let unreadable = |error: std::io::Error| {
            let text = format!("{} cannot be read: {error}", path.display());
            Error::new(ErrorKind::Usage, text).with_source(error)
        };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let file = NamedUpload::new(name, upload_file(path).await.map_err(unreadable)?);
        self.import_data(ImportData::new(system_id, folder).file_to_upload(file)).await
    }
}
