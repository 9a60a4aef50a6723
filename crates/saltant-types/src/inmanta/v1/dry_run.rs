use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::ids::{DryRunId, EnvironmentId, ModelVersion, ResourceVersionId};
use crate::Timestamp;

/// A dry run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DryRunEntry {
    /// The id.
    pub id: DryRunId,
    /// The version.
    pub version: ModelVersion,
    /// When it began.
    #[serde(default)]
    pub date: Option<Timestamp>,
    /// How many resources it examines.
    #[serde(default)]
    pub total: u64,
    /// How many it has not examined yet.
    #[serde(default)]
    pub todo: u64,
}

/// A dry run with its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DryRun {
    /// The id.
    pub id: DryRunId,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The version.
    pub model: ModelVersion,
    /// When it began.
    #[serde(default)]
    pub date: Option<Timestamp>,
    /// How many resources it examines.
    #[serde(default)]
    pub total: u64,
    /// How many it has not examined yet.
    #[serde(default)]
    pub todo: u64,
    /// The result for each resource.
    #[serde(default)]
    pub resources: BTreeMap<ResourceVersionId, DryRunResource>,
}

/// The result of a dry run for a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DryRunResource {
    /// The resource's id.
    pub id: ResourceVersionId,
    /// The attributes that differ: `current` and `desired` by name.
    #[serde(default)]
    pub changes: Map<String, Value>,
    /// The parts of the id.
    #[serde(default)]
    pub id_fields: Map<String, Value>,
}
