//! The clients of these tests send over hyper-util. Both transports have the same tests.
#![allow(clippy::duplicate_mod)] // the transport is a parameter of these modules

/// Whether the clients use hyper-util.
const OVER_HYPER: bool = true;

#[path = "actors.rs"]
mod actors;
#[path = "blocking.rs"]
mod blocking;
#[path = "every_operation.rs"]
mod every_operation;
#[path = "files.rs"]
mod files;
#[path = "jobs.rs"]
mod jobs;
#[path = "notifications.rs"]
mod notifications;
#[path = "renewals.rs"]
mod renewals;
#[path = "setup.rs"]
mod setup;
#[path = "transfers.rs"]
mod transfers;
