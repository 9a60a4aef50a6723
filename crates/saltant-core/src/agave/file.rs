use saltant_types::agave::{
    EventNotification, FileAction, FileHistory, FilePermission, PermissionRequest, RemoteFile, SystemId,
};
use saltant_types::{Map, Value};
use serde::{Deserialize, Serialize};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;
use crate::request::{Body, ByteRange, EncodeError, Encoder, Multipart};

/// A file to be uploaded: its name and what is in it.
#[derive(Clone, Debug, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct NamedUpload {
    name: String,
    content: Body,
}

impl NamedUpload {
    /// A file with a name, made from bytes at hand, from a file on disk, or from a stream.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self { name: name.into(), content: content.into() }
    }
}

/// Downloads a file from a system, or a part of it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.download", GET "files/v2/media/system/{system_id}/{file_path}", bytes)]
pub struct DownloadFile {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// The part of the file; all of it by default.
    #[header = "range"]
    pub range: Option<ByteRange>,
}

/// Imports a file into a folder of a system: an uploaded one, or one that the server fetches from an address.
///
/// It is done when the answer has come only for small files: others are transferred later. The file is sent
/// as it is read, so its size does not matter here.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.import_data", POST "files/v2/media/system/{system_id}/{file_path}")]
#[operation(output = RemoteFile, write = write_import)]
pub struct ImportData {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The folder on the system.
    #[segment(tail)]
    pub file_path: String,
    /// The file to upload.
    #[custom]
    pub file_to_upload: Option<NamedUpload>,
    /// The address to fetch the file from, instead of an upload: `https://…`, `agave://system/path`.
    #[custom]
    pub url_to_ingest: Option<String>,
    /// The file's format; `raw-0` is any.
    #[custom]
    pub file_type: Option<String>,
    /// The name to store it under; its own by default.
    #[custom]
    pub file_name: Option<String>,
    /// The web or e-mail address to report the end of the transfer to.
    #[custom]
    pub callback_url: Option<String>,
    /// What else to report, and where to.
    #[custom]
    pub notifications: Option<Vec<EventNotification>>,
}

/// Imports a file into a folder of the caller's default system, like [`ImportData`].
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.import_to_default_system", POST "files/v2/media/{sourcefile_path}")]
#[operation(output = RemoteFile, write = write_import_to_default)]
pub struct ImportToDefaultSystem {
    /// The folder on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
    /// The file to upload.
    #[custom]
    pub file_to_upload: Option<NamedUpload>,
    /// The address to fetch the file from, instead of an upload: `https://…`, `agave://system/path`.
    #[custom]
    pub url_to_ingest: Option<String>,
    /// The file's format; `raw-0` is any.
    #[custom]
    pub file_type: Option<String>,
    /// The name to store it under; its own by default.
    #[custom]
    pub file_name: Option<String>,
    /// The web or e-mail address to report the end of the transfer to.
    #[custom]
    pub callback_url: Option<String>,
}

fn write_import(import: &ImportData, request: &mut Encoder) -> Result<(), EncodeError> {
    let notifications = import.notifications.as_ref().map(serde_json::to_string).transpose();
    let notifications = notifications
        .map_err(|error| EncodeError::Json { name: "notifications", reason: error.to_string() })?;
    let fields = [
        ("fileType", import.file_type.as_ref()),
        ("callbackURL", import.callback_url.as_ref()),
        ("fileName", import.file_name.as_ref()),
        ("urlToIngest", import.url_to_ingest.as_ref()),
        ("notifications", notifications.as_ref()),
    ];
    write_form(import.file_to_upload.as_ref(), &fields, request)
}

fn write_import_to_default(import: &ImportToDefaultSystem, request: &mut Encoder) -> Result<(), EncodeError> {
    let fields = [
        ("fileType", import.file_type.as_ref()),
        ("callbackURL", import.callback_url.as_ref()),
        ("fileName", import.file_name.as_ref()),
        ("urlToIngest", import.url_to_ingest.as_ref()),
    ];
    write_form(import.file_to_upload.as_ref(), &fields, request)
}

/// With a file all goes into a multipart form, without one into a plain form.
fn write_form(
    file: Option<&NamedUpload>,
    fields: &[(&'static str, Option<&String>)],
    request: &mut Encoder,
) -> Result<(), EncodeError> {
    let given = fields.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    let Some(file) = file else {
        given.for_each(|(name, value)| request.form(name, value));
        return Ok(());
    };
    let form = given.fold(Multipart::new(), |form, (name, value)| form.field(name, value.clone()));
    // The media type that every recorded upload has, whatever the file is.
    request.multipart(form.file("fileToUpload", &file.name, "text/plain", file.content.clone()))
}

/// Lists what is in a folder of a system.
///
/// A file lists itself; so does a folder, as `.`.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.list", GET "files/v2/listings/system/{system_id}/{file_path}")]
#[operation(output = Vec<RemoteFile>, read = super::envelope::list)]
pub struct ListFiles {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// Files on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many files to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the files that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListFiles, RemoteFile);

/// Lists what is in a folder of the caller's default system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.list_on_default_system", GET "files/v2/listings/{file_path}")]
#[operation(output = Vec<RemoteFile>, read = super::envelope::list)]
pub struct ListFilesOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub file_path: String,
    /// Files on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many files to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the files that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListFilesOnDefaultSystem, RemoteFile);

/// Downloads a file from the caller's default system, or a part of it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.download_from_default_system", GET "files/v2/media/{sourcefile_path}")]
#[operation(bytes)]
pub struct DownloadFileFromDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
    /// The part of the file; all of it by default.
    #[header = "range"]
    pub range: Option<ByteRange>,
}

/// Deletes a file, or a folder with all that is in it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.delete", DELETE "files/v2/media/system/{system_id}/{file_path}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteFile {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
}

/// Deletes a file or folder from the caller's default system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.delete_from_default_system", DELETE "files/v2/media/{sourcefile_path}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteFileFromDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
}

/// Makes a folder, or renames, copies or moves a file or folder.
///
/// The answer is the new file, where the server shows it. A second move fails, so the request is never
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.manage", PUT "files/v2/media/system/{system_id}/{file_path}")]
#[operation(output = Option<RemoteFile>, read = super::envelope::optional, effect = Once)]
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
    /// The new folder, name or path.
    #[json]
    pub path: Option<String>,
    /// What else the server is to be told: `dirName`, for one.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Makes a folder, or renames, copies or moves a file or folder, on the caller's default system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.manage_on_default_system", PUT "files/v2/media/{sourcefile_path}")]
#[operation(output = Option<RemoteFile>, read = super::envelope::optional, effect = Once)]
pub struct ManageFileOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub sourcefile_path: String,
    /// What to do to it.
    #[json]
    pub action: FileAction,
    /// The new folder, name or path.
    #[json]
    pub path: Option<String>,
    /// What else the server is to be told: `dirName`, for one.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Lists what has happened to a file.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.get_history", GET "files/v2/history/system/{system_id}/{file_path}")]
#[operation(output = Vec<FileHistory>, read = super::envelope::list)]
pub struct GetFileHistory {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// Events on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many events to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the events that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(GetFileHistory, FileHistory);

/// Lists what has happened to a file on the caller's default system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.get_history_on_default_system", GET "files/v2/history/{file_path}")]
#[operation(output = Vec<FileHistory>, read = super::envelope::list)]
pub struct GetFileHistoryOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub file_path: String,
    /// Events on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many events to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the events that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(GetFileHistoryOnDefaultSystem, FileHistory);

/// Sets what a user may do with a file or folder.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.update_permissions", POST "files/v2/pems/system/{system_id}/{file_path}")]
#[operation(output = Vec<FilePermission>, read = super::envelope::list)]
pub struct UpdateFilePermissions {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The path on the system.
    #[segment(tail)]
    pub file_path: String,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Sets what a user may do with a file or folder on the caller's default system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.update_permissions_on_default_system", POST "files/v2/pems/{file_path}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateFilePermissionsOnDefaultSystem {
    /// The path on the default system.
    #[segment(tail)]
    pub file_path: String,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what all other users may do with a file or folder.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.delete_permissions", DELETE "files/v2/pems/system/{system_id}/{file_path}")]
#[operation(output = (), read = super::envelope::nothing)]
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
        ] {
            assert_eq!(uri(path).unwrap(), format!("https://h/files/v2/media/system/s/{meant}"));
        }
        for path in ["../other", "a/./b", "a//b"] {
            assert!(uri(path).is_err(), "{path} would name something else");
        }
    }
}
