use serde::{Deserialize, Serialize};

use super::FileId;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The number of a version of an environment's desired state.
    ModelVersion(u64)
}

open_enum! {
    /// What a resource of a new version begins as.
    pub enum ResourceState {
        /// It is to be deployed.
        Available = "available",
        /// It depends on a value that is not known yet.
        Undefined = "undefined",
    }
}

/// A Python module with handlers, for agents to load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InmantaModule {
    /// The module's name.
    pub name: String,
    /// The module's version: a hash over its files and requirements.
    pub version: String,
    /// Its files.
    pub files_in_module: Vec<ModuleSourceMetadata>,
    /// The Python packages it needs.
    pub requirements: Vec<String>,
    /// The agents that load it.
    pub for_agents: Vec<String>,
}

/// A file of a Python module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleSourceMetadata {
    /// The file's name as Python imports it, such as `inmanta_plugins.std`.
    pub name: String,
    /// The file's content, stored before.
    pub hash_value: FileId,
    /// Whether the content is byte code.
    pub is_byte_code: bool,
}

/// Where agents get Python packages from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PipConfig {
    /// The package index.
    #[serde(default)]
    pub index_url: Option<String>,
    /// Further package indexes.
    #[serde(default)]
    pub extra_index_url: Vec<String>,
    /// Whether versions before their release are taken.
    #[serde(default)]
    pub pre: Option<bool>,
    /// Whether pip reads the configuration of the machine it runs on.
    #[serde(default)]
    pub use_system_config: bool,
}
