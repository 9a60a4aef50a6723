//! Inmanta: desired states, their compiles and their deployment.
//!
//! Begin with a [`Client`], and go on with [`Client::environment`] for one environment:
//!
//! ```no_run
//! use saltant::inmanta::{
//!     Client, CreateEnvironment, CreateProject, ListResources, Not, ReleasedResourceState, ResourceFilter,
//! };
//!
//! # async fn run() -> Result<(), saltant::Error> {
//! let client = Client::login("https://inmanta.example.org", "admin", "a-password").await?;
//! let project = client.projects().create(CreateProject::new("web")).await?;
//! let created = client.environments().create(CreateEnvironment::new(project.id, "production")).await?;
//! let environment = client.environment(created.id);
//!
//! let filter = ResourceFilter::new().status(Not(ReleasedResourceState::Deployed));
//! let mut resources = environment.resources().list(ListResources::new().filter(filter)).items();
//! while let Some(resource) = resources.next().await {
//!     let resource = resource?;
//!     println!("{}: {}", resource.resource_id, resource.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The handles here use version 2 of the API, and version 1 for what only that can do, such as looking up a
//! parameter. The handles of [`v1`] use version 1 for what both can do: see [`Client::v1`] and
//! [`EnvironmentClient::v1`].

mod agent;
mod agent_call;
mod client;
mod compile;
mod deployment;
mod discovered_resource;
mod dry_run;
mod environment;
mod environment_client;
mod export;
mod fact;
mod file;
mod idle;
mod lookup;
mod notification;
mod parameter;
mod project;
mod recompile;
mod resource;
mod role;
mod scheduler;
mod server;
mod session;
mod setting;
mod user;
pub mod v1;
mod version;

pub use agent::Agents;
pub use agent_call::AgentCalls;
pub use client::Client;
pub use compile::Compiles;
pub use deployment::{Deployment, FailedResource, WaitForDeployment};
pub use discovered_resource::DiscoveredResources;
pub use dry_run::DryRuns;
pub use environment::Environments;
pub use environment_client::EnvironmentClient;
pub use export::{Export, ExportedResource, HandlerModule};
pub use fact::Facts;
pub use file::Files;
pub use idle::WaitForIdle;
pub use notification::Notifications;
pub use parameter::Parameters;
pub use project::Projects;
pub use recompile::Recompile;
pub use resource::Resources;
pub use role::Roles;
pub use scheduler::Scheduler;
pub use server::Server;
pub use session::Sessions;
pub use setting::Settings;
pub use user::Users;
pub use version::Versions;

pub use saltant_core::inmanta::*;
pub use saltant_types::inmanta::*;

/// The guide, so that its code is compiled.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../../../docs/inmanta.md")]
mod guide {}
