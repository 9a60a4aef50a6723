use saltant_http::Call;

use super::{
    DiscoveredResourceCreate, DiscoveredResourceCreateBatch, DiscoveredResourcesGet,
    DiscoveredResourcesGetBatch, EnvironmentClient, ResourceId,
};

/// Resources that were found in an environment.
#[derive(Clone, Copy, Debug)]
pub struct DiscoveredResources<'c>(pub(super) &'c EnvironmentClient);

impl<'c> DiscoveredResources<'c> {
    /// Tells of a resource that was found, as an agent does.
    pub fn discovered_resource_create(
        self,
        operation: DiscoveredResourceCreate,
    ) -> Call<'c, DiscoveredResourceCreate> {
        self.0.http().call(operation)
    }

    /// Tells of resources that were found, as an agent does.
    pub fn discovered_resource_create_batch(
        self,
        operation: DiscoveredResourceCreateBatch,
    ) -> Call<'c, DiscoveredResourceCreateBatch> {
        self.0.http().call(operation)
    }

    /// Gets a resource that was found.
    pub fn discovered_resources_get(
        self,
        discovered_resource_id: impl Into<ResourceId>,
    ) -> Call<'c, DiscoveredResourcesGet> {
        self.0.http().call(DiscoveredResourcesGet::new(discovered_resource_id))
    }

    /// Lists the resources that were found.
    pub fn discovered_resources_get_batch(
        self,
        operation: DiscoveredResourcesGetBatch,
    ) -> Call<'c, DiscoveredResourcesGetBatch> {
        self.0.http().call(operation)
    }
}
