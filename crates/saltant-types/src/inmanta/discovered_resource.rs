use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::ResourceId;
use crate::open_enum::open_enum;

open_enum! {
    /// A column that a list of discovered resources can be sorted by. Pages sorted by another than the first
    /// lose items.
    pub enum DiscoveredResourceColumn {
        /// The id.
        DiscoveredResourceId = "discovered_resource_id",
        /// The type.
        ResourceType = "resource_type",
        /// The agent.
        Agent = "agent",
        /// The value of the attribute that identifies resources of a type.
        ResourceIdValue = "resource_id_value",
    }
}

/// A discovered resource. It need not be part of a desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiscoveredResource {
    /// The resource's id.
    pub discovered_resource_id: ResourceId,
    /// Its attributes.
    #[serde(default)]
    pub values: Map<String, Value>,
    /// The address of the resource of the same id in the desired state.
    #[serde(default)]
    pub managed_resource_uri: Option<String>,
    /// The resource whose deployment discovered it.
    #[serde(default)]
    pub discovery_resource_id: Option<ResourceId>,
    /// The type.
    pub resource_type: String,
    /// The agent.
    pub agent: String,
    /// The value of the attribute that identifies resources of its type.
    pub resource_id_value: String,
    /// The address of the resource whose deployment discovered it.
    #[serde(default)]
    pub discovery_resource_uri: Option<String>,
}

/// A discovered resource, as an agent sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct LinkedDiscoveredResource {
    /// The resource's id.
    pub discovered_resource_id: ResourceId,
    /// Its attributes.
    pub values: Map<String, Value>,
    /// The resource whose deployment discovered it.
    pub discovery_resource_id: ResourceId,
}
