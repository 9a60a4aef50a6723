use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::ids::{EnvironmentId, ProjectId};
use crate::Timestamp;
use crate::open_enum::open_enum;

/// An environment: one desired state and everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Environment {
    /// The environment's id.
    pub id: EnvironmentId,
    /// The name, unique in its project.
    pub name: String,
    /// The project it belongs to.
    pub project_id: ProjectId,
    /// The Git address of the model's repository; empty for none.
    #[serde(default)]
    pub repo_url: String,
    /// The branch in that repository; empty for none.
    #[serde(default)]
    pub repo_branch: String,
    /// The settings that are set, by name: flags, numbers, texts or objects of these.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Whether it is halted: nothing is compiled or deployed.
    #[serde(default)]
    pub halted: bool,
    /// Whether it is about to be deleted.
    #[serde(default)]
    pub is_marked_for_deletion: bool,
    /// The description. Without `details` it is the empty text, whatever is stored.
    #[serde(default)]
    pub description: Option<String>,
    /// The icon, as `image/png;base64,…`. Without `details` it is the empty text, whatever is stored.
    #[serde(default)]
    pub icon: Option<String>,
}

open_enum! {
    /// The type of client that may use a token of an environment.
    pub enum ClientType {
        /// Programs that use the API.
        Api = "api",
        /// Agents.
        Agent = "agent",
        /// Compilers, which store versions.
        Compiler = "compiler",
    }
}

open_enum! {
    /// The name of a metric of an environment.
    pub enum MetricName {
        /// How many resources there are in each state.
        ResourceCount = "resource.resource_count",
        /// How many agents there are in each state.
        AgentCount = "resource.agent_count",
        /// How many seconds a compile takes.
        CompileTime = "orchestrator.compile_time",
        /// How many seconds a compile waits.
        CompileWaitingTime = "orchestrator.compile_waiting_time",
    }
}

/// Metrics of an environment over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentMetricsResult {
    /// The start of the first window.
    pub start: Timestamp,
    /// The end of the last window.
    pub end: Timestamp,
    /// The end of each window.
    #[serde(default)]
    pub timestamps: Vec<Timestamp>,
    /// The values by metric, one for each window.
    #[serde(default)]
    pub metrics: BTreeMap<MetricName, Vec<Option<MetricValue>>>,
}

/// A value of a metric in a window of time. Both kinds are averages, so they have fractions.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum MetricValue {
    /// A number, such as seconds.
    Number(f64),
    /// A number for each state.
    ByState(BTreeMap<String, f64>),
}

/// Not derived: with exact numbers switched on, an untagged enum does not recognize a number.
impl<'de> Deserialize<'de> for MetricValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Self::Number(number.as_f64().unwrap_or(f64::NAN))),
            other => BTreeMap::deserialize(other).map(Self::ByState).map_err(D::Error::custom),
        }
    }
}
