use saltant_http::Call;
use saltant_types::vantage6::StudyId;

use super::GetStudy;

/// Studies of a server.
#[derive(Clone, Copy, Debug)]
pub struct Studies<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Studies<'c> {
    /// Gets the study with an id.
    pub fn get(self, id: impl Into<StudyId>) -> Call<'c, GetStudy> {
        self.0.call(GetStudy::new(id))
    }
}
