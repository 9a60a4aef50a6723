//! The models of version 1 of Inmanta's API.

mod agent;
mod compile;
mod dry_run;
mod environment;
mod parameter;
mod project;
mod server;
mod session;
mod setting;
mod version;
mod warning;

pub use agent::{Agent, AgentEndpoint, AgentList, AgentProcess, DeployedAgents};
pub use compile::{CompileReport, CompileRequested, CompileRun};
pub use dry_run::{DryRun, DryRunEntry, DryRunResource};
pub use environment::Environment;
pub use parameter::{Parameter, ParameterList, ParameterLookup, ParameterToSet};
pub use project::Project;
pub use server::{ReportedStatus, ServerSlice, ServerStatus};
pub use session::{AgentState, Heartbeat, MethodCall, Reply, ReplyId};
pub use setting::{Setting, SettingList};
pub use version::{ConfigurationModel, Resource, ResourceWithLogs, UnknownParameter, Version, VersionList};
pub use warning::Warnings;
