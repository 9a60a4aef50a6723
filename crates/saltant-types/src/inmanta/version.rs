use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{AttributeHash, EnvironmentId, FileId, ParameterId, ParameterSource, ResourceAction, ResourceId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The number of a version of an environment's desired state.
    ModelVersion(u64)
}

/// A Python module with handlers, for agents to load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct InmantaModule {
    /// The module's name.
    pub name: String,
    /// The module's version: a hash over its files and requirements.
    pub version: String,
    /// Its files.
    pub files_in_module: Vec<ModuleSourceMetadata>,
    /// The Python packages it needs.
    pub requirements: Vec<String>,
    /// The agents that load it.
    pub for_agents: Vec<String>,
}

/// A file of a Python module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ModuleSourceMetadata {
    /// The file's name as Python imports it, such as `inmanta_plugins.std`.
    pub name: String,
    /// The file's content, stored before.
    pub hash_value: FileId,
    /// Whether the content is byte code.
    pub is_byte_code: bool,
}

/// Where agents get Python packages from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PipConfig {
    /// The package index.
    #[serde(default)]
    pub index_url: Option<String>,
    /// Further package indexes.
    #[serde(default)]
    pub extra_index_url: Vec<String>,
    /// Whether versions before their release are taken.
    #[serde(default)]
    pub pre: Option<bool>,
    /// Whether pip reads the configuration of the machine it runs on.
    #[serde(default)]
    pub use_system_config: bool,
}

open_enum! {
    /// Where a version of the desired state stands.
    pub enum DesiredStateVersionStatus {
        /// The scheduler deploys it. It lags behind the release.
        Active = "active",
        /// It is newer than the active one and not released.
        Candidate = "candidate",
        /// A newer one was released.
        Retired = "retired",
        /// It was not released, and a newer one was.
        SkippedCandidate = "skipped_candidate",
    }
}

open_enum! {
    /// How agents are told of a version that is released.
    pub enum AgentTriggerMethod {
        /// They deploy what has changed.
        PushIncrementalDeploy = "push_incremental_deploy",
        /// They deploy everything.
        PushFullDeploy = "push_full_deploy",
    }
}

open_enum! {
    /// How agents are told of a version that is promoted.
    pub enum PromoteTriggerMethod {
        /// They deploy what has changed.
        PushIncrementalDeploy = "push_incremental_deploy",
        /// They deploy everything.
        PushFullDeploy = "push_full_deploy",
        /// They are not told.
        NoPush = "no_push",
    }
}

open_enum! {
    /// A column that a list of versions can be sorted by.
    pub enum VersionColumn {
        /// The number.
        Version = "version",
    }
}

/// A version of the desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DesiredStateVersion {
    /// The number.
    pub version: ModelVersion,
    /// When it was made.
    pub date: Timestamp,
    /// How many resources it has.
    #[serde(default)]
    pub total: u64,
    /// Where it comes from.
    #[serde(default)]
    pub labels: Vec<DesiredStateLabel>,
    /// Where it stands.
    pub status: DesiredStateVersionStatus,
    /// Whether it was released.
    #[serde(default)]
    pub released: bool,
}

/// Where a version of the desired state comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DesiredStateLabel {
    /// The kind of origin.
    pub name: String,
    /// What was said about it.
    pub message: String,
}

/// A version of the desired state, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConfigurationModel {
    /// The number.
    pub version: ModelVersion,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// When it was made.
    pub date: Timestamp,
    /// The version that a partial one was made from.
    #[serde(default)]
    pub partial_base: Option<ModelVersion>,
    /// Where agents get Python packages from.
    #[serde(default)]
    pub pip_config: Option<PipConfig>,
    /// Whether it was released.
    #[serde(default)]
    pub released: bool,
    /// What is known about it, such as `export_metadata`.
    #[serde(default)]
    pub version_info: Option<Map<String, Value>>,
    /// How many resources it has.
    #[serde(default)]
    pub total: u64,
    /// The resources that cannot be deployed.
    #[serde(default)]
    pub undeployable: Vec<ResourceId>,
    /// The resources that wait for those.
    #[serde(default)]
    pub skipped_for_undeployable: Vec<ResourceId>,
    /// The versions of Python packages that the project asks for.
    #[serde(default)]
    pub project_constraints: Option<String>,
    /// Whether a partial version can be made from it.
    #[serde(default)]
    pub is_suitable_for_partial_compiles: bool,
}

/// The answer of version 1 of the API to a list of versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionList {
    /// The versions, the newest first.
    #[serde(default)]
    pub versions: Vec<ConfigurationModel>,
    /// How many newer ones were left out.
    #[serde(default)]
    pub start: u64,
    /// The most that are listed.
    #[serde(default)]
    pub limit: u64,
    /// How many there are, or were listed.
    #[serde(default)]
    pub count: u64,
}

/// A version of the desired state with its resources, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionV1 {
    /// The version.
    pub model: ConfigurationModel,
    /// Its resources.
    #[serde(default)]
    pub resources: Vec<ResourceV1>,
    /// The values that are not known yet.
    #[serde(default)]
    pub unknowns: Vec<UnknownParameter>,
}

/// A resource, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceV1 {
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The type, such as `std::File`.
    pub resource_type: String,
    /// The value that tells resources of its type from each other.
    pub resource_id_value: String,
    /// The agent that deploys it.
    pub agent: String,
    /// The attributes.
    #[serde(default)]
    pub attributes: Map<String, Value>,
    /// A hash over the attributes.
    #[serde(default)]
    pub attribute_hash: Option<AttributeHash>,
    /// Whether it depends on a value that is not known yet.
    #[serde(default)]
    pub is_undefined: bool,
    /// The resource set it is in.
    #[serde(default)]
    pub resource_set: Option<String>,
    /// What was done with it, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<ResourceAction>>,
}

/// A resource with what was done with it, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceWithLogs {
    /// The resource.
    pub resource: ResourceV1,
    /// What was done with it, where that was asked for.
    #[serde(default)]
    pub logs: Vec<ResourceAction>,
}

/// A value that a version needs and that was not known when it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnknownParameter {
    /// The id.
    pub id: ParameterId,
    /// The parameter's name.
    pub name: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The resource that it is a fact of; empty for a parameter.
    pub resource_id: ResourceId,
    /// Where the value is to come from.
    pub source: ParameterSource,
    /// The version.
    pub version: ModelVersion,
    /// What was stored beside it.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// Whether it is known by now.
    #[serde(default)]
    pub resolved: bool,
}
