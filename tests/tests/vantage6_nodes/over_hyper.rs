//! The clients of these tests send over hyper-util. Both transports have the same tests.
#![allow(clippy::duplicate_mod)] // the transport is a parameter of these modules

/// Whether the clients use hyper-util.
const OVER_HYPER: bool = true;

#[path = "blobs.rs"]
mod blobs;
#[path = "commands.rs"]
mod commands;
#[path = "functions.rs"]
mod functions;
#[path = "hostile.rs"]
mod hostile;
#[path = "modes.rs"]
mod modes;
#[path = "policies.rs"]
mod policies;
#[path = "setup.rs"]
mod setup;
