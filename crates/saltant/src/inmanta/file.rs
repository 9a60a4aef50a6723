use saltant_http::Call;

use super::{FileId, StatFile};

/// Files that a server stores.
#[derive(Clone, Copy, Debug)]
pub struct Files<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Files<'c> {
    /// Asks whether a file is stored.
    pub fn stat_file(self, id: impl Into<FileId>) -> Call<'c, StatFile> {
        self.0.call(StatFile::new(id))
    }
}
