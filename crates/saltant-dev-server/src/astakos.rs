//! The dev server of Astakos, the identity, quota and project service of Synnefo: [`DevServer`], its builder and
//! its users.
//!
//! It is release 0.16, or [0.15](Release::V0_15) if it is told so: identity with tokens and catalogue, user catalogs, quotas with the arithmetic of pending
//! and accepted commissions, projects, applications and memberships with their state machines, services,
//! feedback, and OAuth tokens.
//!
//! ```
//! use saltant_dev_server::astakos::{DevServer, NewUser};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), saltant_dev_server::StartError> {
//! let server = DevServer::builder().user(NewUser::new("ada@example.org").token("s3cret")).start().await?;
//! assert!(server.url().ends_with("/astakos/identity/v2.0"));
//! assert!(server.service_token("cyclades").is_some());
//! # Ok(())
//! # }
//! ```
//!
//! The user interface and OAuth are on a second port, the one after the first, as they may be on another host of a
//! real installation: a client that follows the catalogue there has to decide whom it trusts with its token.
//!
//! # Where it differs from a real server
//!
//! The behaviour is that of a real Astakos 0.16. These differences are known:
//!
//! - JSON of a wrong type is answered with a 400 where the real server fails with a 500.
//! - If several provisions of a commission fail, the first one of the request is reported; on the real server it
//!   is any of them.
//! - The data of a missing holding has no `limit` and `usage` left over from another provision.
//! - The catalogue has addresses of this machine, also where others can reach the server.
//! - The calls of releases after 0.16 are not there.
//! - Answers are JSON only. OAuth works without TLS, for its server listens on this machine.
//! - There is one lock, so every request is a transaction of its own.
//! - Feedback is written to the log instead of being sent by mail.

mod answer;
mod auth;
mod builder;
mod call;
mod handler;
mod input;
mod projects;
mod quota;
mod release;
mod resources;
mod routes;
mod server;
mod service;
mod state;
mod times;
mod user;
mod v015;
mod views;

pub use release::Release;
pub use state::Astakos;
pub use user::{NewUser, User};

/// A running Astakos server.
pub type DevServer = crate::Server<Astakos>;
/// Sets up a [`DevServer`].
pub type DevServerBuilder = crate::Builder<Astakos>;
