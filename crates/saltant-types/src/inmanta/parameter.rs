use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{EnvironmentId, ParameterId, ResourceId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The source of a parameter's value.
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
    /// The source of the value.
    pub source: ParameterSource,
    /// When the value was last set.
    #[serde(default)]
    pub updated: Option<Timestamp>,
    /// Metadata of the value.
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
    /// The source of the value.
    pub source: ParameterSource,
    /// When the value was last set.
    #[serde(default)]
    pub updated: Option<Timestamp>,
    /// Metadata of the value.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// The resource.
    pub resource_id: ResourceId,
    /// Whether the value expires and is then read again.
    #[serde(default)]
    pub expires: bool,
}

open_enum! {
    /// A column that a list of parameters can be sorted by.
    pub enum ParameterColumn {
        /// The name.
        Name = "name",
        /// The source of the value.
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
