use super::number::integer;
use super::record::record;
use super::{Permission, PermissionType, SystemId, Username};
use crate::Timestamp;
use crate::open_enum::open_enum;

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
    /// What can be done to a file or folder.
    pub enum FileAction {
        /// Make a folder in this one.
        Mkdir = "mkdir",
        /// Give it another name in the same folder.
        Rename = "rename",
        /// Copy it to another path on the system.
        Copy = "copy",
        /// Move it to another path on the system.
        Move = "move",
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
        /// The format; `raw` for any.
        format: String,
        /// The media type.
        mime_type: String,
        /// The size in bytes.
        #[serde(deserialize_with = "integer")]
        length: u64,
        /// The caller's permissions.
        permissions: PermissionType,
        /// When it was last changed.
        last_modified: Timestamp,
    }
}

record! {
    /// The permissions of a file or folder.
    pub struct FilePermission {
        /// The last part of the path.
        name: String,
        /// The user who owns it.
        owner: Username,
        /// The permissions of each user.
        permissions: Vec<Permission>,
    }
}

record! {
    /// An event in the history of a file.
    pub struct FileHistory {
        /// What happened, in a word such as `DOWNLOAD`.
        status: String,
        /// What happened, in a sentence.
        description: String,
        /// When it happened.
        created: Timestamp,
    }
}
