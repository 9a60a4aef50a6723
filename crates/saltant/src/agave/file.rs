use std::path::Path;

use saltant_core::{Error, ErrorKind};
use saltant_http::file_body;
use saltant_macros::calls;

use super::{
    DeleteFile, DeleteFileFromDefaultSystem, DeleteFilePermissions, DownloadFile,
    DownloadFileFromDefaultSystem, ImportFile, ImportFileToDefaultSystem, ListFileHistory,
    ListFileHistoryOnDefaultSystem, ListFiles, ListFilesOnDefaultSystem, ManageFile,
    ManageFileOnDefaultSystem, NamedUpload, PermissionRequest, RemoteFile, SystemId, UpdateFilePermissions,
    UpdateFilePermissionsOnDefaultSystem,
};

/// Files and folders on systems.
#[derive(Clone, Copy, Debug)]
pub struct Files<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Files<'c> via self.0 {
    list(ListFiles);
    list_on_default_system(ListFilesOnDefaultSystem);
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
    download(DownloadFile);
    download_from_default_system(DownloadFileFromDefaultSystem);
    import(ImportFile);
    import_to_default_system(ImportFileToDefaultSystem);
    delete(system_id: SystemId, file_path: String) -> DeleteFile;
    delete_from_default_system(sourcefile_path: String) -> DeleteFileFromDefaultSystem;
    manage(ManageFile);
    manage_on_default_system(ManageFileOnDefaultSystem);
    list_history(ListFileHistory);
    list_history_on_default_system(ListFileHistoryOnDefaultSystem);
    update_permissions(
        system_id: SystemId, file_path: String, body: PermissionRequest
    ) -> UpdateFilePermissions;
    update_permissions_on_default_system(
        file_path: String, body: PermissionRequest
    ) -> UpdateFilePermissionsOnDefaultSystem;
    delete_permissions(system_id: SystemId, file_path: String) -> DeleteFilePermissions;
} }

impl Files<'_> {
    /// Uploads a file of this machine into a folder of a system, under its own name.
    ///
    /// The file is read while it is sent. [`import`](Self::import) has more options.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the local file cannot be read or is not a file, and the errors
    /// of a call.
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
        let file = NamedUpload::new(name, file_body(path).await.map_err(unreadable)?);
        self.import(ImportFile::new(system_id, folder).file_to_upload(file)).await
    }
}
