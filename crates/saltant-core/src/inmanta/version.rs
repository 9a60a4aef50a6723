use std::collections::BTreeMap;

use saltant_types::inmanta::{
    DesiredStateVersion, EnvironmentId, InmantaModule, ModelVersion, PageLink, PageableResult, PipConfig,
    PromoteTriggerMethod, ResourceDiff, ResourceId, ResourceState, VersionColumn,
};
use saltant_types::{Map, Value};

use super::paging::linked_pages;
use super::{DesiredStateVersionFilter, Sort};
use crate::answer::decode;
use crate::operations::Operation;

/// Reserves the number of a new version.
///
/// With authentication on, it takes a token for clients of the type `compiler`; a user's token is refused.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.reserve_version", POST "api/v2/reserve_version", output = ModelVersion, body)]
pub struct ReserveVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Stores a new version that is the latest one with some resources changed, and tells its number.
///
/// There has to be a full version before. Nobody may call it between somebody's `reserve_version` and
/// `put_version`; calls whose resource sets have nothing in common may run at once. With authentication on,
/// it takes a token for clients of the type `compiler`.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.put_partial", PUT "api/v2/version/partial", output = ModelVersion, effect = Once)]
pub struct PutPartial {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The Python modules with handlers, by name; may be empty.
    #[json]
    pub module_version_info: BTreeMap<String, InmantaModule>,
    /// The resources: their attributes, with an `id` that ends in `,v=0`, because the version is not known
    /// yet. The server does not declare this argument and cannot do without it.
    #[json]
    pub resources: Vec<Map<String, Value>>,
    /// What resources begin as, where that is not `available`.
    #[json]
    pub resource_state: Option<BTreeMap<ResourceId, ResourceState>>,
    /// The values that are not known yet: objects with `parameter`, `resource` and `source`.
    #[json]
    pub unknowns: Option<Vec<Map<String, Value>>>,
    /// What is known about the version, such as `export_metadata`. Another argument that the server takes
    /// without declaring it; any further one is a 500.
    #[json]
    pub version_info: Option<Map<String, Value>>,
    /// Which resource is in which resource set; null is for none.
    #[json]
    pub resource_sets: Option<BTreeMap<ResourceId, Option<String>>>,
    /// The resource sets that are taken out.
    #[json]
    pub removed_resource_sets: Option<Vec<String>>,
    /// Where agents get Python packages from.
    #[json]
    pub pip_config: Option<PipConfig>,
    /// Whether the handlers' code may change, which only a full version may otherwise do.
    #[json]
    pub allow_handler_code_update: Option<bool>,
}

/// Lists the versions of the desired state.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.list_desired_state_versions", GET "api/v2/desiredstate")]
#[operation(output = PageableResult<DesiredStateVersion>, read = decode::json)]
pub struct ListDesiredStateVersions {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Versions on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// Only versions above this one.
    #[query]
    pub start: Option<ModelVersion>,
    /// Only versions below this one. Not together with `start`.
    #[query]
    pub end: Option<ModelVersion>,
    /// Keeps the versions that match.
    #[query(flatten)]
    pub filter: DesiredStateVersionFilter,
    /// The order; the server's default is `version.desc`.
    #[query]
    pub sort: Option<Sort<VersionColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(
    ListDesiredStateVersions,
    DesiredStateVersion,
    identity = |version| u128::from(version.version.get())
);

/// Releases a version, so that it is deployed.
///
/// One that is released is a 409.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.promote_desired_state_version", POST "api/v2/desiredstate/{version}/promote", output = ())]
#[operation(body)]
pub struct PromoteDesiredStateVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The number.
    #[segment]
    pub version: ModelVersion,
    /// How agents are told.
    #[json]
    pub trigger_method: Option<PromoteTriggerMethod>,
}

/// Compares two versions: gives the resources that differ.
///
/// The second has to be the newer one, else it is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_diff_of_versions", GET "api/v2/desiredstate/diff/{from_version}/{to_version}")]
#[operation(output = Vec<ResourceDiff>)]
pub struct GetDiffOfVersions {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The older version.
    #[segment]
    pub from_version: ModelVersion,
    /// The newer version.
    #[segment]
    pub to_version: ModelVersion,
}

/// Gets where agents get the Python packages of a version from; `None` where it does not say.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_pip_config", GET "api/v2/pip/config/{version}", output = Option<PipConfig>)]
pub struct GetPipConfig {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The number.
    #[segment]
    pub version: ModelVersion,
}
