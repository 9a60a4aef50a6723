//! The clients of these tests send over hyper-util. Both transports have the same tests.
#![allow(clippy::duplicate_mod)] // the transport is a parameter of these modules

/// Whether the clients use hyper-util.
const OVER_HYPER: bool = true;

#[path = "blocking.rs"]
mod blocking;
#[path = "every_operation.rs"]
mod every_operation;
#[path = "projects.rs"]
mod projects;
