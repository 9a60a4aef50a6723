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

/// How the connections to a database are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataBaseReport {
    /// Whether there is a connection.
    pub connected: bool,
    /// The database's name.
    pub database: String,
    /// The machine it is on.
    pub host: String,
    /// The most connections.
    #[serde(default)]
    pub max_pool: u64,
    /// How many more could be made or used.
    #[serde(default)]
    pub free_pool: u64,
    /// How many there are.
    #[serde(default)]
    pub open_connections: u64,
    /// How many of these are not in use.
    #[serde(default)]
    pub free_connections: u64,
    /// For how many seconds there were none left.
    #[serde(default)]
    pub pool_exhaustion_time: f64,
}
