use super::Username;
use super::record::record;
use crate::open_enum::open_enum;

open_enum! {
    /// A permission, or several at once.
    pub enum PermissionType {
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
        /// Read, write and run.
        All = "ALL",
        /// Nothing: setting it takes the user's permissions away.
        None = "NONE",
    }
}

record! {
    /// The permissions of a user, one by one.
    pub struct Acl {
        /// Whether they may read it.
        read: bool,
        /// Whether they may change it.
        write: bool,
        /// Whether they may run it. Jobs and metadata do not have this permission.
        execute: bool,
    }
}

record! {
    /// The permissions of one user.
    pub struct Permission {
        /// The user.
        username: Username,
        /// The permissions.
        permission: Acl,
    }
}

record! {
    sent
    /// Permissions to set for one user.
    pub struct PermissionRequest {
        /// The user. If the address names a user too, give the same one: what a server does otherwise was not
        /// measured.
        username: Username,
        /// The permissions, which replace those that the user had.
        permission: PermissionType,
        /// Whether they are also set on everything in a folder (files only).
        recursive: bool,
    }
}
