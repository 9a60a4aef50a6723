use http::{HeaderValue, StatusCode};
use saltant_types::Uuid;
use saltant_types::vantage6::{BlobStoreStatus, UploadedBlob};

use crate::answer::{Answer, ReadError, decode};
use crate::operations::Operation;
use crate::request::{Body, Encoder};
use crate::rules::{Facts, Question};

/// The fact whether the server stores blobs.
const STORES_BLOBS: &str = "blobstream/status";

/// Gets whether the server stores inputs and results as blobs. Servers that are too old for blobs do not.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.blob_store_status", GET "blobstream/status", output = BlobStoreStatus)]
#[operation(outcome = is_absent, read = status, learn = Self::learned)]
pub struct GetBlobStoreStatus {}

impl GetBlobStoreStatus {
    fn learned(&self, answer: &Answer, facts: &Facts) {
        if let Ok(status) = self.decode(answer) {
            facts.put(STORES_BLOBS, status.blob_store_enabled);
        }
    }
}

/// A server without the route has no blobs.
fn is_absent(answer: &Answer) -> bool {
    answer.status() == StatusCode::NOT_FOUND
}

fn status(answer: &Answer) -> Result<BlobStoreStatus, ReadError> {
    if is_absent(answer) { Ok(BlobStoreStatus::new(false)) } else { decode::json(answer) }
}

/// Whether the server stores blobs, as far as answers have told.
pub(super) fn stores_blobs(facts: &Facts) -> Option<bool> {
    facts.get(STORES_BLOBS)?.as_bool()
}

/// The question whether the server stores blobs.
pub(super) fn ask_for_blobs() -> Question {
    Question::new(GetBlobStoreStatus::new())
}

/// Uploads an input in the form in which the server stores it, and gives its name for the task.
///
/// [`CreateTask`](super::CreateTask) does so by itself where the server stores blobs.
///
/// The content is sent as it is. A node reads an input that is not encrypted as base64 text, and an encrypted one
/// as `key$start$`, each in base64, followed by the encrypted bytes. Not every installation of the server takes a
/// content whose length is not known beforehand.
///
/// Only a user who may create tasks may upload. A server without a blob store answers 501. A second upload makes a
/// second blob. A blob that no task names cannot be read or deleted.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.blob.upload", POST "blobstream", output = UploadedBlob)]
#[operation(effect = Idempotent, write = Self::write)]
pub struct UploadBlob {
    /// The content.
    #[custom]
    pub content: Body,
}

impl UploadBlob {
    fn write(&self, request: &mut Encoder) {
        request.body(HeaderValue::from_static("application/octet-stream"), self.content.clone());
    }

    pub(super) fn question(content: Body) -> Question {
        Question::new(Self::new(content))
    }
}

/// Downloads a blob as the server stores it: in base64, or encrypted.
///
/// The server gives a blob only if a run has it as its input or result; any other is a 404. It knows no ranges, so a
/// download that was cut cannot be continued.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.blob.download", GET "blobstream/{id}", bytes)]
pub struct DownloadBlob {
    /// The name of the blob.
    #[segment]
    pub id: Uuid,
}

/// An upload's name, for [`Operation::uploaded`].
pub(super) fn name_of(answer: &Answer) -> Result<Uuid, ReadError> {
    decode::json::<UploadedBlob>(answer).map(|blob| blob.uuid)
}
