use std::collections::BTreeMap;

use saltant_types::inmanta::{
    AgentTriggerMethod, ConfigurationModel, EnvironmentId, InmantaModule, ModelVersion, PipConfig,
    ResourceActionKind, ResourceId, ResourceState, VersionList, VersionV1,
};
use saltant_types::{Map, Value};

use super::keyed;
use crate::answer::decode;
use crate::operations::Operation;
use crate::request::EncodeError;

/// Stores a new version, under a number that was reserved.
///
/// The ids of the resources and of what they require end in `,v=` and the number. A value that is not known
/// yet is the text `<<undefined>>`. A number that was not reserved is a 400, one that is used a 500. With
/// the setting `auto_deploy`, which is on by default, the version is released at once. With authentication
/// on, it takes a token for clients of the type `compiler`.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.put_version", PUT "api/v1/version", output = (), effect = Once)]
pub struct PutVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The number.
    #[json]
    pub version: ModelVersion,
    /// The resources: their attributes, with an `id`.
    #[json]
    pub resources: Vec<Map<String, Value>>,
    /// The Python modules with handlers, by name; may be empty.
    #[json]
    pub module_version_info: BTreeMap<String, InmantaModule>,
    /// What resources begin as, where that is not `available`. The ids are without the version.
    #[json]
    pub resource_state: Option<BTreeMap<ResourceId, ResourceState>>,
    /// The values that are not known yet: objects with `parameter`, `resource` and `source`.
    #[json]
    pub unknowns: Option<Vec<Map<String, Value>>>,
    /// What is known about the version, such as `export_metadata`.
    #[json]
    pub version_info: Option<Map<String, Value>>,
    /// The compiler's version. Without it a server answers 400.
    #[json]
    pub compiler_version: Option<String>,
    /// Which resource is in which resource set; null is for none. The ids are without the version.
    #[json]
    pub resource_sets: Option<BTreeMap<ResourceId, Option<String>>>,
    /// Where agents get Python packages from.
    #[json]
    pub pip_config: Option<PipConfig>,
    /// The versions of Python packages that the project asks for.
    #[json]
    pub project_constraints: Option<String>,
}

/// Lists the versions, the newest first, by version 1 of the API.
///
/// `start` and `limit` go together: one alone is a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_versions", GET "api/v1/version", output = VersionList, read = decode::json)]
#[operation(check = Self::check)]
pub struct ListVersions {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// How many of the newest are left out.
    #[query]
    pub start: Option<u64>,
    /// The most that are listed: 1000 at most.
    #[query]
    pub limit: Option<u64>,
}

impl ListVersions {
    fn check(&self) -> Result<(), EncodeError> {
        if self.start.is_some() == self.limit.is_some() {
            return Ok(());
        }
        let reason = "it goes together with `limit`: give both or neither".to_owned();
        Err(EncodeError::Refused { name: "start", reason })
    }
}

/// Gets a version with its resources, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_version", GET "api/v1/version/{id}", output = VersionV1, read = decode::json)]
pub struct GetVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The number.
    #[segment]
    pub id: ModelVersion,
    /// Whether each resource comes with what was done with it.
    #[query]
    pub include_logs: Option<bool>,
    /// Only this kind of what was done. One that the server does not know is a 500.
    #[query]
    pub log_filter: Option<ResourceActionKind>,
    /// The most that is told of each resource.
    #[query]
    pub limit: Option<u64>,
}

/// Deletes a version, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.delete_version", DELETE "api/v1/version/{id}", output = ())]
pub struct DeleteVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The number.
    #[segment]
    pub id: ModelVersion,
}

/// Releases a version, so that it is deployed, by version 1 of the API.
///
/// One that is released is a 409.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.release_version", POST "api/v1/version/{id}", output = ConfigurationModel)]
#[operation(read = keyed::model)]
pub struct ReleaseVersion {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The number.
    #[segment]
    pub id: ModelVersion,
    /// Whether agents are told to deploy.
    #[json]
    pub push: Option<bool>,
    /// How they are told.
    #[json]
    pub agent_trigger_method: Option<AgentTriggerMethod>,
}
