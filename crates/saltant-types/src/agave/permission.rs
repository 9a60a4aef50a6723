use super::Username;
use super::record::record;
use crate::open_enum::open_enum;

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
        /// Nothing: it takes away what was granted.
        None = "NONE",
    }
}

record! {
    /// What somebody may do, word by word.
    pub struct Acl {
        /// Whether they may read it.
        read: bool,
        /// Whether they may change it.
        write: bool,
        /// Whether they may run it. Jobs and metadata have no such thing.
        execute: bool,
    }
}

record! {
    /// What one user may do.
    pub struct Permission {
        /// The user.
        username: Username,
        /// What they may do.
        permission: Acl,
    }
}

record! {
    sent
    /// What one user is to be allowed.
    pub struct PermissionRequest {
        /// The user. Where the address names one, it is best the same.
        username: Username,
        /// What they may do.
        permission: PermissionWord,
        /// Whether what is in a folder is meant too (files).
        recursive: bool,
    }
}
