use serde::{Deserialize, Serialize};

use crate::{Map, Value};

/// A resource that quotas are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resource {
    /// What it is counted in; nothing where the things themselves are counted.
    #[serde(default)]
    pub unit: Option<String>,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// The service that it belongs to.
    #[serde(default)]
    pub service: String,
    /// Whether pages for people show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui_visible: Option<bool>,
    /// Whether the API shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_visible: Option<bool>,
    /// Whether projects may have it; only older servers say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_in_projects: Option<bool>,
}

/// A service of the cloud, as its pages for people show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CloudService {
    /// Its address.
    #[serde(default)]
    pub url: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What else there is about it: an id, an icon, how a dashboard shows it.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
