use saltant_types::inmanta::{
    DiscoveredResource, DiscoveredResourceColumn, KeysetValue, LinkedDiscoveredResource, PageLink,
    ResourceId, SessionId,
};
use saltant_types::{Map, Value};

use super::filter::DiscoveredResourceFilter;
use super::paging::Window;
use super::sort::Sort;
use crate::operations::Operation;

/// Stores a discovered resource, as an agent does. A second request changes nothing, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "discovered_resource_create")]
#[operation("inmanta.discovered_resource_create", POST "api/v2/discovered/{discovered_resource_id}")]
#[operation(namespaced, effect = Idempotent)]
pub struct CreateDiscoveredResource {
    /// The resource's id.
    #[segment]
    pub discovered_resource_id: ResourceId,
    /// The resource whose deployment discovered it. The server does not check that it exists.
    #[json]
    pub discovery_resource_id: ResourceId,
    /// Its attributes. The server requires this argument but does not declare it.
    #[json]
    pub values: Map<String, Value>,
    /// The agent's session, which has to be alive. The server requires this argument but does not declare it.
    #[json]
    pub sid: Option<SessionId>,
}

/// Stores discovered resources, as an agent does. A second request changes nothing, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "discovered_resource_create_batch")]
#[operation("inmanta.discovered_resource_create_batch", POST "api/v2/discovered/", namespaced)]
#[operation(effect = Idempotent)]
pub struct CreateDiscoveredResources {
    /// The resources.
    #[json]
    pub discovered_resources: Vec<LinkedDiscoveredResource>,
    /// The agent's session, which has to be alive. The server requires this argument but does not declare it.
    #[json]
    pub sid: Option<SessionId>,
}

/// Gets a resource that an agent discovered, with the values that were found.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "discovered_resources_get")]
#[operation("inmanta.discovered_resources_get", GET "api/v2/discovered/{discovered_resource_id}")]
#[operation(output = DiscoveredResource, namespaced)]
pub struct GetDiscoveredResource {
    /// The resource's id.
    #[segment]
    pub discovered_resource_id: ResourceId,
}

/// Lists the resources that agents discovered, by id.
///
/// Sorted by a column other than the id, the server **loses items** where a page ends between equal values:
/// sort by the id, or ask for everything at once with a limit of 0.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "discovered_resources_get_batch")]
#[operation("inmanta.discovered_resources_get_batch", GET "api/v2/discovered")]
#[operation(page of DiscoveredResource by discovered_resource_id, namespaced)]
pub struct ListDiscoveredResources {
    /// Which page.
    #[page]
    pub page: Window,
    /// Only resources that match.
    #[query(flatten)]
    pub filter: DiscoveredResourceFilter,
    /// The order; the server's default is `discovered_resource_id.asc`.
    #[query]
    pub sort: Option<Sort<DiscoveredResourceColumn>>,
}
