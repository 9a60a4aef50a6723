//! Inmanta: desired states, their compiles and their deployment.
//!
//! The shapes are those of the orchestrator's API as a real server (inmanta-core 17) answers it. Names are
//! the API's own. A model never lacks one of its fields there: what is empty is null.

mod compile;
mod environment;
mod file;
mod page;
mod parameter;
mod project;
mod resource;
mod user;
mod version;

pub use compile::{
    CompileColumn, CompileData, CompileDetails, CompileError, CompileId, CompileReport, CompileRunReport,
    CompileRunReportId, ErrorCategory, Location, Position, Range,
};
pub use environment::{Environment, EnvironmentId, SettingName};
pub use file::FileId;
pub use page::{PageLink, PageLinks, PageMetadata, PageableResult};
pub use parameter::{Param, ParamLookup, ParameterId, ParameterSource};
pub use project::{Project, ProjectId};
pub use resource::{
    DeploySummary, LatestReleasedResource, ReleasedResourceState, ResourceColumn, ResourceId,
    ResourceIdDetails, ResourceVersionId,
};
pub use user::{AuthMethod, LoginReturn, User, Username};
pub use version::{InmantaModule, ModelVersion, ModuleSourceMetadata, PipConfig, ResourceState};
