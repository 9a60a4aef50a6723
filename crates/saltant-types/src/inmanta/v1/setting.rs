use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::ids::SettingName;
use super::super::setting::EnvironmentSettingDefinitionApi;

/// Settings of an environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SettingList {
    /// The settings that are set, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// The definitions of all settings, by name.
    #[serde(default)]
    pub metadata: BTreeMap<SettingName, EnvironmentSettingDefinitionApi>,
}

/// A setting of an environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Setting {
    /// The value, or the default.
    pub value: Value,
    /// The definitions of all settings, by name.
    #[serde(default)]
    pub metadata: BTreeMap<SettingName, EnvironmentSettingDefinitionApi>,
}
