//! Inmanta: desired states, their compiles and their deployment.
//!
//! The shapes are those of the orchestrator's API as a real server (inmanta-core 17) answers it. Names are
//! the API's own. A model always has all of its fields there: what is empty is null. The models of version 1
//! of the API are in [`v1`].

mod agent;
mod compile;
mod discovered_resource;
mod dry_run;
mod environment;
mod ids;
mod notification;
mod page;
mod parameter;
mod project;
mod resource;
mod resource_action;
mod scheduler;
mod server;
mod setting;
mod user;
pub mod v1;
mod version;

pub use agent::{Agent, AgentAction, AgentColumn, AgentProcess, AgentStatus, AllAgentAction};
pub use compile::{
    CompileColumn, CompileData, CompileDetails, CompileError, CompileReport, CompileRunReport, ErrorCategory,
    Location, Position, Range,
};
pub use discovered_resource::{DiscoveredResource, DiscoveredResourceColumn, LinkedDiscoveredResource};
pub use dry_run::{DryRun, DryRunReport};
pub use environment::{ClientType, Environment, EnvironmentMetricsResult, MetricName, MetricValue};
pub use ids::{
    ActionId, AgentName, AgentProcessId, AttributeHash, CompileId, CompileRunReportId, DryRunId,
    EnvironmentId, FileId, KeysetValue, ModelVersion, NotificationId, PageLink, ParameterId, ProjectId,
    ResourceId, ResourceVersionId, RoleName, SessionId, SettingName, Username,
};
pub use notification::{Notification, NotificationColumn, NotificationSeverity};
pub use page::{PageLinks, PageMetadata, PageableResult};
pub use parameter::{Fact, FactColumn, Parameter, ParameterColumn, ParameterSource};
pub use project::Project;
pub use resource::{
    AttributeDiff, DeploySummary, LatestReleasedResource, ReleasedResourceDetails, ReleasedResourceState,
    ResourceColumn, ResourceDiff, ResourceDiffStatus, ResourceHistory, ResourceIdDetails, ResourceState,
    VersionedResource, VersionedResourceColumn, VersionedResourceDetails,
};
pub use resource_action::{
    Change, HistoryColumn, LogColumn, LogLevel, ResourceAction, ResourceActionKind, ResourceActionLinks,
    ResourceActionPage, ResourceLog,
};
pub use scheduler::{DataBaseReport, SchedulerStatusReport};
pub use server::ApiDocsFormat;
pub use setting::{EnvironmentSettingDefinitionApi, EnvironmentSettingsReponse, ProtectedBy};
pub use user::{AuthMethod, CurrentUser, LoginReturn, RoleAssignmentsPerEnvironment, User, UserWithRoles};
pub use version::{
    AgentTriggerMethod, DesiredStateLabel, DesiredStateVersion, DesiredStateVersionStatus, InmantaModule,
    ModuleSourceMetadata, PipConfig, PromoteTriggerMethod, VersionColumn,
};
