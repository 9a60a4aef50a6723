//! Wire models of saltant and its sister services: what is sent and received, and nothing else.
//!
//! Depend on this crate when a program only shares the data: a report, a database loader, a server. It
//! brings no HTTP stack and no async runtime. Each service is a module behind a feature of its own
//! (`saltant` is on by default).
//!
//! Three rules hold for every model, so that a newer server does not break an older program:
//!
//! * unknown fields are ignored, and a field that older servers leave out is optional or has a default;
//! * a word that the server owns (a state, a kind) is an open enum, whose `Other` keeps an unknown
//!   word and writes it back as it came;
//! * an id is a type of its own, so that a queue's id cannot be handed in where a type's is meant.
//!
//! ```
//! use saltant_types::saltant::{Executable, TaskInstance, TaskState};
//!
//! let text = r#"{
//!     "uuid": "8c93e8b4-cf1a-4387-9dc4-78be37627356", "user": "matt", "name": "nightly",
//!     "state": "published", "datetime_created": "2026-11-21T00:16:11.254748Z",
//!     "datetime_finished": null, "arguments": {"sample": 7}, "task_queue": 1, "task_type": 2
//! }"#;
//! let instance: TaskInstance<Executable> = serde_json::from_str(text)?;
//! assert_eq!(instance.state, TaskState::Published);
//! assert!(!instance.state.is_final());
//! # Ok::<(), serde_json::Error>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

// The derive names this crate from the outside; inside, the same path has to work.
extern crate self as saltant_types;

#[allow(unused_imports, unused_macros, reason = "a build without any service uses none of it")]
mod id;
#[allow(dead_code, unused_imports, unused_macros, reason = "a build without any service uses none of it")]
mod open_enum;
pub mod schema;
mod secret;
mod settable;
mod time;

pub use open_enum::OtherText;
pub use secret::Secret;
pub use settable::Settable;
pub use time::{InvalidTimestamp, Timestamp};

pub use serde_json::{Map, Value};
pub use uuid::Uuid;

#[cfg(feature = "saltant")]
pub mod saltant;

#[cfg(feature = "vantage6")]
pub mod vantage6;

#[cfg(feature = "inmanta")]
pub mod inmanta;

#[cfg(feature = "agave")]
pub mod agave;

#[cfg(feature = "astakos")]
pub mod astakos;

/// What the macros of this crate name in their expansion.
#[doc(hidden)]
pub mod private {
    pub use serde;
}
