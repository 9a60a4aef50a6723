use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
