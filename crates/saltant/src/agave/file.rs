use std::path::Path;

use saltant_core::{Error, ErrorKind};
use saltant_http::{Call, file_body};

use super::{
    DeleteFile, DeleteFileFromDefaultSystem, DeleteFilePermissions, DownloadFile,
    DownloadFileFromDefaultSystem, GetFileHistory, GetFileHistoryOnDefaultSystem, ImportData,
    ImportToDefaultSystem, ListFiles, ListFilesOnDefaultSystem, ManageFile, ManageFileOnDefaultSystem,
    NamedUpload, PermissionRequest, RemoteFile, SystemId, UpdateFilePermissions,
    UpdateFilePermissionsOnDefaultSystem,
};

/// Files and folders on systems.
#[derive(Clone, Copy, Debug)]
pub struct Files<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Files<'c> {
    /// Lists what is in a folder of a system.
    pub fn list(self, operation: ListFiles) -> Call<'c, ListFiles> {
        self.0.call(operation)
    }

    /// Lists what is in a folder of the caller's default system.
    pub fn list_on_default_system(
        self,
        operation: ListFilesOnDefaultSystem,
    ) -> Call<'c, ListFilesOnDefaultSystem> {
        self.0.call(operation)
    }

    /// Downloads a file from the caller's default system, or a part of it.
    pub fn download_from_default_system(
        self,
        operation: DownloadFileFromDefaultSystem,
    ) -> Call<'c, DownloadFileFromDefaultSystem> {
        self.0.call(operation)
    }

    /// Deletes a file, or a folder with all that is in it.
    pub fn delete(
        self,
        system_id: impl Into<SystemId>,
        file_path: impl Into<String>,
    ) -> Call<'c, DeleteFile> {
        self.0.call(DeleteFile::new(system_id, file_path))
    }

    /// Deletes a file or folder from the caller's default system.
    pub fn delete_from_default_system(
        self,
        sourcefile_path: impl Into<String>,
    ) -> Call<'c, DeleteFileFromDefaultSystem> {
        self.0.call(DeleteFileFromDefaultSystem::new(sourcefile_path))
    }

    /// Makes a folder, or renames, copies or moves a file or folder.
    pub fn manage(self, operation: ManageFile) -> Call<'c, ManageFile> {
        self.0.call(operation)
    }

    /// Makes a folder, or renames, copies or moves a file or folder, on the caller's default system.
    pub fn manage_on_default_system(
        self,
        operation: ManageFileOnDefaultSystem,
    ) -> Call<'c, ManageFileOnDefaultSystem> {
        self.0.call(operation)
    }

    /// Lists what has happened to a file.
    pub fn get_history(self, operation: GetFileHistory) -> Call<'c, GetFileHistory> {
        self.0.call(operation)
    }

    /// Lists what has happened to a file on the caller's default system.
    pub fn get_history_on_default_system(
        self,
        operation: GetFileHistoryOnDefaultSystem,
    ) -> Call<'c, GetFileHistoryOnDefaultSystem> {
        self.0.call(operation)
    }

    /// Sets what a user may do with a file or folder.
    pub fn update_permissions(
        self,
        system_id: impl Into<SystemId>,
        file_path: impl Into<String>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateFilePermissions> {
        self.0.call(UpdateFilePermissions::new(system_id, file_path, body))
    }

    /// Sets what a user may do with a file or folder on the caller's default system.
    pub fn update_permissions_on_default_system(
        self,
        file_path: impl Into<String>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateFilePermissionsOnDefaultSystem> {
        self.0.call(UpdateFilePermissionsOnDefaultSystem::new(file_path, body))
    }

    /// Takes away what all other users may do with a file or folder.
    pub fn delete_permissions(
        self,
        system_id: impl Into<SystemId>,
        file_path: impl Into<String>,
    ) -> Call<'c, DeleteFilePermissions> {
        self.0.call(DeleteFilePermissions::new(system_id, file_path))
    }

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

    /// Imports a file into a folder of the caller's default system.
    pub fn import_to_default_system(
        self,
        operation: ImportToDefaultSystem,
    ) -> Call<'c, ImportToDefaultSystem> {
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
        let file = NamedUpload::new(name, file_body(path).await.map_err(unreadable)?);
        self.import_data(ImportData::new(system_id, folder).file_to_upload(file)).await
    }
}
