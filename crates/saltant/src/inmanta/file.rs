use saltant_http::Call;

use super::{Diff, FileId, GetFile, StatFile, StatFiles};

/// Files that a server stores.
#[derive(Clone, Copy, Debug)]
pub struct Files<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Files<'c> {
    /// Compares two files: gives the lines of a unified diff, each with its line end.
    pub fn diff(self, file_id_1: impl Into<FileId>, file_id_2: impl Into<FileId>) -> Call<'c, Diff> {
        self.0.call(Diff::new(file_id_1, file_id_2))
    }

    /// Gets a file's content.
    pub fn get_file(self, id: impl Into<FileId>) -> Call<'c, GetFile> {
        self.0.call(GetFile::new(id))
    }

    /// Asks whether a file is stored.
    pub fn stat_file(self, id: impl Into<FileId>) -> Call<'c, StatFile> {
        self.0.call(StatFile::new(id))
    }

    /// Asks which of some files are missing, so that they can be stored.
    pub fn stat_files(self, files: impl IntoIterator<Item = impl Into<FileId>>) -> Call<'c, StatFiles> {
        self.0.call(StatFiles::new(files))
    }
}
