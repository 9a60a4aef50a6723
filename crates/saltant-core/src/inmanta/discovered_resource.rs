use saltant_types::inmanta::{
    DiscoveredResource, DiscoveredResourceColumn, EnvironmentId, LinkedDiscoveredResource, PageLink,
    PageableResult, ResourceId, SessionId,
};
use saltant_types::{Map, Value};

use super::paging::{linked_pages, text_identity};
use super::{DiscoveredResourceFilter, Sort};
use crate::answer::decode;
use crate::operations::Operation;

/// Tells of a resource that was found, as an agent does. Telling it twice is the same as once, so the
/// request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.discovered_resource_create", POST "api/v2/discovered/{discovered_resource_id}", output = ())]
#[operation(effect = Idempotent)]
pub struct DiscoveredResourceCreate {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource's id.
    #[segment]
    pub discovered_resource_id: ResourceId,
    /// The resource whose deployment found it. Whether it exists is not checked.
    #[json]
    pub discovery_resource_id: ResourceId,
    /// What was found about it. The server does not declare this argument and cannot do without it.
    #[json]
    pub values: Map<String, Value>,
    /// The agent's session, which has to be alive. The server does not declare this argument and cannot do
    /// without it.
    #[json]
    pub sid: Option<SessionId>,
}

/// Tells of resources that were found, as an agent does. Telling it twice is the same as once, so the
/// request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.discovered_resource_create_batch", POST "api/v2/discovered/", output = ())]
#[operation(effect = Idempotent)]
pub struct DiscoveredResourceCreateBatch {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resources.
    #[json]
    pub discovered_resources: Vec<LinkedDiscoveredResource>,
    /// The agent's session, which has to be alive. The server does not declare this argument and cannot do
    /// without it.
    #[json]
    pub sid: Option<SessionId>,
}

/// Gets a resource that was found.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.discovered_resources_get", GET "api/v2/discovered/{discovered_resource_id}")]
#[operation(output = DiscoveredResource)]
pub struct DiscoveredResourcesGet {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource's id.
    #[segment]
    pub discovered_resource_id: ResourceId,
}

/// Lists the resources that were found.
///
/// Sorted by another column than the id, the server **loses items** where a page ends between equal values:
/// sort by the id, or ask for one page with a limit of 0.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.discovered_resources_get_batch", GET "api/v2/discovered")]
#[operation(output = PageableResult<DiscoveredResource>, read = decode::json)]
pub struct DiscoveredResourcesGetBatch {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Resources on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// Only above this value of the sort column.
    #[query]
    pub start: Option<String>,
    /// Only below this value of the sort column. Not together with `start`.
    #[query]
    pub end: Option<String>,
    /// Keeps the resources that match.
    #[query(flatten)]
    pub filter: DiscoveredResourceFilter,
    /// The order; the server's default is `discovered_resource_id.asc`.
    #[query]
    pub sort: Option<Sort<DiscoveredResourceColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(
    DiscoveredResourcesGetBatch,
    DiscoveredResource,
    identity = |resource| { text_identity(resource.discovered_resource_id.as_str()) }
);
