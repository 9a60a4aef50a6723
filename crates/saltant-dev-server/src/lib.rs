//! A saltant server in memory, for tests, demos and offline work.
//!
//! [`DevServer`] answers saltant's REST API with the rules, the messages and the oddities of the real
//! server, and has a worker that runs executable tasks as subprocesses. It is a stand-in for
//! development: production is a real saltant server with its database, broker and workers.
//!
//! ```
//! use saltant_dev_server::{DevServer, NewUser};
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
//! This crate does not use the wire models or operations of its workspace, on purpose: it has its own
//! idea of every byte, taken from what real servers were seen to say, so that a mistake in the shared
//! models fails a test instead of being made on both sides of the wire.
//!
//! # Safety
//!
//! The worker runs commands, with the rights of the process, for anyone with a token. So there is
//! always a token, a server listens on the loopback interface unless it is told otherwise by a method
//! that says what this means, and requests under foreign host names are refused.
//!
//! # Where things are
//!
//! Each rule of the real server has its module: `auth`, `permissions`, `validation`, `filters`,
//! `paging`, `negotiation`, `body`, `routes`, `state_machine`, `worker`; `faults` is what real servers
//! do not have.

mod app;
mod auth;
mod body;
mod builder;
mod call;
mod clock;
mod error;
mod faults;
mod filters;
mod json;
mod jwt;
mod negotiation;
mod paging;
mod permissions;
mod random;
mod reply;
mod requests;
mod routes;
mod serve;
mod server;
mod state_machine;
mod store;
mod user;
mod validation;
mod views;
mod worker;

pub use builder::DevServerBuilder;
pub use error::StartError;
pub use faults::Fault;
pub use jiff::Timestamp;
pub use requests::RequestRecord;
pub use server::DevServer;
pub use user::{NewUser, Session, User};
pub use uuid::Uuid;
pub use worker::Logs;
