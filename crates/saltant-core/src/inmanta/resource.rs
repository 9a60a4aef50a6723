use saltant_types::inmanta::{
    EnvironmentId, LatestReleasedResource, PageLink, PageableResult, ResourceColumn, ResourceId,
};

use super::paging::{linked_pages, text_identity};
use super::{ResourceFilter, Sort};
use crate::{Operation, decode};

/// Lists the resources of the latest released version.
///
/// Where a page ends at an id with other than ASCII characters, the server begins the next page with the same
/// resource again; the item stream leaves it out. With a limit of 1 it never gets past such a resource: the
/// list then ends with an error instead of going round for ever.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.resource_list", GET "api/v2/resource")]
#[operation(output = PageableResult<LatestReleasedResource>, read = decode::json)]
pub struct ResourceList {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Resources on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// With `start`: only after this resource, among those that are equal in the sort column.
    #[query]
    pub first_id: Option<ResourceId>,
    /// With `end`: only before this resource, among those that are equal in the sort column.
    #[query]
    pub last_id: Option<ResourceId>,
    /// Only above this value of the sort column.
    #[query]
    pub start: Option<String>,
    /// Only below this value of the sort column. Not together with `start`.
    #[query]
    pub end: Option<String>,
    /// Keeps the resources that match.
    #[query(flatten)]
    pub filter: ResourceFilter,
    /// The order; the server's default is `resource_type.desc`.
    #[query]
    pub sort: Option<Sort<ResourceColumn>>,
    /// Whether the page also says how many resources are in which state.
    #[query]
    pub deploy_summary: Option<bool>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(
    ResourceList,
    LatestReleasedResource,
    identity = |resource| { text_identity(resource.resource_id.as_str()) }
);
