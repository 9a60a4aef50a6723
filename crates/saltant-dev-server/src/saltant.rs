//! The dev server of saltant: [`DevServer`], its builder and its users.

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
