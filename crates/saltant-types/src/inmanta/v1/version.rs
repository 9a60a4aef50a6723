use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::ids::{AttributeHash, EnvironmentId, ModelVersion, ParameterId, ResourceId};
use super::super::parameter::ParameterSource;
use super::super::resource_action::ResourceAction;
use super::super::version::PipConfig;
use crate::Timestamp;

/// A version of the desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConfigurationModel {
    /// The number.
    pub version: ModelVersion,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// When it was created.
    pub date: Timestamp,
    /// The version that a partial one is based on.
    #[serde(default)]
    pub partial_base: Option<ModelVersion>,
    /// The pip configuration of the agents.
    #[serde(default)]
    pub pip_config: Option<PipConfig>,
    /// Whether it was released.
    #[serde(default)]
    pub released: bool,
    /// Information about it, such as `export_metadata`.
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
    /// The version constraints of the project's Python packages.
    #[serde(default)]
    pub project_constraints: Option<String>,
    /// Whether a partial version can be based on it.
    #[serde(default)]
    pub is_suitable_for_partial_compiles: bool,
}

/// The answer to a list of versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionList {
    /// The versions, the newest first.
    #[serde(default)]
    pub versions: Vec<ConfigurationModel>,
    /// How many newer versions were skipped.
    #[serde(default)]
    pub start: u64,
    /// How many are listed at most.
    #[serde(default)]
    pub limit: u64,
    /// How many versions there are, or were listed.
    #[serde(default)]
    pub count: u64,
}

/// A version of the desired state with its resources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// The version.
    pub model: ConfigurationModel,
    /// Its resources.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// The values that are not known yet.
    #[serde(default)]
    pub unknowns: Vec<UnknownParameter>,
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resource {
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The type, such as `std::File`.
    pub resource_type: String,
    /// The value of the attribute that identifies resources of its type.
    pub resource_id_value: String,
    /// The agent that deploys it.
    pub agent: String,
    /// The attributes.
    #[serde(default)]
    pub attributes: Map<String, Value>,
    /// A hash of the attributes.
    #[serde(default)]
    pub attribute_hash: Option<AttributeHash>,
    /// Whether it depends on a value that is not known yet.
    #[serde(default)]
    pub is_undefined: bool,
    /// The resource set it is in.
    #[serde(default)]
    pub resource_set: Option<String>,
    /// The actions on it; only if the request asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<ResourceAction>>,
}

/// A resource with the actions on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceWithLogs {
    /// The resource.
    pub resource: Resource,
    /// The actions on it; only if the request asks for them.
    #[serde(default)]
    pub logs: Vec<ResourceAction>,
}

/// A value that a version needs and that was not known when the version was created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnknownParameter {
    /// The id.
    pub id: ParameterId,
    /// The parameter's name.
    pub name: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The resource of a fact; empty for a parameter.
    pub resource_id: ResourceId,
    /// The expected source of the value.
    pub source: ParameterSource,
    /// The version.
    pub version: ModelVersion,
    /// Its metadata.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// Whether it is known by now.
    #[serde(default)]
    pub resolved: bool,
}
