use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::StatusCode;
use saltant_types::inmanta::FileId;
use serde::de::Error as _;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::keyed;
use crate::answer::{Answer, decode};
use crate::answer::decode::is_page;
use crate::answer::ReadError;
use crate::operations::Operation;

/// Asks whether a file is stored.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.stat_file", HEAD "api/v1/file/{id}", output = bool)]
#[operation(outcome = is_missing, read = is_there)]
pub struct StatFile {
    /// The file's id.
    #[segment]
    pub id: FileId,
}

/// The page of a web server that knows no such address says nothing about a file.
fn is_missing(answer: &Answer) -> bool {
    answer.status() == StatusCode::NOT_FOUND && !is_page(answer.headers(), answer.body())
}

#[allow(clippy::unnecessary_wraps)] // what reads an answer may fail, in general
fn is_there(answer: &Answer) -> Result<bool, ReadError> {
    Ok(answer.status().is_success())
}

/// Asks which of some files are missing, so that they can be stored.
///
/// It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.stat_files", POST "api/v1/file", output = Vec<FileId>)]
#[operation(read = keyed::files, effect = Safe)]
pub struct StatFiles {
    /// The files' ids.
    #[json]
    pub files: Vec<FileId>,
}

/// Gets a file's content.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_file", GET "api/v1/file/{id}", output = FileContent, read = decode::json)]
pub struct GetFile {
    /// The file's id.
    #[segment]
    pub id: FileId,
}

/// Compares two files: gives the lines of a unified diff, each with its line end.
///
/// It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.diff", POST "api/v1/filediff", output = Vec<String>, read = keyed::diff)]
#[operation(effect = Safe)]
pub struct Diff {
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
            STANDARD.decode(content).map_err(|_| D::Error::custom("the content is no base64 text"))?;
        Ok(Self(bytes.into()))
    }
}
