//! Servers in memory that stand in for research-compute services, for tests, demos and offline work.
//!
//! Each service has a module with its `DevServer`: [`saltant::DevServer`] answers saltant's REST API with the
//! rules, the messages and the oddities of the real server, and has a worker that runs executable tasks as
//! subprocesses. It is a stand-in for development: production is a real server with its database, broker and
//! workers.
//!
//! ```
//! use saltant_dev_server::saltant::{DevServer, NewUser};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), saltant_dev_server::StartError> {
//! let server = DevServer::builder().user(NewUser::new("matt").token("s3cret")).user("daniel").start().await?;
//! assert!(server.url().ends_with("/api/"));
//! assert_eq!(server.user("matt").unwrap().token, "s3cret");
//! server.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # An independent witness
//!
//! On purpose, this crate does not use the wire models or operations of its workspace: it writes every byte
//! as recordings of real servers show it. So a mistake in the shared models fails a test instead of being made
//! on both sides of the wire.
//!
//! # Safety
//!
//! A worker runs commands, with the rights of the process, for anyone with a token. So a server always asks
//! for a token, refuses requests under foreign host names, and listens on the loopback interface only, unless
//! [`Builder::allow_anyone_on_the_network_to_run_commands`] is called.
//!
//! # Where things are
//!
//! What is common to all services stands once: `builder` and `server` (the words of every `DevServer`), `serve`
//! (the loop around each request, with faults, host names, the body limit and the record of requests), `clock`,
//! `random`, `store`, `process`, `http` and `json`. `service` is the trait through which these reach a service.
//!
//! A service is a module behind a feature of its name. `saltant` has a file for each rule of the real server:
//! `auth`, `permissions`, `validation`, `filters`, `paging`, `negotiation`, `body`, `routes`, `views`,
//! `state_machine`, `worker`. `agave` has the tenant's gateway in `gateway` and a folder for each service behind it.
//! `astakos` has the arithmetic in `quota`, the states in `projects` and the paths in `views`.
//! `vantage6` has a view for each resource in `views`, and the rights that they ask for in `rules` and `identity`.

#![cfg_attr(
    not(all(feature = "saltant", feature = "agave", feature = "astakos", feature = "vantage6")),
    allow(dead_code, unused_imports, reason = "each service uses a part of what is common")
)]

mod builder;
mod clock;
mod error;
mod http;
mod json;
mod process;
mod random;
mod serve;
mod server;
mod service;
mod store;

#[cfg(feature = "agave")]
pub mod agave;
#[cfg(feature = "astakos")]
pub mod astakos;
#[cfg(feature = "saltant")]
pub mod saltant;
#[cfg(feature = "vantage6")]
pub mod vantage6;

pub use builder::Builder;
pub use error::StartError;
pub use jiff::Timestamp;
pub use serve::faults::Fault;
pub use serve::requests::RequestRecord;
pub use server::Server;
pub use service::Service;
pub use uuid::Uuid;
