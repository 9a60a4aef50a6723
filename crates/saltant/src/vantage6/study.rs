use saltant_core::vantage6::GetStudy;
use saltant_macros::calls;
use saltant_types::vantage6::StudyId;

/// Studies of a server.
#[derive(Clone, Copy, Debug)]
pub struct Studies<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Studies<'c> via self.0 {
    get(id: StudyId) -> GetStudy;
} }
