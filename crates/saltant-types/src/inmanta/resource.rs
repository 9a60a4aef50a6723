use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{AttributeHash, ModelVersion, ResourceId, ResourceVersionId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The state of a resource of the latest released version.
    pub enum ReleasedResourceState {
        /// Its handler is not available.
        Unavailable = "unavailable",
        /// Its deployment was skipped, for now.
        Skipped = "skipped",
        /// Only a dry run has examined it.
        Dry = "dry",
        /// It is in its desired state.
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
        /// No version of the desired state contains it any more.
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
        /// The value of the attribute that identifies resources of a type.
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
    /// Its state. It changes some time after a release or a deployment.
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
    /// The attribute that identifies resources of its type.
    pub attribute: String,
    /// That attribute's value.
    pub resource_id_value: String,
}

/// How many resources are in each state.
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

impl DeploySummary {
    /// How many resources are still to be deployed.
    pub fn unfinished(&self) -> u64 {
        self.count(&[ReleasedResourceState::Available, ReleasedResourceState::Deploying])
    }

    /// How many resources could not be deployed: all but those that are deployed, are still to be, or depend on a
    /// value that is not known yet.
    pub fn bad(&self) -> u64 {
        let good = self.count(&[
            ReleasedResourceState::Deployed,
            ReleasedResourceState::Undefined,
            ReleasedResourceState::SkippedForUndefined,
        ]);
        self.total.saturating_sub(good).saturating_sub(self.unfinished())
    }

    fn count(&self, states: &[ReleasedResourceState]) -> u64 {
        states
            .iter()
            .filter_map(|state| self.by_state.get(state))
            .fold(0, |sum, one| sum.saturating_add(*one))
    }
}

open_enum! {
    /// The state of a resource in a log or in a new version. A new version can have only `available` and
    /// `undefined`.
    pub enum ResourceState {
        /// Its handler is not available.
        Unavailable = "unavailable",
        /// Its deployment was skipped, for now.
        Skipped = "skipped",
        /// Only a dry run has examined it.
        Dry = "dry",
        /// It is in its desired state.
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
        /// The value of the attribute that identifies resources of a type.
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
    /// The attribute that identifies resources of its type.
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
    /// The attribute that identifies resources of its type.
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
    /// Its state.
    pub status: ReleasedResourceState,
    /// The states of the resources that have to be deployed before it.
    #[serde(default)]
    pub requires_status: BTreeMap<ResourceId, ReleasedResourceState>,
}

/// The attributes of a resource from one version on.
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
    /// A hash of the attributes.
    pub attribute_hash: AttributeHash,
    /// The resources that had to be deployed before it.
    #[serde(default)]
    pub requires: Vec<ResourceId>,
}

/// How a resource differs between two versions, or between its actual and its desired state.
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

/// How an attribute differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttributeDiff {
    /// The value before; null if there was none.
    #[serde(default)]
    pub from_value: Value,
    /// The value after; null if there is none.
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
        /// It was deleted.
        Deleted = "deleted",
        /// It does not.
        Unmodified = "unmodified",
        /// Its agent was down.
        AgentDown = "agent_down",
        /// It depends on a value that is not known yet.
        Undefined = "undefined",
        /// It depends on a resource that is undefined.
        SkippedForUndefined = "skipped_for_undefined",
    }
}
