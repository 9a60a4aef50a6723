//! The clients of these tests send over reqwest. Both transports have the same tests.
#![allow(clippy::duplicate_mod)] // the transport is a parameter of these modules

/// Whether the clients use hyper-util.
const OVER_HYPER: bool = false;

#[path = "client.rs"]
mod client;
#[path = "ensure.rs"]
mod ensure;
#[path = "instances.rs"]
mod instances;
#[path = "resources.rs"]
mod resources;
#[path = "setup.rs"]
mod setup;
#[path = "waiting.rs"]
mod waiting;
