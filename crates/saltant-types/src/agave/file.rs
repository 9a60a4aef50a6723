use super::number::integer;
use super::record::record;
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a storage or execution system, most often a host name.
    SystemId(String)
}

open_enum! {
    /// What a path names.
    pub enum RemoteFileType {
        /// A file.
        File = "file",
        /// A folder.
        Dir = "dir",
    }
}

open_enum! {
    /// What somebody may do with something.
    pub enum PermissionWord {
        /// Read.
        Read = "READ",
        /// Write.
        Write = "WRITE",
        /// Run, or enter a folder.
        Execute = "EXECUTE",
        /// Read and write.
        ReadWrite = "READ_WRITE",
        /// Read and run.
        ReadExecute = "READ_EXECUTE",
        /// Write and run.
        WriteExecute = "WRITE_EXECUTE",
        /// Everything.
        All = "ALL",
        /// Nothing.
        None = "NONE",
    }
}

record! {
    /// A file or a folder on a system, or among a job's outputs.
    pub struct RemoteFile {
        /// The last part of the path.
        name: String,
        /// The path on the system.
        path: String,
        /// The system.
        system: SystemId,
        /// Whether it is a file or a folder.
        r#type: RemoteFileType,
        /// The format; `raw` is any.
        format: String,
        /// The media type.
        mime_type: String,
        /// The size in bytes.
        #[serde(deserialize_with = "integer")]
        length: u64,
        /// What the caller may do with it.
        permissions: PermissionWord,
        /// When it was last changed.
        last_modified: Timestamp,
    }
}
