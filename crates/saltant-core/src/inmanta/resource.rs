use saltant_types::Timestamp;
use saltant_types::inmanta::{
    AttributeHash, EnvironmentId, HistoryColumn, LatestReleasedResource, LogColumn, ModelVersion, PageLink,
    PageableResult, ReleasedResourceDetails, ResourceColumn, ResourceHistory, ResourceId, ResourceLog,
    VersionedResource, VersionedResourceColumn, VersionedResourceDetails,
};

use super::paging::{linked_pages, text_identity};
use super::{ResourceFilter, ResourceLogFilter, Sort, VersionedResourceFilter};
use crate::answer::decode;
use crate::operations::Operation;

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

/// Gets a resource of the latest released version. An orphaned one is still there.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.resource_details", GET "api/v2/resource/{rid}", output = ReleasedResourceDetails)]
pub struct GetResourceDetails {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
}

/// Lists how a resource was from version to version. A resource that does not exist has no history.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.resource_history", GET "api/v2/resource/{rid}/history")]
#[operation(output = PageableResult<ResourceHistory>, read = decode::json)]
pub struct GetResourceHistory {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
    /// Entries on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// With `start`: only after this entry, among those of the same time.
    #[query]
    pub first_id: Option<AttributeHash>,
    /// With `end`: only before this entry, among those of the same time.
    #[query]
    pub last_id: Option<AttributeHash>,
    /// Only entries after this time.
    #[query]
    pub start: Option<Timestamp>,
    /// Only entries before this time. Not together with `start`.
    #[query]
    pub end: Option<Timestamp>,
    /// The order; the server's default is `date.desc`.
    #[query]
    pub sort: Option<Sort<HistoryColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(GetResourceHistory(rid), ResourceHistory);

/// Lists the log of a resource. A resource that does not exist has none.
///
/// The order has no tie-break: of lines of the same microsecond some may be lost where a page ends.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.resource_logs", GET "api/v2/resource/{rid}/logs")]
#[operation(output = PageableResult<ResourceLog>, read = decode::json)]
pub struct GetResourceLogs {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
    /// Lines on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// Only lines after this time.
    #[query]
    pub start: Option<Timestamp>,
    /// Only lines before this time. Not together with `start`.
    #[query]
    pub end: Option<Timestamp>,
    /// Keeps the lines that match.
    #[query(flatten)]
    pub filter: ResourceLogFilter,
    /// The order; the server's default is `timestamp.desc`.
    #[query]
    pub sort: Option<Sort<LogColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(GetResourceLogs(rid), ResourceLog);

/// Lists the resources of a version. A version that does not exist has none.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_resources_in_version", GET "api/v2/desiredstate/{version}")]
#[operation(output = PageableResult<VersionedResource>, read = decode::json)]
pub struct GetResourcesInVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The version.
    #[segment]
    pub version: ModelVersion,
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
    pub filter: VersionedResourceFilter,
    /// The order; the server's default is `resource_type.desc`.
    #[query]
    pub sort: Option<Sort<VersionedResourceColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(
    GetResourcesInVersion(version),
    VersionedResource,
    identity = |resource| { text_identity(resource.resource_version_id.as_str()) }
);

/// Gets a resource of a version.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.versioned_resource_details", GET "api/v2/desiredstate/{version}/resource/{rid}")]
#[operation(output = VersionedResourceDetails)]
pub struct GetVersionedResourceDetails {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The version.
    #[segment]
    pub version: ModelVersion,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
}
