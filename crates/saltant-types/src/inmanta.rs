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
mod session;
mod setting;
mod user;
mod version;

pub use compile::{
    CompileColumn, CompileData, CompileDetails, CompileError, CompileId, CompileReport, CompileRunReport,
    CompileRunReportId, ErrorCategory, Location, Position, Range,
};
pub use environment::{
    ClientType, Environment, EnvironmentId, EnvironmentMetricsResult, EnvironmentV1, MetricValue,
};
pub use file::FileId;
pub use page::{PageLink, PageLinks, PageMetadata, PageableResult};
pub use parameter::{
    Fact, FactColumn, Param, ParamList, ParamLookup, ParamToSet, Parameter, ParameterColumn, ParameterId,
    ParameterSource,
};
pub use project::{Project, ProjectId, ProjectV1};
pub use resource::{
    DeploySummary, LatestReleasedResource, ReleasedResourceState, ResourceColumn, ResourceId,
    ResourceIdDetails, ResourceVersionId,
};
pub use session::SessionId;
pub use setting::{
    EnvironmentSettingDefinitionApi, EnvironmentSettingsReponse, ProtectedBy, SettingName, SettingV1,
    SettingsV1,
};
pub use user::{
    AuthMethod, CurrentUser, LoginReturn, RoleAssignmentsPerEnvironment, RoleName, User, UserWithRoles,
    Username,
};
pub use version::{InmantaModule, ModelVersion, ModuleSourceMetadata, PipConfig, ResourceState};
