use saltant_types::inmanta::{
    HistoryColumn, KeysetValue, LatestReleasedResource, LogColumn, ModelVersion, PageLink,
    ReleasedResourceDetails, ResourceColumn, ResourceHistory, ResourceId, ResourceLog, VersionedResource,
    VersionedResourceColumn, VersionedResourceDetails,
};

use super::filter::{ResourceFilter, ResourceLogFilter, VersionedResourceFilter};
use super::paging::{Keyset, Window};
use super::sort::Sort;
use crate::operations::Operation;

/// Lists the resources of the latest released version.
///
/// The server reads queries as Latin-1, so ids and filters with other text travel in a JSON body.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resource_list")]
#[operation("inmanta.resource_list", GET "api/v2/resource", page of LatestReleasedResource by resource_id)]
#[operation(namespaced)]
pub struct ListResources {
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only resources that match.
    #[query(flatten)]
    pub filter: ResourceFilter,
    /// The order; the server's default is `resource_type.desc`.
    #[query]
    pub sort: Option<Sort<ResourceColumn>>,
    /// Whether the page's metadata counts the resources by state.
    #[query]
    pub deploy_summary: Option<bool>,
}

/// Gets a resource of the latest released version, or one that is orphaned.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resource_details")]
#[operation("inmanta.resource_details", GET "api/v2/resource/{rid}", output = ReleasedResourceDetails)]
#[operation(namespaced)]
pub struct GetResource {
    /// The resource.
    #[segment]
    pub rid: ResourceId,
}

/// Lists the attributes of a resource over time. The list is empty if the resource does not exist.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resource_history")]
#[operation("inmanta.resource_history", GET "api/v2/resource/{rid}/history", page of ResourceHistory)]
#[operation(namespaced)]
pub struct ListResourceHistory {
    /// The resource.
    #[segment]
    pub rid: ResourceId,
    /// Which page.
    #[page]
    pub page: Keyset,
    /// The order; the server's default is `date.desc`.
    #[query]
    pub sort: Option<Sort<HistoryColumn>>,
}

/// Lists the log lines of a resource's actions, the newest first; none if the resource does not
/// exist.
///
/// The order has no tie-break: where a page ends between lines of the same microsecond, some may be lost.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resource_logs")]
#[operation("inmanta.resource_logs", GET "api/v2/resource/{rid}/logs", page of ResourceLog, namespaced)]
pub struct ListResourceLogs {
    /// The resource.
    #[segment]
    pub rid: ResourceId,
    /// Which page.
    #[page]
    pub page: Window,
    /// Only lines that match.
    #[query(flatten)]
    pub filter: ResourceLogFilter,
    /// The order; the server's default is `timestamp.desc`.
    #[query]
    pub sort: Option<Sort<LogColumn>>,
}

/// Lists the resources of a version with what they depend on; none if the version does not exist.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_resources_in_version")]
#[operation("inmanta.get_resources_in_version", GET "api/v2/desiredstate/{version}")]
#[operation(page of VersionedResource by resource_version_id, namespaced)]
pub struct ListVersionedResources {
    /// The version.
    #[segment]
    pub version: ModelVersion,
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only resources that match.
    #[query(flatten)]
    pub filter: VersionedResourceFilter,
    /// The order; the server's default is `resource_type.desc`.
    #[query]
    pub sort: Option<Sort<VersionedResourceColumn>>,
}

/// Gets a resource as one version describes it, with its attributes.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "versioned_resource_details")]
#[operation("inmanta.versioned_resource_details", GET "api/v2/desiredstate/{version}/resource/{rid}")]
#[operation(output = VersionedResourceDetails, namespaced)]
pub struct GetVersionedResource {
    /// The version.
    #[segment]
    pub version: ModelVersion,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
}
