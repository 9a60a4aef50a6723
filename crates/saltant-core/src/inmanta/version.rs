use std::collections::BTreeMap;

use saltant_types::inmanta::{
    EnvironmentId, InmantaModule, ModelVersion, PipConfig, ResourceId, ResourceState,
};
use saltant_types::{Map, Value};

use crate::Operation;

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
