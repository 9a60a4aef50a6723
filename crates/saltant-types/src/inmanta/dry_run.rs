use serde::{Deserialize, Serialize};

use super::ids::{DryRunId, EnvironmentId, ModelVersion};
use super::resource::ResourceDiff;
use crate::Timestamp;

/// A dry run: it finds what a deployment of a version would change.
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
    /// How many it has not examined yet; 0 when it has ended.
    #[serde(default)]
    pub todo: u64,
}

/// The result of a dry run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DryRunReport {
    /// The dry run.
    pub summary: DryRun,
    /// What a deployment of the version would change. It grows until the dry run has ended.
    #[serde(default)]
    pub diff: Vec<ResourceDiff>,
}
