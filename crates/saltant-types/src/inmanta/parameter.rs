use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{EnvironmentId, ResourceId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a stored parameter or fact.
    ParameterId(Uuid)
}

open_enum! {
    /// Where the value of a parameter comes from.
    pub enum ParameterSource {
        /// It was read from a resource.
        Fact = "fact",
        /// A plugin of the model set it.
        Plugin = "plugin",
        /// A user set it.
        User = "user",
        /// A report set it.
        Report = "report",
    }
}

/// A parameter or a fact, as version 1 of the API has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Param {
    /// The id.
    pub id: ParameterId,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// Where the value comes from.
    pub source: ParameterSource,
    /// The resource that it is a fact of; empty for a parameter.
    pub resource_id: ResourceId,
    /// When the value was last set.
    #[serde(default)]
    pub updated: Option<Timestamp>,
    /// What was stored beside the value.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// Whether the value is asked for anew after a while.
    #[serde(default)]
    pub expires: bool,
}

/// What looking for a parameter has found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ParamLookup {
    /// The parameter is there.
    #[serde(rename = "parameter")]
    Found(Box<Param>),
    /// There is none, and no resource that it could be asked from.
    NotFound,
    /// There was one and it has expired.
    Expired,
    /// There is none yet: the server has asked an agent for it. Look again later.
    ///
    /// A server says this of a resource that does not exist, too, and then for ever.
    Requested,
}

impl ParamLookup {
    /// The parameter, if it is there.
    pub fn found(self) -> Option<Param> {
        match self {
            Self::Found(param) => Some(*param),
            Self::NotFound | Self::Expired | Self::Requested => None,
        }
    }
}

/// The answer of version 1 of the API to a list of parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParamList {
    /// The parameters and facts.
    pub parameters: Vec<Param>,
    /// After how many seconds a fact expires.
    #[serde(default)]
    pub expire: f64,
    /// The server's time.
    #[serde(default)]
    pub now: Option<Timestamp>,
}

/// A parameter.
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
    /// Where the value comes from.
    pub source: ParameterSource,
    /// When the value was last set.
    #[serde(default)]
    pub updated: Option<Timestamp>,
    /// What was stored beside the value.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
}

/// A fact: a value that was read from a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fact {
    /// The id.
    pub id: ParameterId,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The environment it belongs to.
    pub environment: EnvironmentId,
    /// Where the value comes from.
    pub source: ParameterSource,
    /// When the value was last set.
    #[serde(default)]
    pub updated: Option<Timestamp>,
    /// What was stored beside the value.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// The resource.
    pub resource_id: ResourceId,
    /// Whether the value is asked for anew after a while.
    #[serde(default)]
    pub expires: bool,
}

open_enum! {
    /// A column that a list of parameters can be sorted by.
    pub enum ParameterColumn {
        /// The name.
        Name = "name",
        /// Where the value comes from.
        Source = "source",
        /// When the value was last set.
        Updated = "updated",
    }
}

open_enum! {
    /// A column that a list of facts can be sorted by.
    pub enum FactColumn {
        /// The name.
        Name = "name",
        /// The resource.
        ResourceId = "resource_id",
    }
}

/// A parameter to be set, as an agent sends many at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ParamToSet {
    /// The name.
    pub id: String,
    /// Where the value comes from.
    pub source: ParameterSource,
    /// The value.
    pub value: String,
    /// The resource that it is a fact of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<ResourceId>,
    /// Whether the value is asked for anew after a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<bool>,
    /// What is stored beside the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}
