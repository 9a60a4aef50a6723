//! Astakos: identity, quotas and projects.
//!
//! There are two kinds of token, and a client for each: [`User`] for a person's, [`Service`] for that of a
//! service of the cloud, which may charge users. A call that takes the other kind is not there:
//!
//! ```no_run
//! use saltant::astakos::User;
//!
//! # async fn run() -> Result<(), saltant::Error> {
//! let user = User::new("https://example.org/astakos/identity/v2.0", "a-token")?;
//! println!("{}", user.authenticate().await?.user.name);
//! for (project, quotas) in user.get_quotas().await? {
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
//! let pending = user.get_pending_commissions(); // takes a service's token
//! # }
//! ```
//!
//! ```compile_fail,E0277
//! # fn run(user: saltant::astakos::User) {
//! let pending = user.call(saltant::astakos::GetPendingCommissions::new());
//! # }
//! ```
//!
//! [`Public`] is for what takes no token at all.
//!
//! # Where requests go
//!
//! A client is given the address of the identity service. It asks there for the catalogue of services, once,
//! when the first call needs it, and finds the other parts in it. The whole addresses of the catalogue are
//! used. A part on another host than the identity service gets the token only if the program says so
//! ([`trust`](crate::ClientBuilder::trust)); without it, a call that needs the token there is refused and not
//! sent.
//!
//! # Errors
//!
//! A refused quantity has its fields: [`quota_fault`]. Every fault of the service has a name: [`fault`].

mod application;
mod client;
mod commission;
mod feedback;
mod membership;
mod project;
mod quota;
mod resource;
mod token;
mod user_catalog;

pub use client::{Client, Public, Service, User};

pub use saltant_core::astakos::*;
pub use saltant_types::astakos::*;
