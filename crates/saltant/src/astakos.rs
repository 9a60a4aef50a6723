//! Astakos: identity, quotas and projects.
//!
//! ```no_run
//! use saltant::astakos::Client;
//!
//! # async fn run() -> Result<(), saltant::Error> {
//! let client = Client::new("https://example.org/astakos/identity/v2.0", "a-token")?;
//! println!("{}", client.authenticate().await?.user.name);
//! for (project, quotas) in client.quotas().get().await? {
//!     for (resource, quota) in quotas {
//!         println!("{project} {resource}: {} is free", quota.free());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Tokens
//!
//! There are two kinds of token: a person's, and that of a service of the cloud, which may charge users. A client
//! can have [both](AuthTokens), and sends each call with the one that it takes. A call that takes a token which
//! the client does not have is refused and not sent.
//!
//! # Where requests go
//!
//! A client is given the address of the identity service. It gets the catalogue of services there, once, when
//! the first call needs it, and finds the other parts in it. The whole addresses of the catalogue are used. A
//! part on another host than the identity service gets the token only if the program
//! [trusts](crate::ClientBuilder::trust) it; otherwise a call that needs the token there is refused and not sent.
//!
//! # Errors
//!
//! [`quota_fault`] reads the details of a refused quantity out of an error, [`fault`] any fault of the service.
//! [`UnknownUser`] tells which id or name no user has.

mod application;
mod client;
mod commission;
mod endpoint;
mod feedback;
mod membership;
mod project;
mod quota;
mod resource;
mod token;
mod user_catalog;

pub use application::Applications;
pub use client::Client;
pub use commission::Commissions;
pub use endpoint::EndpointCatalogue;
pub use feedback::Feedback;
pub use membership::Memberships;
pub use project::Projects;
pub use quota::Quotas;
pub use resource::{Resources, Services};
pub use token::Tokens;
pub use user_catalog::{UnknownUser, Users, UsersAsService};

pub use saltant_core::astakos::*;
pub use saltant_types::astakos::*;

/// The guide, so that its code is compiled.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../../../docs/astakos.md")]
mod guide {}
