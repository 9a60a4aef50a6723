use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{EnvironmentId, ModelVersion, ResourceDiff, ResourceVersionId};
use crate::Timestamp;
use crate::id::id;

id! {
    /// The id of a dry run.
    DryRunId(Uuid)
}

/// A dry run: a look at what deploying a version would change.
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
    /// How many resources it looks at.
    #[serde(default)]
    pub total: u64,
    /// How many it has not looked at yet; 0 when it has ended.
    #[serde(default)]
    pub todo: u64,
}

/// What a dry run has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DryRunReport {
    /// The dry run.
    pub summary: DryRun,
    /// What deploying the version would change. It grows until the dry run has ended.
    #[serde(default)]
    pub diff: Vec<ResourceDiff>,
}

/// A dry run, as version 1 of the API lists it.
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
    /// How many resources it looks at.
    #[serde(default)]
    pub total: u64,
    /// How many it has not looked at yet.
    #[serde(default)]
    pub todo: u64,
}

/// A dry run with what it has found, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DryRunV1 {
    /// The id.
    pub id: DryRunId,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The version.
    pub model: ModelVersion,
    /// When it began.
    #[serde(default)]
    pub date: Option<Timestamp>,
    /// How many resources it looks at.
    #[serde(default)]
    pub total: u64,
    /// How many it has not looked at yet.
    #[serde(default)]
    pub todo: u64,
    /// What it has found about each resource.
    #[serde(default)]
    pub resources: BTreeMap<ResourceVersionId, DryRunResource>,
}

/// What a dry run has found about a resource.
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
