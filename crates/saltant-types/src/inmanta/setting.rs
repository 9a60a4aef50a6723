use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::SettingName;
use crate::open_enum::open_enum;

open_enum! {
    /// What protects a setting from changes.
    pub enum ProtectedBy {
        /// The file of the model's project.
        ProjectYml = "project.yml",
    }
}

/// Settings of an environment, with the definitions of all settings.
///
/// The misspelt name is the server's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentSettingsReponse {
    /// The settings that are set, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// The definitions of all settings, by name.
    #[serde(default)]
    pub definition: BTreeMap<SettingName, EnvironmentSettingDefinitionApi>,
}

/// The definition of a setting.
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
    /// Whether setting it restarts the agents.
    #[serde(default)]
    pub agent_restart: bool,
    /// The values it can have, where they are few.
    #[serde(default)]
    pub allowed_values: Option<Vec<Value>>,
    /// The section of the settings that it belongs to.
    #[serde(default)]
    pub section: Option<String>,
    /// Whether it is protected from changes.
    #[serde(default)]
    pub protected: bool,
    /// What protects it.
    #[serde(default)]
    pub protected_by: Option<ProtectedBy>,
}
