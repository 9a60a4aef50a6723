use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::ResourceId;
use super::resource::ResourceState;

/// The state of the scheduler of an environment, and the state in the database for comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SchedulerStatusReport {
    /// The scheduler's state of each resource: `compliance`, `last_deploy_result`, `blocked`.
    #[serde(default)]
    pub scheduler_state: Map<String, Value>,
    /// Each resource in the database.
    #[serde(default)]
    pub db_state: Map<String, Value>,
    /// The state of each resource in the database.
    #[serde(default)]
    pub resource_states: BTreeMap<ResourceId, ResourceState>,
    /// The differences between the two: a list, or lists by resource.
    #[serde(default)]
    pub discrepancies: Value,
}

/// The state of the connections to a database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataBaseReport {
    /// Whether there is a connection.
    pub connected: bool,
    /// The database's name.
    pub database: String,
    /// The machine it is on.
    pub host: String,
    /// The maximum of connections.
    #[serde(default)]
    pub max_pool: u64,
    /// How many more connections are possible.
    #[serde(default)]
    pub free_pool: u64,
    /// How many connections are open.
    #[serde(default)]
    pub open_connections: u64,
    /// How many open connections are not in use.
    #[serde(default)]
    pub free_connections: u64,
    /// For how many seconds no connection was left.
    #[serde(default)]
    pub pool_exhaustion_time: f64,
}
