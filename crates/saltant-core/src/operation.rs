//! What a service and an operation are.

use std::fmt::Debug;

use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use crate::answer::{Answer, ApiError, Error, ErrorKind, ReadError, decode};
use crate::metadata::{Metadata, Namespace};
use crate::request::{BaseUrl, Body, EncodeError, Encoder};
use crate::rules::{AuthUse, Effect, Facts, Question};

/// What all operations of a service share.
pub trait Service: 'static {
    /// The service's name: the first word of its operations' names.
    const NAME: &'static str;

    /// The part of the service that an operation belongs to unless it names another one: see
    /// [`Metadata::part`].
    const PART: Option<&'static str> = None;

    /// How a request names its namespace, if the service has namespaces.
    const NAMESPACE: Option<&'static Namespace> = None;

    /// Whether the service misreads a query with text beyond ASCII. Such arguments then travel in a JSON body,
    /// which the service takes with any method.
    const ASCII_QUERIES: bool = false;

    /// Reads a successful answer. If the service wraps its answers, this unwraps them.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        decode::json(answer)
    }

    /// Reads a successful answer that is a list without pages.
    fn read_list<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, ReadError> {
        Self::read(answer)
    }

    /// Checks the successful answer of an operation without output. By default any body is accepted.
    fn read_nothing(_answer: &Answer) -> Result<(), ReadError> {
        Ok(())
    }

    /// Reads the service's own message from an answer with a bad status. It never fails: an unreadable answer
    /// becomes a short message.
    fn read_error(answer: &Answer) -> ApiError;

    /// What the service warns of in a successful answer.
    fn read_warnings(_answer: &Answer) -> Vec<String> {
        Vec::new()
    }

    /// The kind of error, if the status alone does not determine it: saltant, for example, answers 403 to a
    /// bad token.
    fn error_kind(_status: StatusCode, _api: &ApiError) -> Option<ErrorKind> {
        None
    }
}

impl Metadata {
    /// The metadata of an operation of a service, with what its method implies.
    pub const fn new<S: Service>(name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            name,
            effect: Effect::of(&method),
            method,
            path,
            part: S::PART,
            namespace: None,
            outside: S::NAMESPACE,
            ascii_queries: S::ASCII_QUERIES,
            auth: AuthUse::Client,
            has_body: false,
            accept: "application/json",
            read_error: S::read_error,
            read_warnings: S::read_warnings,
            error_kind: S::error_kind,
            is_outcome: |_| false,
        }
    }
}

/// A request as a value: how it is made, and how its answer is read.
///
/// An operation does not send anything. [`to_request`](Self::to_request) gives the HTTP request,
/// [`read`](Self::read) takes the answer. Nearly all are derived:
///
/// ```
/// use saltant_core::Operation;
/// use saltant_core::types::saltant::{TaskQueue, TaskQueueId};
///
/// /// Gets a task queue.
/// #[derive(Clone, Debug, Operation)]
/// #[operation("saltant.task_queues.get", GET "taskqueues/{id}/", output = TaskQueue)]
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
/// `#[operation(NAME, METHOD PATH, ANSWER, …)]` on the struct. The answer is one of
///
/// | answer | meaning |
/// |---|---|
/// | `output = Type` | a value; without it, nothing: `()` |
/// | `list of Item` | all items at once, as a `Vec` |
/// | `page of Item`, `page of Item by field` | one page of a list, which the `#[page]` field names; the field of an item tells it from others |
/// | `bytes` | bytes, which can be taken as a stream |
///
/// and after it may follow
///
/// | word | meaning | default |
/// |---|---|---|
/// | `key = "name"` | the value is under this key of a JSON object | the [service's](Service::read) reader |
/// | `effect = Idempotent` | what a second arrival does | by the method |
/// | `auth = None` | which [credential](crate::AuthUse) is sent | `Client` |
/// | `part = "name"` | the part of the service, where a [directory](crate::Directory) tells its address; `part = None` is the address that the client was given | [`Service::PART`] |
/// | `namespaced` | it works in one of the [service's namespaces](Service::NAMESPACE) | – |
/// | `outcome = path::to::function` | which answers with a bad status are read too | none |
/// | `read = path::to::function` | how a successful answer is read | as the answer says |
/// | `map = path::to::function` | changes the value that was read, given the operation: a filter that the server lacks | – |
/// | `check = path::to::function` | refuses an operation that must not be sent | – |
/// | `write = path::to::function` | writes the `#[custom]` fields, after all others; it returns nothing, or a `Result` if it can fail | – |
/// | `service = Type` | the service | by the name's first words |
/// | `question = path::to::function` | what has to be asked before it is sent: [`question`](Self::question) | nothing |
/// | `learn = path::to::function` | what its answer tells for such questions: [`learn`](Self::learn) | nothing |
/// | `uploads = path::to::function` | what has to be uploaded before it is sent: [`uploads`](Self::uploads) | nothing |
/// | `uploaded = path::to::function` | the operation with what was uploaded: [`uploaded`](Self::uploaded) | – |
/// | `document` | it is [deserialized](serde::Deserialize) from its arguments or from the body in the service's own spelling (operations of this crate, with the feature `catalog`) | – |
/// | `body` | send `{}` where no field of the body is given | only if there is a `#[json]` field |
///
/// Each field says where it goes: `#[segment]` (one segment of the path), `#[segment(tail)]` (several,
/// slashes kept), `#[segment(secret)]` (one that is a [`Secret`](saltant_types::Secret)), `#[query]`,
/// `#[query(flatten)]` for a [group](crate::QueryGroup) of parameters in one argument, `#[json]` (a field of
/// the JSON body), `#[json(flatten)]` (a map of further fields of it), `#[json(rest)]` (such a map, which takes
/// unknown arguments by name, too), `#[body]` (the whole JSON body),
/// `#[form]`, `#[header = "X-Name"]`, `#[fields]` (several [arguments](crate::Fields) that operations
/// share), `#[page]` (the [arguments](crate::Paging) that say which page), `#[custom]` (left to the `write`
/// function; a `bool` with `#[custom(flag)]` may be left out). `#[query = "name"]` and `#[json = "name"]` give a wire name that differs from the field's. A
/// `bool` with `#[query(when_true = "1")]` is sent only when it is true, and `#[query(as_number)]` sends a
/// `bool` as 1 or 0. A `Vec` with `#[query(required)]` has to be given. `#[query(with = function)]` writes a value that is several parameters: the function takes
/// the value, the field's name and the [`Encoder`].
///
/// `Option`, `Vec` and [`Settable`](saltant_types::Settable) fields may be left out, and get a setter each;
/// the rest are the arguments of `new`. The setters of shared arguments belong to operations of this crate; an
/// operation of another crate has one setter for all of them.
pub trait Operation: Clone + Debug + Send + Sync {
    /// The value of a successful answer.
    type Output: Send;

    /// What is known about the operation before it is called.
    fn metadata(&self) -> &'static Metadata;

    /// Writes path, query, headers and body.
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError>;

    /// Reads an answer with a good status.
    fn decode(&self, answer: &Answer) -> Result<Self::Output, ReadError>;

    /// What has to be asked of the service before the operation is sent; `None` if the facts suffice.
    ///
    /// The executor asks, takes what the answer [tells](Self::learn), and comes back with it. An error means
    /// that the facts forbid to send the operation.
    fn question(&self, _facts: &Facts) -> Result<Option<Question>, EncodeError> {
        Ok(None)
    }

    /// Takes from a good answer what decides later [questions](Self::question).
    fn learn(&self, _answer: &Answer, _facts: &Facts) {}

    /// What has to be uploaded before the operation is sent, as far as the facts tell.
    ///
    /// The executor sends these one after the other, and sends [`uploaded`](Self::uploaded) in place of the
    /// operation. Without any, it sends the operation as it is.
    fn uploads(&self, _facts: &Facts) -> Result<Vec<Question>, EncodeError> {
        Ok(Vec::new())
    }

    /// The operation after its uploads, which had these answers.
    fn uploaded(&self, _answers: &[Answer]) -> Result<Self, ReadError> {
        Ok(self.clone())
    }

    /// The HTTP request, without a credential.
    fn to_request(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        let mut encoder = Encoder::new(self.metadata(), base);
        let encoded = self.encode(&mut encoder).and_then(|()| encoder.finish());
        encoded.map_err(|error| Error::from(error).with_operation(self.metadata().name))
    }

    /// Reads an answer: its value, or an error.
    fn read(&self, answer: &Answer) -> Result<Self::Output, Error> {
        if !self.metadata().is_good(answer) {
            return Err(self.metadata().error_of(answer));
        }
        self.decode(answer).map_err(|error| self.metadata().unreadable(answer, error))
    }
}

/// An operation whose metadata is known by its type alone. The derive implements it.
pub trait Declared: Operation {
    /// What is known about the operation before it is called.
    const METADATA: &'static Metadata;
}

/// Arguments that several operations share, as one field of each: see `#[fields]` of [`Operation`].
///
/// `#[derive(Fields)]` implements it, for a struct all of whose fields may be left out.
pub trait Fields: Clone + Default {
    /// Whether the body is a JSON object that is sent even when no field of it is given.
    const HAS_BODY: bool;

    /// Writes the fields that are given.
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError>;
}
