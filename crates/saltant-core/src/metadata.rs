use http::{Method, StatusCode};
use saltant_types::schema::Schema;

use crate::answer::{Answer, ApiError, Error, ErrorKind, ReadError, decode};
use crate::rules::retry::{self, Failure};
use crate::rules::{AuthUse, Effect};

/// What is known about an operation before it is called.
///
/// Any 2xx answer is a success. The services' documents are too imprecise about statuses to tell a wrong one
/// from a new one, and an answer of another shape is an error of the decoder anyway.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Metadata {
    /// The operation's name: the service, a dot, and the words of the service's own documents.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with `{placeholders}`.
    pub path: &'static str,
    /// The part of the service that the operation belongs to, if its address may differ from the client's. A
    /// [directory](crate::Directory) finds the address.
    pub part: Option<&'static str>,
    /// The namespace that the operation works in, if the service has namespaces.
    pub namespace: Option<&'static Namespace>,
    /// The service's namespaces, if it works in none of them: a client that has a namespace leaves its header out.
    pub outside: Option<&'static Namespace>,
    /// Whether arguments of the query that are not ASCII are sent as a JSON body: see
    /// [`Service::ASCII_QUERIES`](crate::Service::ASCII_QUERIES).
    pub ascii_queries: bool,
    /// What it does if the same request arrives twice.
    pub effect: Effect,
    /// Which credential is sent.
    pub auth: AuthUse,
    /// Whether `{}` is sent where no field of the body is given.
    pub has_body: bool,
    /// The `Accept` header: the media types of the answer.
    pub accept: &'static str,
    /// Reads the service's own message from a bad answer.
    pub read_error: fn(&Answer) -> ApiError,
    /// Reads what the service warns of in a good answer.
    pub read_warnings: fn(&Answer) -> Vec<String>,
    /// The kind of error, if the status alone does not determine it.
    pub error_kind: fn(StatusCode, &ApiError) -> Option<ErrorKind>,
    /// Whether an answer with a bad status is an outcome that the operation reads, instead of an error.
    pub is_outcome: fn(&Answer) -> bool,
}

/// How a request of a service names its namespace. Inmanta's environment is one.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Namespace {
    /// The argument's name in the service's documents.
    pub argument: &'static str,
    /// The header that carries it, in lower case.
    pub header: &'static str,
    /// What it looks like as JSON.
    pub schema: Schema,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// What a call without one is told.
    pub missing: &'static str,
}

impl Namespace {
    /// A namespace with an argument's name, a header, the schema of its values, a sentence about it and one about
    /// its absence.
    pub const fn new(
        argument: &'static str,
        header: &'static str,
        schema: Schema,
        doc: &'static str,
        missing: &'static str,
    ) -> Self {
        Self { argument, header, schema, doc, missing }
    }
}

impl Metadata {
    /// Declares the part of the service that it belongs to.
    #[must_use]
    pub const fn part(mut self, part: Option<&'static str>) -> Self {
        self.part = part;
        self
    }

    /// Declares that it works in one of the service's namespaces.
    #[must_use]
    pub const fn namespace(mut self, namespace: Option<&'static Namespace>) -> Self {
        (self.namespace, self.outside) = (namespace, None);
        self
    }

    /// Declares that it may work in one of the service's namespaces or in none.
    #[must_use]
    pub const fn in_any_namespace(mut self) -> Self {
        self.outside = None;
        self
    }

    /// Declares what a second arrival does, if the method implies something else.
    #[must_use]
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Declares which credential is sent.
    #[must_use]
    pub const fn auth(mut self, auth: AuthUse) -> Self {
        self.auth = auth;
        self
    }

    /// Declares whether a JSON object is sent even when it is empty.
    #[must_use]
    pub const fn has_body(mut self, has_body: bool) -> Self {
        self.has_body = has_body;
        self
    }

    /// Declares the media types of the answer, if it is not JSON.
    #[must_use]
    pub const fn accept(mut self, kinds: &'static str) -> Self {
        self.accept = kinds;
        self
    }

    /// Declares which answers with a bad status are outcomes that the operation reads: a 404, for example,
    /// answers the question whether something exists.
    #[must_use]
    pub const fn outcome(mut self, is_outcome: fn(&Answer) -> bool) -> Self {
        self.is_outcome = is_outcome;
        self
    }

    /// Whether the operation reads the answer. Otherwise it is an error.
    pub fn is_good(&self, answer: &Answer) -> bool {
        answer.status().is_success() || (self.is_outcome)(answer)
    }

    /// The segments of an address's path that are secrets, still encoded: those whose placeholders have a
    /// [secret's name](crate::is_secret_name).
    pub fn secret_segments<'a>(&self, path: &'a str) -> impl Iterator<Item = &'a str> {
        let template = self.path.trim_end_matches('/').rsplit('/');
        let segments = path.trim_end_matches('/').rsplit('/');
        template.zip(segments).filter_map(|(placeholder, segment)| {
            let name = placeholder.strip_prefix('{')?.strip_suffix('}')?;
            (crate::is_secret_name(name) && !segment.is_empty()).then_some(segment)
        })
    }

    /// The service's name: the first word of the operation's name.
    pub fn service(&self) -> &'static str {
        self.name.split('.').next().unwrap_or(self.name)
    }

    /// The error for an answer with a bad status.
    pub fn error_of(&self, answer: &Answer) -> Error {
        let status = answer.status();
        let api = (self.read_error)(answer);
        let kind = (self.error_kind)(status, &api);
        let is_open = retry::may_have_happened(self.effect, Failure::Status(status));
        decode::bad_status(kind, answer, api).with_operation(self.name).with_open_outcome(is_open)
    }

    /// The error for an unreadable answer with a good status.
    pub fn unreadable(&self, answer: &Answer, error: ReadError) -> Error {
        let is_open = retry::may_have_happened(self.effect, Failure::Unreadable);
        decode::unreadable(answer, error).with_operation(self.name).with_open_outcome(is_open)
    }
}
