use saltant_core::inmanta::v1;
use saltant_core::{Bytes, Error};
use saltant_macros::calls;
use saltant_types::inmanta::FileId;

/// Files that a server stores.
#[derive(Clone, Copy, Debug)]
pub struct Files<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Files<'c> via self.0 {
    /// [`store`](Self::store) computes the id and the base64 text.
    upload(id: FileId, content: String) -> v1::UploadFile;
    stat(id: FileId) -> v1::StatFile;
    stat_many(v1::StatFiles);
    get(id: FileId) -> v1::GetFile;
    diff(file_id_1: FileId, file_id_2: FileId) -> v1::DiffFiles;
} }

impl Files<'_> {
    /// A file's content.
    ///
    /// # Errors
    ///
    /// Those of a call: an unknown id is a 404.
    pub async fn content(self, id: impl Into<FileId>) -> Result<Bytes, Error> {
        Ok(self.get(id).await?.into_bytes())
    }
}
