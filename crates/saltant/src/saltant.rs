//! saltant: distributed, containerised task instances.
//!
//! Begin with a [`Client`]; its methods lead to [`Users`], [`TaskQueues`], [`TaskWhitelists`],
//! [`TaskTypes`], [`TaskInstances`] and [`Tokens`].

mod client;
mod submit_once;
mod task_instance;
mod task_queue;
mod task_type;
mod task_whitelist;
mod token;
mod tracked;
mod user;
mod wait_many;

pub use client::{AuthenticationError, Client};
pub use submit_once::SubmitOnce;
pub use task_instance::TaskInstances;
pub use task_queue::TaskQueues;
pub use task_type::TaskTypes;
pub use task_whitelist::TaskWhitelists;
pub use token::Tokens;
pub use tracked::{Patchable, Puttable, Syncable, Tracked};
pub use user::Users;
pub use wait_many::{FinishedInstance, WaitMany};

pub use saltant_core::saltant::*;
pub use saltant_types::saltant::*;

/// The guide, so that its code is compiled.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../../../docs/saltant.md")]
mod guide {}
