use saltant_types::agave::{EventNotification, RemoteFile, SystemId};
use serde::{Deserialize, Serialize};

use crate::{ByteRange, EncodeError, Encoder, Multipart, Operation, Upload};

/// A file to be uploaded: its name and what is in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NamedUpload {
    name: String,
    content: Upload,
}

impl NamedUpload {
    /// A file with a name, made from bytes at hand, from a file on disk, or from a stream.
    pub fn new(name: impl Into<String>, content: impl Into<Upload>) -> Self {
        Self { name: name.into(), content: content.into() }
    }
}

/// Downloads a file from a system, or a part of it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.files.download", GET "files/v2/media/system/{system_id}/{file_path}", streamed)]
#[operation(status = [200, 206])]
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
#[operation(output = RemoteFile, status = 202, check = check_import, write = write_import)]
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

fn check_import(import: &ImportData) -> Result<(), EncodeError> {
    if import.file_to_upload.is_some() && import.url_to_ingest.is_some() {
        let reason = "a file is either uploaded or fetched from an address".to_owned();
        return Err(EncodeError::Refused { name: "url_to_ingest", reason });
    }
    Ok(())
}

/// With a file all goes into a multipart form, without one into a plain form.
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
    let given = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let Some(file) = &import.file_to_upload else {
        given.for_each(|(name, value)| request.form(name, value));
        return Ok(());
    };
    let form = given.fold(Multipart::new(), |form, (name, value)| form.field(name, value.clone()));
    // The media type that every recorded upload has, whatever the file is.
    request.multipart(form.file("fileToUpload", &file.name, "text/plain", file.content.clone()))
}
