use saltant_http::Call;

use super::ListApps;

/// Apps of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Apps<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Apps<'c> {
    /// Lists the apps that the caller may see.
    pub fn list(self, operation: ListApps) -> Call<'c, ListApps> {
        self.0.call(operation)
    }
}
