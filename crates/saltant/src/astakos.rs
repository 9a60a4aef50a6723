//! Astakos: identity, quotas and projects.
//!
//! There are two kinds of token, and a client for each: [`User`] for a person's, [`Service`] for that of a
//! service of the cloud, which may charge users. Each client has the calls that take its token:
//!
//! ```no_run
//! use saltant::astakos::User;
//!
//! # async fn run() -> Result<(), saltant::Error> {
//! let user = User::new("https://example.org/astakos/identity/v2.0", "a-token")?;
//! println!("{}", user.authenticate().await?.user.name);
//! for (project, quotas) in user.quotas().get().await? {
//!     for (resource, quota) in quotas {
//!         println!("{project} {resource}: {} is free", quota.free());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! ```compile_fail,E0599
//! # fn run(user: saltant::astakos::User) {
//! let pending = user.commissions(); // they take a service's token
//! # }
//! ```
//!
//! [`Public`] has the calls that need no token.
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
pub use client::{Client, Public, Service, User};
pub use commission::Commissions;
pub use endpoint::EndpointCatalogue;
pub use feedback::Feedback;
pub use membership::Memberships;
pub use project::Projects;
pub use quota::{Quotas, QuotasAsService};
pub use resource::{Resources, Services};
pub use token::Tokens;
pub use user_catalog::{Users, UsersAsService};

pub use saltant_core::astakos::*;
pub use saltant_types::astakos::*;
