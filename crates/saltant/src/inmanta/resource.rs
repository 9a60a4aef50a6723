use saltant_http::Call;

use super::ResourceList;

/// Resources of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Resources<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Resources<'c> {
    /// Lists the resources of the latest released version.
    pub fn resource_list(self, operation: ResourceList) -> Call<'c, ResourceList> {
        self.0.call(operation)
    }
}
