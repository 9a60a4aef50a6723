use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ResourceId;
use crate::open_enum::open_enum;

open_enum! {
    /// A column that a list of discovered resources can be sorted by. Pages sorted by another than the first lose items.
    pub enum DiscoveredResourceColumn {
        /// The id.
        DiscoveredResourceId = "discovered_resource_id",
        /// The type.
        ResourceType = "resource_type",
        /// The agent.
        Agent = "agent",
        /// The value that tells resources of a type from each other.
        ResourceIdValue = "resource_id_value",
    }
}

/// A resource that was found and need not be part of a desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiscoveredResource {
    /// The resource's id.
    pub discovered_resource_id: ResourceId,
    /// What was found about it.
    #[serde(default)]
    pub values: Map<String, Value>,
    /// The address of the resource of the same id in the desired state.
    #[serde(default)]
    pub managed_resource_uri: Option<String>,
    /// The resource whose deployment found it.
    #[serde(default)]
    pub discovery_resource_id: Option<ResourceId>,
    /// The type.
    pub resource_type: String,
    /// The agent.
    pub agent: String,
    /// The value that tells resources of its type from each other.
    pub resource_id_value: String,
    /// The address of the resource whose deployment found it.
    #[serde(default)]
    pub discovery_resource_uri: Option<String>,
}

/// A resource that was found, as an agent tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct LinkedDiscoveredResource {
    /// The resource's id.
    pub discovered_resource_id: ResourceId,
    /// What was found about it.
    pub values: Map<String, Value>,
    /// The resource whose deployment found it.
    pub discovery_resource_id: ResourceId,
}
