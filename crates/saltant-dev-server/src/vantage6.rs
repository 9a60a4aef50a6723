//! The dev server of vantage6: [`DevServer`], its builder and its users.
//!
//! It answers the REST API as vantage6 4.15.2 does. `socket.io` is not served: clients of the REST API do not
//! need it.

mod app;
mod auth;
mod builder;
mod call;
mod handler;
mod identity;
mod mail;
mod market;
mod nodes;
mod paging;
mod passwords;
mod reply;
mod routes;
mod rules;
mod seeds;
mod server;
mod service;
mod show;
mod store;
mod times;
mod tokens;
mod totp;
mod user;
mod validation;
mod views;

pub use app::Vantage6;
pub use mail::Mail;
pub use nodes::{Algorithm, Subtask, Work};
pub use seeds::NewCollaboration;
pub use user::{NewUser, User};

/// A running vantage6 server.
pub type DevServer = crate::Server<Vantage6>;
/// Sets up a [`DevServer`].
pub type DevServerBuilder = crate::Builder<Vantage6>;
