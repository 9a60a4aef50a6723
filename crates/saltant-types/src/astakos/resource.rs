use serde::{Deserialize, Serialize};

use crate::{Map, Value};

/// A resource that has quotas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resource {
    /// The unit of quantities; `None` if things are counted, such as virtual machines.
    #[serde(default)]
    pub unit: Option<String>,
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// The service that it belongs to.
    #[serde(default)]
    pub service: String,
    /// Whether web pages show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui_visible: Option<bool>,
    /// Whether the API shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_visible: Option<bool>,
    /// Whether projects may have it; only older servers send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_in_projects: Option<bool>,
}

/// A service of the cloud, as its web pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CloudService {
    /// Its address; a part of the cloud without web pages has none.
    #[serde(default)]
    pub url: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Further fields: an id, an icon, how a dashboard shows it.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
