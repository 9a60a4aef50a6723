use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::ProjectId;
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of an environment.
    EnvironmentId(Uuid)
}

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
    /// Whether everything in it has been stopped.
    #[serde(default)]
    pub halted: bool,
    /// Whether it is about to be deleted.
    #[serde(default)]
    pub is_marked_for_deletion: bool,
    /// What it is for. Without `details` a list says the empty text, whatever is stored.
    #[serde(default)]
    pub description: Option<String>,
    /// Its icon, as `image/png;base64,…`. Without `details` a list says the empty text, whatever is stored.
    #[serde(default)]
    pub icon: Option<String>,
}

/// An environment, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentV1 {
    /// The environment's id.
    pub id: EnvironmentId,
    /// The name, unique in its project.
    pub name: String,
    /// The project it belongs to.
    pub project: ProjectId,
    /// The Git address of the model's repository; empty for none.
    #[serde(default)]
    pub repo_url: String,
    /// The branch in that repository; empty for none.
    #[serde(default)]
    pub repo_branch: String,
    /// The settings that are set, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Whether everything in it has been stopped.
    #[serde(default)]
    pub halted: bool,
    /// Whether it is about to be deleted.
    #[serde(default)]
    pub is_marked_for_deletion: bool,
    /// The empty text, whatever is stored.
    #[serde(default)]
    pub description: Option<String>,
    /// The empty text, whatever is stored.
    #[serde(default)]
    pub icon: Option<String>,
}

open_enum! {
    /// For whom a token of an environment is.
    pub enum ClientType {
        /// For programs that use the API.
        Api = "api",
        /// For agents.
        Agent = "agent",
        /// For compilers, which store versions.
        Compiler = "compiler",
    }
}

/// Figures about an environment over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentMetricsResult {
    /// Where the first window begins.
    pub start: Timestamp,
    /// Where the last window ends.
    pub end: Timestamp,
    /// Where each window ends.
    #[serde(default)]
    pub timestamps: Vec<Timestamp>,
    /// The figures by name, one for each window.
    #[serde(default)]
    pub metrics: BTreeMap<String, Vec<Option<MetricValue>>>,
}

/// A figure about an environment in a window of time. Both kinds are averages, so they have fractions.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum MetricValue {
    /// A number, such as seconds.
    Number(f64),
    /// A number for each state.
    ByState(BTreeMap<String, f64>),
}

/// Not derived: what is untagged cannot tell a number where numbers are kept exact.
impl<'de> Deserialize<'de> for MetricValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Self::Number(number.as_f64().unwrap_or(f64::NAN))),
            other => BTreeMap::deserialize(other).map(Self::ByState).map_err(D::Error::custom),
        }
    }
}
