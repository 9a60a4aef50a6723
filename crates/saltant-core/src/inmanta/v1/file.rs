use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::StatusCode;
use saltant_types::inmanta::FileId;
use serde::de::Error as _;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::answer::decode::is_page;
use crate::answer::{Answer, ReadError};
use crate::operations::Operation;

/// Stores a file, such as the source of a handler's module. The server keeps files for all environments.
///
/// The server answers 400 unless the id is the SHA-1 of the content. A second request changes nothing.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.upload_file", PUT "api/v1/file/{id}")]
pub struct UploadFile {
    /// The file's id: the lower-case hexadecimal SHA-1 of its content.
    #[segment]
    pub id: FileId,
    /// The content as base64 text.
    #[json]
    pub content: String,
}

/// Asks whether a file is stored.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "stat_file")]
#[operation("inmanta.v1.stat_file", HEAD "api/v1/file/{id}", output = bool, outcome = is_missing)]
#[operation(read = is_there)]
pub struct StatFile {
    /// The file's id.
    #[segment]
    pub id: FileId,
}

/// A 404 of a web server that does not know the address comes as a page: it says nothing about a file.
fn is_missing(answer: &Answer) -> bool {
    answer.status() == StatusCode::NOT_FOUND && !is_page(answer.headers(), answer.body())
}

#[allow(clippy::unnecessary_wraps)] // other readers can fail
fn is_there(answer: &Answer) -> Result<bool, ReadError> {
    Ok(answer.status().is_success())
}

/// Gives those of some files that are not stored.
///
/// It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "stat_files")]
#[operation("inmanta.v1.stat_files", POST "api/v1/file", list of FileId, key = "files", effect = Safe)]
pub struct StatFiles {
    /// The files' ids.
    #[json]
    pub files: Vec<FileId>,
}

/// Gets a file's content.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_file")]
#[operation("inmanta.v1.get_file", GET "api/v1/file/{id}", output = FileContent)]
pub struct GetFile {
    /// The file's id.
    #[segment]
    pub id: FileId,
}

/// Compares two files: gives the lines of a unified diff, each with its line end.
///
/// It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.diff", POST "api/v1/filediff", list of String, key = "diff", effect = Safe)]
pub struct DiffFiles {
    /// The old file's id; `""` or `"0"` is an empty file.
    #[json]
    pub file_id_1: FileId,
    /// The new file's id; `""` or `"0"` is an empty file.
    #[json]
    pub file_id_2: FileId,
}

/// A file's content. On the wire it is base64 text.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent(Bytes);

impl FileContent {
    /// The bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileContent({} bytes)", self.0.len())
    }
}

impl Serialize for FileContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut content = serializer.serialize_struct("FileContent", 1)?;
        content.serialize_field("content", &STANDARD.encode(&self.0))?;
        content.end()
    }
}

impl<'de> Deserialize<'de> for FileContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Encoded {
            content: String,
        }

        let Encoded { content } = Encoded::deserialize(deserializer)?;
        let bytes =
            STANDARD.decode(content).map_err(|_| D::Error::custom("the content is not base64 text"))?;
        Ok(Self(bytes.into()))
    }
}
