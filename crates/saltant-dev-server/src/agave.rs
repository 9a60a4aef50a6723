//! The dev server of Agave, also called Tapis v2: [`DevServer`], its builder and its users.

mod actors;
mod apps;
mod builder;
mod call;
mod clients;
mod files;
mod gateway;
mod ids;
mod jobs;
mod meta;
mod monitors;
mod notifications;
mod pems;
mod postits;
mod profiles;
mod reply;
mod search;
mod service;
mod store;
mod systems;
mod tenant;
mod tokens;
mod user;
mod uuids;
mod work;

pub use actors::{ActorInvocation, ActorReport};
pub use tenant::Agave;
pub use user::{NewUser, User};

/// A running Agave tenant.
pub type DevServer = crate::Server<Agave>;
/// Sets up a [`DevServer`].
pub type DevServerBuilder = crate::Builder<Agave>;
