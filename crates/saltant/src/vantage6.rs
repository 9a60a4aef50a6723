//! A client of vantage6, a server for federated analysis.
//!
//! Make a [`Client`] and log in. Its methods give the calls by kind of resource: [`Collaborations`],
//! [`Nodes`], [`Organizations`], [`Users`], [`Roles`], [`Rules`], [`Tasks`], [`Runs`], [`Results`] and more.
//!
//! ```no_run
//! use saltant::vantage6::{Client, CreateTask};
//! use serde_json::json;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new("https://vantage6.example.org/api")?;
//! let client = client.authenticate("alice", "a-password").await?.into_client()?;
//!
//! let input = json!({"method": "average", "kwargs": {"column": "age"}});
//! let task = CreateTask::new("harbor.example.org/average:1", [2, 3]).collaboration(1).input(input);
//! let task = client.tasks().create(task.databases(["default"])).await?;
//!
//! let results = client.wait_for_results(&task).await?;
//! for (organization, average) in results.json::<f64>()? {
//!     println!("{organization}: {average}");
//! }
//! # Ok(())
//! # }
//! ```

mod algorithm_store;
mod blob;
mod client;
mod collaboration;
mod content;
#[cfg(feature = "encryption")]
mod encryption;
mod login;
mod node;
mod organization;
mod password;
mod result;
mod results_of;
mod role;
mod rule;
mod run;
mod scope;
mod server;
mod study;
mod task;
mod token;
mod two_factor;
mod user;
mod wait;

pub use algorithm_store::{AlgorithmStores, StoreClient};
pub use blob::Blobs;
pub use client::{Client, Me};
pub use collaboration::Collaborations;
pub use content::{Content, Stored};
#[cfg(feature = "encryption")]
pub use encryption::{
    DecryptError, Encryption, EncryptionError, Form, KeyError, PrivateKey, PublicKey, SetupEncryption,
};
pub use login::{Authenticate, Login};
pub use node::Nodes;
pub use organization::Organizations;
pub use password::Passwords;
pub use result::Results;
pub use results_of::{OrganizationResult, ResultError, ResultsOf, TaskResults};
pub use role::Roles;
pub use rule::Rules;
pub use run::Runs;
pub use scope::CollaborationScope;
pub use server::Server;
pub use study::Studies;
pub use task::Tasks;
pub use token::Tokens;
pub use two_factor::TwoFactor;
pub use user::Users;
pub use wait::WaitForResults;

pub use saltant_core::vantage6::*;
pub use saltant_types::vantage6::*;

/// The guide, so that its code is compiled.
#[cfg(all(doctest, feature = "encryption", feature = "reqwest"))]
#[doc = include_str!("../../../docs/vantage6.md")]
mod guide {}
