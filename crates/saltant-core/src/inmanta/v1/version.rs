use std::collections::BTreeMap;

use saltant_types::inmanta::v1::{ConfigurationModel, Version, VersionList};
use saltant_types::inmanta::{
    AgentTriggerMethod, InmantaModule, ModelVersion, PipConfig, ResourceActionKind, ResourceId, ResourceState,
};
use saltant_types::{Map, Value};

use super::super::version::VersionContent;
use crate::operations::Operation;
use crate::request::EncodeError;

/// Stores a new version under a reserved number.
///
/// The ids of the resources and of what they require end in `,v=` and the number. A value that is not known
/// yet is the text `<<undefined>>`. The server answers 400 to a number that was not reserved, and 500 to one
/// that is in use. With the setting `auto_deploy`, which is on by default, the version is released at once.
/// With authentication it needs a token for clients of the type `compiler`.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "put_version")]
#[operation("inmanta.v1.put_version", PUT "api/v1/version", namespaced, effect = Once)]
pub struct PutVersion {
    /// The number.
    #[json]
    pub version: ModelVersion,
    /// The resources: their attributes, with an `id`.
    #[json]
    pub resources: Vec<Map<String, Value>>,
    /// The Python modules with handlers, by name; may be empty.
    #[json]
    pub module_version_info: BTreeMap<String, InmantaModule>,
    /// The content besides the resources.
    #[fields]
    pub content: VersionContent,
    /// The compiler's version. Without it the server answers 400.
    #[json]
    pub compiler_version: Option<String>,
    /// The resource set of each resource; null for none. The ids are without the version.
    #[json]
    pub resource_sets: Option<BTreeMap<ResourceId, Option<String>>>,
    /// The pip configuration of the agents.
    #[json]
    pub pip_config: Option<PipConfig>,
    /// The version constraints of the project's Python packages.
    #[json]
    pub project_constraints: Option<String>,
}

/// Lists the versions, the newest first.
///
/// `start` and `limit` have to be given together: the server answers 500 to one alone.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_versions")]
#[operation("inmanta.v1.list_versions", GET "api/v1/version", output = VersionList, namespaced)]
#[operation(check = Self::check)]
pub struct ListVersions {
    /// How many of the newest versions are skipped.
    #[query]
    pub start: Option<u64>,
    /// How many are listed at most: up to 1000.
    #[query]
    pub limit: Option<u64>,
}

impl ListVersions {
    fn check(&self) -> Result<(), EncodeError> {
        if self.start.is_some() == self.limit.is_some() {
            return Ok(());
        }
        let reason = "give `start` and `limit`, or neither".to_owned();
        Err(EncodeError::Refused { name: "start", reason })
    }
}

/// Gets a version with its resources.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_version")]
#[operation("inmanta.v1.get_version", GET "api/v1/version/{id}", output = Version, namespaced)]
pub struct GetVersion {
    /// The number.
    #[segment]
    pub id: ModelVersion,
    /// Whether each resource comes with the actions on it.
    #[query]
    pub include_logs: Option<bool>,
    /// Only actions of this kind. The server answers 500 to a kind that it does not know.
    #[query]
    pub log_filter: Option<ResourceActionKind>,
    /// How many actions each resource has at most.
    #[query]
    pub limit: Option<u64>,
}

/// Deletes a version of the model with its resources.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_version")]
#[operation("inmanta.v1.delete_version", DELETE "api/v1/version/{id}", namespaced)]
pub struct DeleteVersion {
    /// The number.
    #[segment]
    pub id: ModelVersion,
}

/// Releases a version, so that it is deployed.
///
/// The server answers 409 if it is released already.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "release_version")]
#[operation("inmanta.v1.release_version", POST "api/v1/version/{id}", output = ConfigurationModel)]
#[operation(key = "model", namespaced)]
pub struct ReleaseVersion {
    /// The number.
    #[segment]
    pub id: ModelVersion,
    /// Whether the agents are told to deploy.
    #[json]
    pub push: Option<bool>,
    /// What they deploy.
    #[json]
    pub agent_trigger_method: Option<AgentTriggerMethod>,
}
