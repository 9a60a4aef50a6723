//! Inmanta: desired states, their compiles and their deployment.
//!
//! The shapes are those of the orchestrator's API as a real server (inmanta-core 17) answers it. Names are
//! the API's own. A model never lacks one of its fields there: what is empty is null.

mod agent;
mod compile;
mod discovered_resource;
mod dry_run;
mod environment;
mod file;
mod notification;
mod page;
mod parameter;
mod project;
mod resource;
mod resource_action;
mod scheduler;
mod server;
mod session;
mod setting;
mod user;
mod version;

pub use agent::{
    Agent, AgentAction, AgentColumn, AgentEndpoint, AgentList, AgentName, AgentProcess, AgentProcessId,
    AgentProcessV1, AgentStatus, AgentV1, AllAgentAction, DeployedAgents,
};
pub use compile::{
    CompileColumn, CompileData, CompileDetails, CompileError, CompileId, CompileReport, CompileReportV1,
    CompileRequested, CompileRun, CompileRunReport, CompileRunReportId, ErrorCategory, Location, Position,
    Range,
};
pub use discovered_resource::{DiscoveredResource, DiscoveredResourceColumn, LinkedDiscoveredResource};
pub use dry_run::{DryRun, DryRunEntry, DryRunId, DryRunReport, DryRunResource, DryRunV1};
pub use environment::{
    ClientType, Environment, EnvironmentId, EnvironmentMetricsResult, EnvironmentV1, MetricValue,
};
pub use file::FileId;
pub use notification::{Notification, NotificationColumn, NotificationId, NotificationSeverity};
pub use page::{PageLink, PageLinks, PageMetadata, PageableResult};
pub use parameter::{
    Fact, FactColumn, Param, ParamList, ParamLookup, ParamToSet, Parameter, ParameterColumn, ParameterId,
    ParameterSource,
};
pub use project::{Project, ProjectId, ProjectV1};
pub use resource::{
    AttributeDiff, AttributeHash, DeploySummary, LatestReleasedResource, ReleasedResourceDetails,
    ReleasedResourceState, ResourceColumn, ResourceDiff, ResourceDiffStatus, ResourceHistory, ResourceId,
    ResourceIdDetails, ResourceState, ResourceVersionId, VersionedResource, VersionedResourceColumn,
    VersionedResourceDetails,
};
pub use resource_action::{
    ActionId, Change, HistoryColumn, LogColumn, LogLevel, ResourceAction, ResourceActionKind,
    ResourceActionLinks, ResourceActions, ResourceLog,
};
pub use scheduler::{DataBaseReport, SchedulerStatusReport};
pub use server::{ApiDocsFormat, Warnings};
pub use session::{AgentState, Heartbeat, MethodCall, Reply, ReplyId, SessionId};
pub use setting::{
    EnvironmentSettingDefinitionApi, EnvironmentSettingsReponse, ProtectedBy, SettingName, SettingV1,
    SettingsV1,
};
pub use user::{
    AuthMethod, CurrentUser, LoginReturn, RoleAssignmentsPerEnvironment, RoleName, User, UserWithRoles,
    Username,
};
pub use version::{
    AgentTriggerMethod, ConfigurationModel, DesiredStateLabel, DesiredStateVersion,
    DesiredStateVersionStatus, InmantaModule, ModelVersion, ModuleSourceMetadata, PipConfig,
    PromoteTriggerMethod, ResourceV1, ResourceWithLogs, UnknownParameter, VersionColumn, VersionList,
    VersionV1,
};
