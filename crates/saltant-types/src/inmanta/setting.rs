use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The name of an environment's setting, such as `auto_deploy`.
    SettingName(String)
}

open_enum! {
    /// What protects a setting from being changed.
    pub enum ProtectedBy {
        /// The file of the model's project.
        ProjectYml = "project.yml",
    }
}

/// Settings of an environment, and what can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentSettingsReponse {
    /// The settings that are set, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Every setting that there is, by name.
    #[serde(default)]
    pub definition: BTreeMap<SettingName, EnvironmentSettingDefinitionApi>,
}

/// Settings of an environment, as version 1 of the API lists them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SettingsV1 {
    /// The settings that are set, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Every setting that there is, by name.
    #[serde(default)]
    pub metadata: BTreeMap<SettingName, EnvironmentSettingDefinitionApi>,
}

/// A setting of an environment, as version 1 of the API has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SettingV1 {
    /// The value, or the default.
    pub value: Value,
    /// Every setting that there is, by name.
    #[serde(default)]
    pub metadata: BTreeMap<SettingName, EnvironmentSettingDefinitionApi>,
}

/// What a setting is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentSettingDefinitionApi {
    /// The setting's name.
    pub name: SettingName,
    /// What its values are: `bool`, `int`, `str`, `dict`, `enum` and others.
    #[serde(rename = "type")]
    pub kind: String,
    /// The value it has when it is not set.
    #[serde(default)]
    pub default: Value,
    /// What it does.
    #[serde(default)]
    pub doc: String,
    /// Whether setting it starts a compile.
    #[serde(default)]
    pub recompile: bool,
    /// Whether that compile updates the model's sources first.
    #[serde(default)]
    pub update_model: bool,
    /// Whether setting it starts the agents anew.
    #[serde(default)]
    pub agent_restart: bool,
    /// The values it can have, where they are few.
    #[serde(default)]
    pub allowed_values: Option<Vec<Value>>,
    /// Where a person finds it among the settings.
    #[serde(default)]
    pub section: Option<String>,
    /// Whether it cannot be changed.
    #[serde(default)]
    pub protected: bool,
    /// What protects it.
    #[serde(default)]
    pub protected_by: Option<ProtectedBy>,
}
