use serde::{Deserialize, Serialize};

use super::ids::{FileId, ModelVersion};
use crate::Timestamp;
use crate::open_enum::open_enum;

/// A Python module with handlers, for agents to load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct InmantaModule {
    /// The module's name.
    pub name: String,
    /// The module's version: a hash of its files and requirements.
    pub version: String,
    /// Its files.
    pub files_in_module: Vec<ModuleSourceMetadata>,
    /// The Python packages it needs.
    pub requirements: Vec<String>,
    /// The agents that load it.
    pub for_agents: Vec<String>,
}

/// A file of a Python module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ModuleSourceMetadata {
    /// The file's name as Python imports it, such as `inmanta_plugins.std`.
    pub name: String,
    /// The file's content, stored before.
    pub hash_value: FileId,
    /// Whether the content is byte code.
    pub is_byte_code: bool,
}

/// The pip configuration of the agents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PipConfig {
    /// The package index.
    #[serde(default)]
    pub index_url: Option<String>,
    /// Further package indexes.
    #[serde(default)]
    pub extra_index_url: Vec<String>,
    /// Whether pre-releases are installed.
    #[serde(default)]
    pub pre: Option<bool>,
    /// Whether pip reads the configuration of the machine it runs on.
    #[serde(default)]
    pub use_system_config: bool,
}

open_enum! {
    /// The status of a version of the desired state.
    pub enum DesiredStateVersionStatus {
        /// The scheduler deploys it. This comes some time after the release.
        Active = "active",
        /// It is newer than the active one and not released.
        Candidate = "candidate",
        /// A newer one was released.
        Retired = "retired",
        /// It was not released, and a newer one was.
        SkippedCandidate = "skipped_candidate",
    }
}

open_enum! {
    /// What the agents deploy after the release of a version.
    pub enum AgentTriggerMethod {
        /// The resources that have changed.
        PushIncrementalDeploy = "push_incremental_deploy",
        /// All resources.
        PushFullDeploy = "push_full_deploy",
    }
}

open_enum! {
    /// What the agents deploy after the promotion of a version.
    pub enum PromoteTriggerMethod {
        /// The resources that have changed.
        PushIncrementalDeploy = "push_incremental_deploy",
        /// All resources.
        PushFullDeploy = "push_full_deploy",
        /// Nothing: they are not told.
        NoPush = "no_push",
    }
}

open_enum! {
    /// A column that a list of versions can be sorted by.
    pub enum VersionColumn {
        /// The number.
        Version = "version",
    }
}

/// A version of the desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DesiredStateVersion {
    /// The number.
    pub version: ModelVersion,
    /// When it was created.
    pub date: Timestamp,
    /// How many resources it has.
    #[serde(default)]
    pub total: u64,
    /// Its origins.
    #[serde(default)]
    pub labels: Vec<DesiredStateLabel>,
    /// Its state.
    pub status: DesiredStateVersionStatus,
    /// Whether it was released.
    #[serde(default)]
    pub released: bool,
}

/// The origin of a version of the desired state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DesiredStateLabel {
    /// The kind of origin.
    pub name: String,
    /// The message about it.
    pub message: String,
}
