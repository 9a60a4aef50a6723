//! Typed clients for research-compute control planes: saltant, vantage6, Inmanta, Agave / Tapis v2 and
//! Astakos.
//!
//! Each service is a module behind a feature of its own. [`saltant`] is on by default; its [`Client`] and
//! the types that most programs need are at the root, too:
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
//! * A call is a value: await it, set a time limit for it, look at its request without sending it, or get the
//!   answer's status and headers together with the value ([`Call`]).
//! * A request whose repetition would have a second effect, such as a create, is never sent twice
//!   automatically. Where the connection broke after it had left, the error is [`ErrorKind::OutcomeUnknown`]. One
//!   whose repetition changes nothing more, such as a PUT or a terminate, is sent again after a lost answer.
//! * After a failure, [`Error::may_have_happened`] says whether the request may have taken effect.
//! * Every wait has a deadline, every answer a size limit, every request a time limit.
//! * The credential goes to the server it was given for, and into no log, error or debug output.
//! * [`Error`] says in a line which operation failed, with what status, and in the service's own words why. Every call
//!   can fail in the ways of [`ErrorKind`]; a section "Errors" names what is special about a method.
#![warn(clippy::missing_errors_doc)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;

#[allow(dead_code, reason = "a build without any service uses none of it")]
mod env;

#[cfg(any(feature = "saltant", feature = "inmanta"))]
mod ensure;
#[cfg(any(feature = "saltant", feature = "inmanta"))]
pub use ensure::{Difference, Ensured};

#[cfg(feature = "saltant")]
pub mod saltant;

#[cfg(feature = "saltant")]
#[doc(inline)]
pub use self::saltant::{
    Client, Container, CreateTaskInstance, Executable, TaskInstance, TaskInstanceId, TaskState,
};

pub use saltant_core::operation::Operation;
pub use saltant_core::retry::RetryPolicy;
pub use saltant_core::wait::{WaitError, WaitPolicy};
pub use saltant_core::{
    ApiError, BaseUrl, Body, ByteRange, Bytes, Clock, Credential, Error, ErrorKind, NoCredential,
    TimeoutKind, Transport,
};
#[cfg(not(target_family = "wasm"))]
pub use saltant_http::file_body;
pub use saltant_http::{Call, ClientBuilder, Download, Limits, Observation, Observer, Timeouts};
/// Describes a request of the program's own.
///
/// The program needs no other dependency for it. The attributes are described with the
/// [trait](trait@Operation).
///
/// ```
/// use saltant::saltant::{TaskQueue, TaskQueueId};
/// use saltant::{Client, Error, Operation};
///
/// /// Switches a queue off.
/// #[derive(Clone, Debug, Operation)]
/// #[operation("saltant.task_queues.close", PATCH "taskqueues/{id}/", output = TaskQueue)]
/// struct CloseQueue {
///     /// The queue's id.
///     #[segment]
///     id: TaskQueueId,
///     /// Whether the queue takes anything at all.
///     #[json]
///     active: bool,
/// }
///
/// async fn close(client: &Client, id: TaskQueueId) -> Result<TaskQueue, Error> {
///     client.call(CloseQueue::new(id, false)).await
/// }
///
/// let request = CloseQueue::new(7, false).to_request(&"https://example.org/api".parse()?)?;
/// assert_eq!(request.uri(), "https://example.org/api/taskqueues/7/");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(inline)]
pub use saltant_macros::FacadeOperation as Operation;
pub use saltant_types::{Map, Secret, Settable, Timestamp, Uuid, Value};

/// The layer below: requests as values.
pub use saltant_core as core;
/// Operations by their name, with JSON arguments.
#[cfg(feature = "catalog")]
pub use saltant_core::catalog;
/// The executor, for services of the program's own.
pub use saltant_http as http;

#[cfg(feature = "vantage6")]
pub mod vantage6;

#[cfg(feature = "inmanta")]
pub mod inmanta;

#[cfg(feature = "agave")]
pub mod agave;

#[cfg(feature = "astakos")]
pub mod astakos;

/// The README's code is compiled and its links are checked.
#[cfg(all(doctest, feature = "saltant", feature = "reqwest"))]
#[doc = include_str!("../../../README.md")]
mod readme {}

/// The general guide, so that its code is compiled.
#[cfg(all(
    doctest,
    feature = "saltant",
    feature = "reqwest",
    feature = "blocking",
    feature = "replay",
    feature = "tower"
))]
#[doc = include_str!("../../../docs/guide.md")]
mod guide {}
