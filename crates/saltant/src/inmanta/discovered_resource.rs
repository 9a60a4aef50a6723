use saltant_core::inmanta::{
    CreateDiscoveredResource, CreateDiscoveredResources, GetDiscoveredResource, ListDiscoveredResources,
};
use saltant_macros::calls;
use saltant_types::inmanta::ResourceId;

use super::EnvironmentClient;

/// Discovered resources of an environment.
#[derive(Clone, Copy, Debug)]
pub struct DiscoveredResources<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> DiscoveredResources<'c> via self.0 {
    list(ListDiscoveredResources);
    get(discovered_resource_id: ResourceId) -> GetDiscoveredResource;
    create(CreateDiscoveredResource);
    create_many(CreateDiscoveredResources);
} }
