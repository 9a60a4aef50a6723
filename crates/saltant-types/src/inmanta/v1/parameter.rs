use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::ids::{EnvironmentId, ParameterId, ResourceId};
use super::super::parameter::ParameterSource;
use crate::Timestamp;

/// A parameter or a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Parameter {
    /// The id.
    pub id: ParameterId,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// The source of the value.
    pub source: ParameterSource,
    /// The resource of a fact; empty for a parameter.
    pub resource_id: ResourceId,
    /// When the value was last set.
    #[serde(default)]
    pub updated: Option<Timestamp>,
    /// Metadata of the value.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// Whether the value expires and is then read again.
    #[serde(default)]
    pub expires: bool,
}

/// The result of looking up a parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ParameterLookup {
    /// The parameter is there.
    #[serde(rename = "parameter")]
    Found(Box<Parameter>),
    /// There is none, and no resource to ask for it.
    NotFound,
    /// There was one and it has expired.
    Expired,
    /// There is none yet: the server has asked an agent for it. Look it up again later.
    ///
    /// The server also says this, each time, if the resource does not exist.
    Requested,
}

impl ParameterLookup {
    /// The parameter, if it is there.
    pub fn found(self) -> Option<Parameter> {
        match self {
            Self::Found(param) => Some(*param),
            Self::NotFound | Self::Expired | Self::Requested => None,
        }
    }
}

/// The answer to a list of parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParameterList {
    /// The parameters and facts.
    pub parameters: Vec<Parameter>,
    /// After how many seconds a fact expires.
    #[serde(default)]
    pub expire: f64,
    /// The server's time.
    #[serde(default)]
    pub now: Option<Timestamp>,
}

/// A parameter or fact to set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ParameterToSet {
    /// The name.
    pub id: String,
    /// The source of the value.
    pub source: ParameterSource,
    /// The value.
    pub value: String,
    /// The resource of a fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<ResourceId>,
    /// Whether the value expires and is then read again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<bool>,
    /// Metadata of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}
