use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ModelVersion;
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a resource in whatever version: `std::File[agent1,path=/etc/motd]`.
    ResourceId(String)
}

id! {
    /// The id of a resource in one version of the desired state: `std::File[agent1,path=/etc/motd],v=7`.
    ResourceVersionId(String)
}

open_enum! {
    /// Where a resource of the latest released version stands.
    pub enum ReleasedResourceState {
        /// Its handler was not there.
        Unavailable = "unavailable",
        /// Its deployment was skipped, for now.
        Skipped = "skipped",
        /// Only a dry run has looked at it.
        Dry = "dry",
        /// It is as it is meant to be.
        Deployed = "deployed",
        /// Its deployment failed.
        Failed = "failed",
        /// It is being deployed.
        Deploying = "deploying",
        /// It is to be deployed.
        Available = "available",
        /// Its deployment was given up for a newer version.
        Cancelled = "cancelled",
        /// It depends on a value that is not known yet.
        Undefined = "undefined",
        /// It depends on a resource that is undefined.
        SkippedForUndefined = "skipped_for_undefined",
        /// No version of the desired state knows it any more.
        Orphaned = "orphaned",
    }
}

open_enum! {
    /// A column that a list of resources can be sorted by.
    pub enum ResourceColumn {
        /// The type.
        ResourceType = "resource_type",
        /// The agent.
        Agent = "agent",
        /// The value of the attribute that tells resources of a type from each other.
        ResourceIdValue = "resource_id_value",
        /// The state.
        Status = "status",
    }
}

/// A resource of the latest released version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LatestReleasedResource {
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The resource's id with its version.
    pub resource_version_id: ResourceVersionId,
    /// The parts of the id.
    pub id_details: ResourceIdDetails,
    /// The resources that have to be deployed before it.
    #[serde(default)]
    pub requires: Vec<ResourceId>,
    /// Where it stands. It lags behind the release and the deployment: look again.
    pub status: ReleasedResourceState,
}

/// The parts of a resource's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceIdDetails {
    /// The type, such as `std::File`.
    pub resource_type: String,
    /// The agent that deploys it.
    pub agent: String,
    /// The attribute that tells resources of its type from each other.
    pub attribute: String,
    /// That attribute's value.
    pub resource_id_value: String,
}

/// How many resources are in which state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeploySummary {
    /// How many resources there are.
    #[serde(default)]
    pub total: u64,
    /// How many are in each state; orphaned ones are not counted.
    #[serde(default)]
    pub by_state: BTreeMap<ReleasedResourceState, u64>,
}

open_enum! {
    /// Where a resource stands, in a log or in a new version. A new version knows `available` and `undefined` only.
    pub enum ResourceState {
        /// Its handler was not there.
        Unavailable = "unavailable",
        /// Its deployment was skipped, for now.
        Skipped = "skipped",
        /// Only a dry run has looked at it.
        Dry = "dry",
        /// It is as it is meant to be.
        Deployed = "deployed",
        /// Its deployment failed.
        Failed = "failed",
        /// It is being deployed.
        Deploying = "deploying",
        /// It is to be deployed.
        Available = "available",
        /// Its deployment was given up for a newer version.
        Cancelled = "cancelled",
        /// It depends on a value that is not known yet.
        Undefined = "undefined",
        /// It depends on a resource that is undefined.
        SkippedForUndefined = "skipped_for_undefined",
    }
}

/// A resource of a version of the desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionedResource {
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The resource's id with its version.
    pub resource_version_id: ResourceVersionId,
    /// The parts of the id.
    pub id_details: ResourceIdDetails,
    /// The resources that have to be deployed before it.
    #[serde(default)]
    pub requires: Vec<ResourceId>,
}

open_enum! {
    /// A column that a list of the resources of a version can be sorted by.
    pub enum VersionedResourceColumn {
        /// The type.
        ResourceType = "resource_type",
        /// The agent.
        Agent = "agent",
        /// The value of the attribute that tells resources of a type from each other.
        ResourceIdValue = "resource_id_value",
    }
}

/// A resource of a version of the desired state, with its attributes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionedResourceDetails {
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The resource's id with its version.
    pub resource_version_id: ResourceVersionId,
    /// The version.
    pub version: ModelVersion,
    /// The type, such as `std::File`.
    pub resource_type: String,
    /// The agent that deploys it.
    pub agent: String,
    /// The attribute that tells resources of its type from each other.
    pub id_attribute: String,
    /// That attribute's value.
    pub id_attribute_value: String,
    /// The attributes.
    #[serde(default)]
    pub attributes: Map<String, Value>,
}

/// A resource of the latest released version, with its attributes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReleasedResourceDetails {
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The type, such as `std::File`.
    pub resource_type: String,
    /// The agent that deploys it.
    pub agent: String,
    /// The attribute that tells resources of its type from each other.
    pub id_attribute: String,
    /// That attribute's value.
    pub id_attribute_value: String,
    /// The attributes.
    #[serde(default)]
    pub attributes: Map<String, Value>,
    /// When it was last deployed.
    #[serde(default)]
    pub last_deploy: Option<Timestamp>,
    /// When a version first had it with these attributes.
    pub first_generated_time: Timestamp,
    /// Where it stands.
    pub status: ReleasedResourceState,
    /// Where the resources stand that have to be deployed before it.
    #[serde(default)]
    pub requires_status: BTreeMap<ResourceId, ReleasedResourceState>,
}

/// A resource as it was from some version on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceHistory {
    /// The resource's id.
    pub resource_id: ResourceId,
    /// When the first version with these attributes was made.
    pub date: Timestamp,
    /// The attributes.
    #[serde(default)]
    pub attributes: Map<String, Value>,
    /// A hash over the attributes.
    pub attribute_hash: AttributeHash,
    /// The resources that had to be deployed before it.
    #[serde(default)]
    pub requires: Vec<ResourceId>,
}

id! {
    /// A hash over the attributes of a resource.
    AttributeHash(String)
}

/// What differs in a resource between two versions, or between what is and what is meant to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceDiff {
    /// The resource's id.
    pub resource_id: ResourceId,
    /// The attributes that differ.
    #[serde(default)]
    pub attributes: BTreeMap<String, AttributeDiff>,
    /// How the resource differs.
    pub status: ResourceDiffStatus,
}

/// What differs in an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttributeDiff {
    /// The value before; null where there was none.
    #[serde(default)]
    pub from_value: Value,
    /// The value after; null where there is none.
    #[serde(default)]
    pub to_value: Value,
    /// The value before, as a text to compare line by line.
    pub from_value_compare: String,
    /// The value after, as a text to compare line by line.
    pub to_value_compare: String,
}

open_enum! {
    /// How a resource differs.
    pub enum ResourceDiffStatus {
        /// It is new.
        Added = "added",
        /// Some attributes differ.
        Modified = "modified",
        /// It is gone.
        Deleted = "deleted",
        /// It does not.
        Unmodified = "unmodified",
        /// Its agent was not there to look.
        AgentDown = "agent_down",
        /// It depends on a value that is not known yet.
        Undefined = "undefined",
        /// It depends on a resource that is undefined.
        SkippedForUndefined = "skipped_for_undefined",
    }
}
