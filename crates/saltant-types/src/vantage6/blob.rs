use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whether the server stores inputs and results as blobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlobStoreStatus {
    /// True if they are blobs.
    pub blob_store_enabled: bool,
}

impl BlobStoreStatus {
    /// The status of a server whose blob store is on or off.
    pub fn new(blob_store_enabled: bool) -> Self {
        Self { blob_store_enabled }
    }
}

/// The name of a blob that was uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadedBlob {
    /// The name, which stands for the content where a task is created.
    pub uuid: Uuid,
}
