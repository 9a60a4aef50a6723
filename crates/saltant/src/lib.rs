//! Typed clients for research-compute control planes: saltant, vantage6, Inmanta, Agave / Tapis v2 and
//! Astakos.
//!
//! Each service is a module behind a feature; `saltant` is on by default, and its client is this crate's
//! [`Client`]:
//!
//! ```no_run
//! use saltant::{Client, CreateTaskInstance, TaskState};
//!
//! # async fn run() -> Result<(), saltant::Error> {
//! let client = Client::new("https://saltant.example.org/api", "a-token")?;
//! let instances = client.executable_task_instances();
//! let job = instances.create(CreateTaskInstance::new(2, 1).name("nightly")).await?;
//! let job = instances.wait_until_finished(job.uuid).await?;
//! assert_eq!(job.state, TaskState::Successful);
//! # Ok(())
//! # }
//! ```
//!
//! # What holds for every call
//!
//! * A call is a value: await it, set a time limit for it, look at its request without sending it, take the
//!   answer's head beside the value ([`Call`]).
//! * A request with an effect is never sent twice behind the caller's back. Where the connection broke after
//!   it had left, the error is [`ErrorKind::OutcomeUnknown`].
//! * Every wait has a deadline, every answer a size limit, every request a time limit.
//! * The credential goes to the server it was given for, and into no log, error or debug output.
//! * [`Error`] says in a line which operation failed, with what status, and in the service's own words why.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub mod blocking;

#[cfg(any(
    feature = "saltant",
    feature = "vantage6",
    feature = "inmanta",
    feature = "agave",
    feature = "astakos"
))]
mod env;

#[cfg(feature = "saltant")]
pub mod saltant;

#[cfg(feature = "saltant")]
#[doc(inline)]
pub use self::saltant::*;

pub use saltant_core::retry::RetryPolicy;
pub use saltant_core::wait::{WaitError, WaitPolicy};
pub use saltant_core::{
    ApiError, BaseUrl, Body, ByteRange, Bytes, Clock, Credential, Error, ErrorKind, NoCredential, Operation,
    Paged, TimeoutKind, Transport,
};
pub use saltant_http::{
    Call, CallAll, ClientBuilder, Download, Items, Limits, Observation, Observer, Pages, Response, Timeouts,
    WaitStatus, Waiting, file_body, map_concurrent,
};
pub use saltant_types::{Map, Page, Secret, Settable, Timestamp, Uuid, Value};

/// The layer below: requests as values.
pub use saltant_core as core;
/// Operations by their name, with JSON arguments.
#[cfg(feature = "catalog")]
#[cfg_attr(docsrs, doc(cfg(feature = "catalog")))]
pub use saltant_core::catalog;
/// The executor, for services of the program's own.
pub use saltant_http as http;

#[cfg(feature = "vantage6")]
#[cfg_attr(docsrs, doc(cfg(feature = "vantage6")))]
pub mod vantage6;

#[cfg(feature = "inmanta")]
#[cfg_attr(docsrs, doc(cfg(feature = "inmanta")))]
pub mod inmanta;

#[cfg(feature = "agave")]
#[cfg_attr(docsrs, doc(cfg(feature = "agave")))]
pub mod agave;

#[cfg(feature = "astakos")]
#[cfg_attr(docsrs, doc(cfg(feature = "astakos")))]
pub mod astakos;

/// The README's code is compiled and its links are checked.
#[cfg(all(doctest, feature = "saltant", feature = "reqwest"))]
#[doc = include_str!("../../../README.md")]
mod readme {}
