//! What a transport has to do, over reqwest. Both transports have the same tests.
#![allow(clippy::duplicate_mod)] // the transport is a parameter of these modules

/// Whether the tests use hyper-util.
const OVER_HYPER: bool = false;

#[path = "connecting.rs"]
mod connecting;
#[path = "hostile.rs"]
mod hostile;
#[path = "proxies.rs"]
mod proxies;
#[path = "reaching.rs"]
mod reaching;
#[path = "sockets.rs"]
mod sockets;
