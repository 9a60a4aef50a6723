use std::fmt::Debug;

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::decode::{self, Answer, ReadError};
use crate::{ApiError, AuthUse, BaseUrl, Body, Effect, EncodeError, Encoder, Error, ErrorKind, Method};

/// What is known about an operation before it is called: declared, not guessed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Facts {
    /// The operation's name: `service.` and the words of the service's own documents.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with `{placeholders}`.
    pub path: &'static str,
    /// The part of the service whose base URL the path is below, if it is not the one that the client was
    /// given: a [directory](crate::Directory) knows where it is.
    pub part: Option<&'static str>,
    /// What a second arrival of the same request does.
    pub effect: Effect,
    /// Which credential goes with it.
    pub auth: AuthUse,
    /// The statuses that the service is known to answer with on success.
    pub success: &'static [u16],
    /// Whether the operation reads `{}` where no field of its body is given.
    pub has_body: bool,
    /// What the answer may be, for the `Accept` header.
    pub accept: &'static str,
    /// Reads the service's own words out of a bad answer.
    pub read_error: fn(&Answer) -> ApiError,
    /// What kind of error an answer is, where the status alone does not say.
    pub error_kind: fn(StatusCode, &ApiError) -> Option<ErrorKind>,
    /// Whether an answer with a bad status is an outcome that the operation reads, instead of an error.
    pub is_outcome: fn(&Answer) -> bool,
}

impl Facts {
    /// The facts of an operation of a service, with what its method implies.
    pub const fn new<S: Service>(name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            part: None,
            effect: method.effect(),
            auth: AuthUse::Client,
            success: &[200],
            has_body: false,
            accept: "application/json",
            read_error: S::read_error,
            error_kind: S::error_kind,
            is_outcome: |_| false,
        }
    }

    /// Declares the part of the service that it belongs to.
    #[must_use]
    pub const fn part(mut self, part: &'static str) -> Self {
        self.part = Some(part);
        self
    }

    /// Declares what a second arrival does, where the method says otherwise.
    #[must_use]
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Declares which credential goes with it.
    #[must_use]
    pub const fn auth(mut self, auth: AuthUse) -> Self {
        self.auth = auth;
        self
    }

    /// Declares the statuses of success.
    #[must_use]
    pub const fn success(mut self, statuses: &'static [u16]) -> Self {
        self.success = statuses;
        self
    }

    /// Declares that a JSON object is sent even when it is empty.
    #[must_use]
    pub const fn with_body(mut self) -> Self {
        self.has_body = true;
        self
    }

    /// Declares what the answer may be, where it is not JSON.
    #[must_use]
    pub const fn accept(mut self, kinds: &'static str) -> Self {
        self.accept = kinds;
        self
    }

    /// Declares which answers with a bad status are outcomes that the operation reads: a question whether
    /// something exists, for one, is answered by a 404.
    #[must_use]
    pub const fn outcome(mut self, is_outcome: fn(&Answer) -> bool) -> Self {
        self.is_outcome = is_outcome;
        self
    }

    /// Whether an answer is for the operation to read; otherwise it is an error.
    pub fn is_good(&self, answer: &Answer) -> bool {
        answer.status().is_success() || (self.is_outcome)(answer)
    }

    /// The service's name: what stands before the first dot of the operation's.
    pub fn service(&self) -> &'static str {
        self.name.split('.').next().unwrap_or(self.name)
    }
}

/// What all operations of a service have in common.
pub trait Service: 'static {
    /// Reads a successful answer; where the service wraps its answers, the wrapping is taken off here.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        decode::json(answer)
    }

    /// Reads the service's own words out of an answer with a bad status. It never fails: what cannot be
    /// read becomes a short message.
    fn read_error(answer: &Answer) -> ApiError;

    /// What kind of error an answer is, where the status alone does not say: saltant, for one, answers 403
    /// to a bad token.
    fn error_kind(_status: StatusCode, _api: &ApiError) -> Option<ErrorKind> {
        None
    }
}

/// A request as a value: how it is made, and how its answer is read.
///
/// An operation knows nothing of sending. [`to_request`](Self::to_request) gives the HTTP request,
/// [`read`](Self::read) takes the answer. Nearly all are derived:
///
/// ```
/// use saltant_core::Operation;
/// use saltant_core::types::saltant::{TaskQueue, TaskQueueId};
///
/// /// Gets a task queue.
/// #[derive(Clone, Debug, Operation)]
/// #[operation("saltant.task_queues.get", GET "taskqueues/{id}/", output = TaskQueue)]
/// #[operation(service = saltant_core::saltant::Saltant)]
/// pub struct GetQueue {
///     /// The queue's id.
///     #[segment]
///     pub id: TaskQueueId,
/// }
///
/// let request = GetQueue::new(7).to_request(&"https://example.org/api".parse()?)?;
/// assert_eq!(request.uri(), "https://example.org/api/taskqueues/7/");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # The derive
///
/// `#[operation(NAME, METHOD PATH, output = TYPE, …)]` on the struct takes, beside these:
///
/// | word | meaning | default |
/// |---|---|---|
/// | `status = 201` or `status = [200, 204]` | the statuses of success | 200 |
/// | `effect = Idempotent` | what a second arrival does | by the method |
/// | `auth = None` | which [credential](AuthUse) goes with it | `Client` |
/// | `part = "name"` | the part of the service, where a [directory](crate::Directory) tells its address | – |
/// | `outcome = path::to::function` | which answers with a bad status are read too | none |
/// | `read = path::to::function` | how a successful answer is read | [`Service::read`] |
/// | `refine = path::to::function` | changes what was read, with the operation at hand: a filter that the server lacks | – |
/// | `check = path::to::function` | refuses an operation that must not be sent | – |
/// | `write = path::to::function` | writes the `#[custom]` fields, after all others | – |
/// | `service = Type` | the service | `crate::<service>::<Service>` by the name's first word |
/// | `streamed` | the answer is bytes that may come as a stream: instead of `output` | – |
/// | `body` | send `{}` where no field of the body is given | only if there is a `#[json]` field |
///
/// Each field says where it goes: `#[segment]` (one segment), `#[segment(tail)]` (several, slashes kept),
/// `#[segment(secret)]` (one that is a [`Secret`](saltant_types::Secret)),
/// `#[query]`, `#[query(flatten)]` for a [group](crate::QueryGroup), `#[json]` (a field of the JSON body),
/// `#[json(flatten)]` (a map of further fields of it), `#[body]` (the whole JSON body), `#[form]`,
/// `#[header = "X-Name"]`, `#[custom]` (left to the `write` function: multipart, a constant beside it, a body
/// that is no list of fields). `#[query = "name"]` and `#[json = "name"]` give a wire name that differs from
/// the field's. `Option`, `Vec` and [`Settable`](saltant_types::Settable) fields may be left out, and get a
/// setter each; the rest are the arguments of `new`.
pub trait Operation: Clone + Debug + Send + Sync {
    /// What a successful answer holds.
    type Output: Send;

    /// What is known about the operation before it is called.
    const FACTS: &'static Facts;

    /// Writes path, query, headers and body.
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError>;

    /// Reads an answer with a good status.
    fn decode(&self, answer: &Answer) -> Result<Self::Output, ReadError>;

    /// The HTTP request, without a credential.
    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        let mut encoder = Encoder::new(Self::FACTS, base);
        let encoded = self.encode(&mut encoder).and_then(|()| encoder.finish());
        encoded.map_err(|error| Error::from(error).with_operation(Self::FACTS.name))
    }

    /// Reads an answer: its value, or the error that it is.
    fn read(&self, answer: &Answer) -> Result<Self::Output, Error> {
        if !Self::FACTS.is_good(answer) {
            return Err(decode::error_of(Self::FACTS, answer));
        }
        self.decode(answer).map_err(|error| decode::read_failure(Self::FACTS, answer, error))
    }
}
