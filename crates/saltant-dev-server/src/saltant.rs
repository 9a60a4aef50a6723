//! The dev server of saltant: [`DevServer`], its builder and its users.
//!
//! # Where it differs from a real server
//!
//! Every class of answer that was recorded of a real server is reproduced. These differences are known:
//!
//! - A body has at most 4 MiB, and one without valid credentials 64 KiB. The real server takes JSON of any size.
//! - A connection that is idle for 30 seconds is closed.
//! - `__regex` has no look-around and no back references: such a pattern is answered like a bad one, with a 500.
//! - Half a surrogate pair anywhere in JSON is answered with a 500. In a text field, the real server answers 400.
//! - JSON is read in UTF-8, UTF-16 and Latin-1, and forms in UTF-8 only. The real server knows more charsets.
//! - `Allow` names `PATCH` before `OPTIONS` for the state of an instance. On a real server, the order of the two
//!   changes from start to start.
//! - `swagger/.yaml` is JSON, which is YAML too, and all three forms of the description are shorter than the real ones.
//! - Pages for people show the data and nothing else.
//! - Container tasks fail, as on a worker without a container engine.
//! - A command that ignores the signal to end is killed after 2 seconds, though its instance is `terminated` at once,
//!   as on a real server. What a job leaves running in its process group is killed when the job ends. A process
//!   that leaves the group (`setsid`) is not found.

mod app;
mod auth;
mod body;
mod broker;
mod builder;
mod call;
mod filters;
mod handler;
mod logs;
mod negotiation;
mod paging;
mod permissions;
mod reply;
mod routes;
mod server;
mod service;
mod sessions;
mod state_machine;
mod states;
mod store;
mod times;
mod tokens;
mod user;
mod validation;
mod views;
mod worker;

pub use app::Saltant;
pub use logs::Logs;
pub use sessions::Session;
pub use user::{NewUser, User};

/// A running saltant server.
pub type DevServer = crate::Server<Saltant>;
/// Sets up a [`DevServer`].
pub type DevServerBuilder = crate::Builder<Saltant>;
