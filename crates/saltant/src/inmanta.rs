//! Inmanta: desired states, their compiles and their deployment.
//!
//! Begin with a [`Client`] for what belongs to the server, and go on with [`Client::environment`] for what
//! belongs to one environment:
//!
//! ```no_run
//! use saltant::inmanta::{
//!     Client, EnvironmentCreate, Not, ProjectCreate, ReleasedResourceState, ResourceFilter, ResourceList,
//! };
//!
//! # async fn run() -> Result<(), saltant::Error> {
//! let client = Client::login("https://inmanta.example.org", "admin", "a-password").await?;
//! let project = client.projects().project_create(ProjectCreate::new("web")).await?;
//! let create = EnvironmentCreate::new(project.id, "production");
//! let environment = client.environment(client.environments().environment_create(create).await?.id);
//!
//! let filter = ResourceFilter::new().status(Not(ReleasedResourceState::Deployed));
//! let mut resources = environment.resources().resource_list(ResourceList::new().filter(filter)).items();
//! while let Some(resource) = resources.next().await {
//!     let resource = resource?;
//!     println!("{}: {}", resource.resource_id, resource.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Methods have the names of the API's own methods.

mod agent;
mod client;
mod compile;
mod discovered_resource;
mod dry_run;
mod environment;
mod environment_client;
mod fact;
mod file;
mod notification;
mod parameter;
mod project;
mod resource;
mod role;
mod scheduler;
mod server;
mod session;
mod setting;
mod user;
mod version;

pub use agent::Agents;
pub use client::Client;
pub use compile::Compiles;
pub use discovered_resource::DiscoveredResources;
pub use dry_run::DryRuns;
pub use environment::Environments;
pub use environment_client::EnvironmentClient;
pub use fact::Facts;
pub use file::Files;
pub use notification::Notifications;
pub use parameter::Parameters;
pub use project::Projects;
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
