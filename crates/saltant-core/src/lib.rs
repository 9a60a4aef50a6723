//! The requests of saltant and four related services as values: how each is made, how its answer is read, and
//! the rules for retries, paging and waiting. No I/O, no async runtime, no global state.
//!
//! Depend on this crate to use your own transport: a blocking HTTP library, a browser's `fetch`, a recorder.
//! An [`Operation`] makes an [`http::Request`]; your program sends it, and the operation reads the
//! [`http::Response`]:
//!
//! ```
//! use saltant_core::saltant::{StaticToken, GetTaskQueue};
//! use saltant_core::{BaseUrl, Credential, Operation};
//!
//! let base: BaseUrl = "https://saltant.example.org/api".parse()?;
//! let operation = GetTaskQueue::new(7);
//! let mut request = operation.to_request(&base)?;
//! StaticToken::new("a-token").apply(operation.metadata().auth, request.headers_mut())?;
//! assert_eq!(request.method(), "GET");
//! assert_eq!(request.uri(), "https://saltant.example.org/api/taskqueues/7/");
//!
//! // … your program sends it with any HTTP library …
//! let answer = http::Response::builder().status(404).body(r#"{"detail": "Not found."}"#.into())?;
//! let error = operation.read(&answer).unwrap_err();
//! assert!(error.is_not_found());
//! assert_eq!(error.to_string(), "saltant.task_queues.get: 404 Not Found: Not found.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The `saltant-http` crate is one such executor, `saltant` the client that most programs want.
#![cfg_attr(docsrs, feature(doc_cfg))]

// The code of the derive names this crate as other crates do.
extern crate self as saltant_core;

pub mod answer;
#[cfg(feature = "catalog")]
pub mod catalog;
mod clock;
mod metadata;
pub mod operation;
#[allow(dead_code, unused_imports, unused_macros, reason = "a build without any service uses none of it")]
mod operations;
mod raw;
pub mod request;
pub mod rules;
mod transport;

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

pub use answer::{Answer, ApiError, Attempt, Error, ErrorKind, ReadError, TimeoutKind, decode};
pub use answer::{KnownSecret, is_secret_name, mask_known, redact, redact_json};
pub use clock::{BoxFuture, Clock};
pub use metadata::{Metadata, Namespace};
pub use operation::{Declared, Fields, Operation, Service};
pub use raw::RawRequest;
pub use request::{
    BaseUrl, Body, BoxError, ByteRange, EncodeError, Encoder, InvalidBaseUrl, InvalidByteRange, is_loopback,
};
pub use request::{Multipart, QueryGroup, Recode, with_query};
pub use rules::{AuthUse, BearerToken, Credential, Directory, Effect, NoCredential, Paged, Paging, Position};
pub use rules::{Facts, Question};
pub use rules::{KeptTokens, RenewalTurn, TokenStore};
pub use rules::{Renewable, RenewableTokens, Renewal};
pub use rules::{retry, wait};
pub use transport::{Phase, Transport, TransportError};

pub use bytes::Bytes;
pub use http;
pub use saltant_types as types;

/// Describes a request once: see [`Operation`](trait@Operation).
pub use saltant_macros::{Fields, Operation};

/// Used by the code of the derive.
#[doc(hidden)]
pub mod private {
    pub use crate::request::encode_error::Written;
    pub use crate::request::text::ConstText;
    pub use crate::rules::paging::identity;
    #[cfg(feature = "catalog")]
    pub use serde::{Deserialize, Deserializer, de::Error as DeserializeError};
    #[cfg(feature = "catalog")]
    pub use serde_json::{Error as JsonError, Map, Value, to_value as to_json};
    #[cfg(feature = "catalog")]
    pub type JsonObject = Map<String, Value>;
}

/// Keeps the description of an operation's arguments, because the catalog is enabled.
#[cfg(feature = "catalog")]
#[doc(hidden)]
#[macro_export]
macro_rules! __described {
    ($($item:item)*) => { $($item)* };
}

/// Drops the description of an operation's arguments, because the catalog is disabled.
#[cfg(not(feature = "catalog"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __described {
    ($($item:item)*) => {};
}
