use saltant_types::agave::{
    EventNotification, FileAction, FileHistory, FilePermission, PermissionRequest, RemoteFile, SystemId,
};
use saltant_types::{Map, Value};
use serde::{Deserialize, Serialize};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::Fields;
use crate::operations::Operation;
use crate::request::{Body, ByteRange, EncodeError, Encoder, Multipart};

/// A file to upload: its name and its content.
#[derive(Clone, Debug, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct NamedUpload {
    name: String,
    content: Body,
}

impl NamedUpload {
    /// A file with a name and content from memory, from a file on disk or from a stream.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self { name: name.into(), content: content.into() }
    }
}

/// Downloads a file from a system, or a part of it.
///
/// As everywhere, the path is relative to the home directory of the system. With two slashes at its beginning it
/// is relative to the root directory.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.download", GET "files/v2/media/system/{system_id}/{file_path}", bytes)]
pub struct DownloadFile {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// The part of the file; by default the whole file.
    #[header = "range"]
    pub range: Option<ByteRange>,
}

/// The file that an import stores in a folder, and how.
///
/// It is either uploaded or fetched by the server from an address.
#[derive(Clone, Debug, Default, Fields)]
pub struct FileImport {
    /// The file to upload.
    #[custom]
    pub file_to_upload: Option<NamedUpload>,
    /// The address from which the server fetches the file: `https://…`, `agave://system/path`.
    #[custom]
    pub url_to_ingest: Option<String>,
    /// The file's format; `raw-0` for any.
    #[custom]
    pub file_type: Option<String>,
    /// The name to store it under; by default its own.
    #[custom]
    pub file_name: Option<String>,
    /// The web or e-mail address that is notified when the transfer has ended.
    #[custom]
    pub callback_url: Option<String>,
}

/// Imports a file into a folder of a system.
///
/// The server answers before it has transferred a large file. An uploaded file is read while it is sent, so
/// it may be larger than the memory.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "importData")]
#[operation("agave.files.import_data", POST "files/v2/media/system/{system_id}/{file_path}")]
#[operation(output = RemoteFile, write = write_import)]
pub struct ImportFile {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The folder on the system.
    #[segment(tail)]
    pub file_path: String,
    /// The file.
    #[fields]
    pub import: FileImport,
    /// Further subscriptions to the events of the transfer.
    #[custom]
    pub notifications: Option<Vec<EventNotification>>,
}

/// Imports a file into a folder of the caller's default system, like [`ImportFile`].
#[derive(Clone, Debug, Operation)]
#[doc(alias = "importToDefaultSystem")]
#[operation("agave.files.import_to_default_system", POST "files/v2/media/{sourcefile_path}")]
#[operation(output = RemoteFile, write = write_import_to_default_system)]
pub struct ImportFileToDefaultSystem {
    /// The folder on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
    /// The file.
    #[fields]
    pub import: FileImport,
}

fn write_import(operation: &ImportFile, request: &mut Encoder) -> Result<(), EncodeError> {
    let notifications = operation.notifications.as_ref().map(serde_json::to_string).transpose();
    let notifications = notifications
        .map_err(|error| EncodeError::Json { name: "notifications", reason: error.to_string() })?;
    operation.import.write(notifications.as_ref(), request)
}

fn write_import_to_default_system(
    operation: &ImportFileToDefaultSystem,
    request: &mut Encoder,
) -> Result<(), EncodeError> {
    operation.import.write(None, request)
}

impl FileImport {
    /// Writes a multipart form with the file in it or, without a file to upload, a plain form.
    fn write(&self, notifications: Option<&String>, request: &mut Encoder) -> Result<(), EncodeError> {
        let Self { file_to_upload, url_to_ingest, file_type, file_name, callback_url } = self;
        let fields = [
            ("fileType", file_type.as_ref()),
            ("callbackURL", callback_url.as_ref()),
            ("fileName", file_name.as_ref()),
            ("urlToIngest", url_to_ingest.as_ref()),
            ("notifications", notifications),
        ];
        let given = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let Some(file) = file_to_upload else {
            given.for_each(|(name, value)| request.form(name, value));
            return Ok(());
        };
        let form = given.fold(Multipart::new(), |form, (name, value)| form.field(name, value.clone()));
        // agavepy declares every file as this media type, whatever is in it.
        request.multipart(form.file("fileToUpload", &file.name, "text/plain", file.content.clone()))
    }
}

/// Lists the files in a folder of a system.
///
/// The folder itself is listed too, as `.`. The path of a file lists only that file.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.list", GET "files/v2/listings/system/{system_id}/{file_path}")]
#[operation(page of RemoteFile)]
pub struct ListFiles {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Lists the files in a folder of the caller's default system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listOnDefaultSystem")]
#[operation("agave.files.list_on_default_system", GET "files/v2/listings/{file_path}")]
#[operation(page of RemoteFile)]
pub struct ListFilesOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub file_path: String,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Downloads a file from the caller's default system, or a part of it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "downloadFromDefaultSystem")]
#[operation("agave.files.download_from_default_system", GET "files/v2/media/{sourcefile_path}")]
#[operation(bytes)]
pub struct DownloadFileFromDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
    /// The part of the file; by default the whole file.
    #[header = "range"]
    pub range: Option<ByteRange>,
}

/// Deletes a file, or a folder with everything in it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.delete", DELETE "files/v2/media/system/{system_id}/{file_path}")]
pub struct DeleteFile {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
}

/// Deletes a file, or a folder with everything in it, from the caller's default system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteFromDefaultSystem")]
#[operation("agave.files.delete_from_default_system", DELETE "files/v2/media/{sourcefile_path}")]
pub struct DeleteFileFromDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
}

/// What an action on a file or folder needs.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct FileActionDetails {
    /// The new folder, name or path.
    #[json]
    pub path: Option<String>,
    /// Further fields of the body, under the service's own names, such as `dirName`.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Makes a folder, or renames, copies or moves a file or folder.
///
/// The answer is the new file, if the server sends it. A second move fails, so the request is never
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.manage", PUT "files/v2/media/system/{system_id}/{file_path}")]
#[operation(output = Option<RemoteFile>, effect = Once)]
pub struct ManageFile {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// What to do to it.
    #[json]
    pub action: FileAction,
    /// What the action needs.
    #[fields]
    pub details: FileActionDetails,
}

/// Makes a folder, or renames, copies or moves a file or folder, on the caller's default system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "manageOnDefaultSystem")]
#[operation("agave.files.manage_on_default_system", PUT "files/v2/media/{sourcefile_path}")]
#[operation(output = Option<RemoteFile>, effect = Once)]
pub struct ManageFileOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
    /// What to do to it.
    #[json]
    pub action: FileAction,
    /// What the action needs.
    #[fields]
    pub details: FileActionDetails,
}

/// Lists the events in the history of a file.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getHistory")]
#[operation("agave.files.get_history", GET "files/v2/history/system/{system_id}/{file_path}")]
#[operation(page of FileHistory)]
pub struct ListFileHistory {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Lists the events in the history of a file on the caller's default system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getHistoryOnDefaultSystem")]
#[operation("agave.files.get_history_on_default_system", GET "files/v2/history/{file_path}")]
#[operation(page of FileHistory)]
pub struct ListFileHistoryOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub file_path: String,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for a file or folder.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updatePermissions")]
#[operation("agave.files.update_permissions", POST "files/v2/pems/system/{system_id}/{file_path}")]
#[operation(list of FilePermission)]
pub struct UpdateFilePermissions {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Sets the permissions of a user for a file or folder on the caller's default system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updatePermissionsOnDefaultSystem")]
#[operation("agave.files.update_permissions_on_default_system", POST "files/v2/pems/{file_path}")]
pub struct UpdateFilePermissionsOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub file_path: String,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for a file or folder away from all other users.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deletePermissions")]
#[operation("agave.files.delete_permissions", DELETE "files/v2/pems/system/{system_id}/{file_path}")]
pub struct DeleteFilePermissions {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_paths_keep_their_slashes_and_nothing_else() {
        let uri = |path: &str| {
            let operation = DownloadFile::new("s", path);
            operation.to_request(&"https://h".parse().unwrap()).map(|request| request.uri().to_string())
        };
        for (path, meant) in [
            ("nryan/in.txt", "nryan/in.txt"),
            ("/nryan/my file#1.txt", "nryan/my%20file%231.txt"),
            ("a b/ü&c?.txt", "a%20b/%C3%BC%26c%3F.txt"),
            ("50%/x", "50%25/x"),
            ("//data/x/", "/data/x"),
            ("//", "/"),
        ] {
            assert_eq!(uri(path).unwrap(), format!("https://h/files/v2/media/system/s/{meant}"));
        }
        for path in ["../other", "a/./b", "a//b"] {
            assert!(uri(path).is_err(), "{path} would name something else");
        }
    }
}
