use saltant_http::Call;

use super::{PutPartial, ReserveVersion};

/// Versions of an environment's desired state.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Versions<'c> {
    /// Reserves the number of a new version.
    pub fn reserve_version(self) -> Call<'c, ReserveVersion> {
        self.0.call(ReserveVersion::new())
    }

    /// Stores a new version that is the latest one with some resources changed, and tells its number.
    pub fn put_partial(self, operation: PutPartial) -> Call<'c, PutPartial> {
        self.0.call(operation)
    }
}
