use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ResourceId, ResourceState};

/// What the scheduler of an environment thinks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SchedulerStatusReport {
    /// Where each resource stands, for the scheduler: `compliance`, `last_deploy_result`, `blocked`.
    #[serde(default)]
    pub scheduler_state: Map<String, Value>,
    /// Each resource as it is stored.
    #[serde(default)]
    pub db_state: Map<String, Value>,
    /// Where each resource stands, as it is stored.
    #[serde(default)]
    pub resource_states: BTreeMap<ResourceId, ResourceState>,
    /// Where the two differ: a list, or lists by resource.
    #[serde(default)]
    pub discrepancies: Value,
}
