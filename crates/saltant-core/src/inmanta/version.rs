use std::collections::BTreeMap;

use saltant_types::inmanta::{
    DesiredStateVersion, InmantaModule, KeysetValue, ModelVersion, PageLink, PipConfig, PromoteTriggerMethod,
    ResourceDiff, ResourceId, ResourceState, VersionColumn,
};
use saltant_types::{Map, Value};

use super::filter::DesiredStateVersionFilter;
use super::paging::Window;
use super::sort::Sort;
use crate::Fields;
use crate::operations::Operation;

/// The content of a new version besides its resources.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct VersionContent {
    /// The initial states of resources, where they are not `available`. The ids are without the version.
    #[json]
    pub resource_state: Option<BTreeMap<ResourceId, ResourceState>>,
    /// The values that are not known yet: objects with `parameter`, `resource` and `source`.
    #[json]
    pub unknowns: Option<Vec<Map<String, Value>>>,
    /// Information about the version, such as `export_metadata`.
    #[json]
    pub version_info: Option<Map<String, Value>>,
}

/// Reserves the number of a new version.
///
/// With authentication it needs a token for clients of the type `compiler`: the server refuses a user's
/// token.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "reserve_version")]
#[operation("inmanta.reserve_version", POST "api/v2/reserve_version", output = ModelVersion, namespaced)]
#[operation(body)]
pub struct ReserveVersion {}

/// Stores a new version, which is the latest one with some resources changed, and gives its number.
///
/// A full version has to exist. The server does not declare `version_info` here but takes it; it answers 500
/// to any other undeclared argument. It must not be called between a `reserve_version` and its `put_version`;
/// calls with disjoint resource sets may run at the same time. With authentication it needs a token for
/// clients of the type `compiler`.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.put_partial", PUT "api/v2/version/partial", output = ModelVersion, namespaced)]
#[operation(effect = Once)]
pub struct PutPartialVersion {
    /// The Python modules with handlers, by name; may be empty.
    #[json]
    pub module_version_info: BTreeMap<String, InmantaModule>,
    /// The resources: their attributes, with an `id` that ends in `,v=0`, because the version is not known
    /// yet. The server requires this argument but does not declare it.
    #[json]
    pub resources: Vec<Map<String, Value>>,
    /// The content besides the resources.
    #[fields]
    pub content: VersionContent,
    /// The resource set of each resource; null for none.
    #[json]
    pub resource_sets: Option<BTreeMap<ResourceId, Option<String>>>,
    /// The resource sets to remove.
    #[json]
    pub removed_resource_sets: Option<Vec<String>>,
    /// The pip configuration of the agents.
    #[json]
    pub pip_config: Option<PipConfig>,
    /// Whether the handlers' code may change. Otherwise only a full version may change it.
    #[json]
    pub allow_handler_code_update: Option<bool>,
}

/// Lists the versions of the desired state, the newest first.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_desired_state_versions")]
#[operation("inmanta.list_desired_state_versions", GET "api/v2/desiredstate")]
#[operation(page of DesiredStateVersion by version, namespaced)]
pub struct ListVersions {
    /// Which page.
    #[page]
    pub page: Window,
    /// Only versions that match.
    #[query(flatten)]
    pub filter: DesiredStateVersionFilter,
    /// The order; the server's default is `version.desc`.
    #[query]
    pub sort: Option<Sort<VersionColumn>>,
}

/// Releases a version, so that it is deployed.
///
/// The server answers 409 if it is released already.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "promote_desired_state_version")]
#[operation("inmanta.promote_desired_state_version", POST "api/v2/desiredstate/{version}/promote")]
#[operation(namespaced, body)]
pub struct PromoteVersion {
    /// The number.
    #[segment]
    pub version: ModelVersion,
    /// What the agents deploy, if anything.
    #[json]
    pub trigger_method: Option<PromoteTriggerMethod>,
}

/// Compares two versions: gives the resources that differ.
///
/// The server answers 400 unless the second version is the newer one.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_diff_of_versions")]
#[operation("inmanta.get_diff_of_versions", GET "api/v2/desiredstate/diff/{from_version}/{to_version}")]
#[operation(list of ResourceDiff, namespaced)]
pub struct GetVersionDiff {
    /// The older version.
    #[segment]
    pub from_version: ModelVersion,
    /// The newer version.
    #[segment]
    pub to_version: ModelVersion,
}

/// Gets the pip configuration of a version's agents; `None` if the version has none.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_pip_config")]
#[operation("inmanta.get_pip_config", GET "api/v2/pip/config/{version}", output = Option<PipConfig>)]
#[operation(namespaced)]
pub struct GetPipConfig {
    /// The number.
    #[segment]
    pub version: ModelVersion,
}
