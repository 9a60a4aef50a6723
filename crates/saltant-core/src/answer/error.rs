use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::answer::ApiError;
use crate::answer::api_error::shorten;
use crate::answer::known::{KnownSecret, mask_known};
use crate::answer::redact::redact_id;
use crate::request::BoxError;

/// The kind of a failure, to decide what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service refused the request; [`Error::api`] has its reason.
    Api,
    /// A lookup by a name or another value that is not an id found nothing.
    NotFound,
    /// The credential was refused, has expired for good, or could not be renewed.
    Auth,
    /// No connection could be made: nothing was sent.
    Connect,
    /// This time limit passed.
    Timeout(TimeoutKind),
    /// The connection broke during a request that may be repeated.
    Transport,
    /// The connection broke, or a time limit passed, after a request with an effect had been sent. It may
    /// have happened or not: check before sending it again.
    OutcomeUnknown,
    /// The request could not be written; nothing was sent.
    Encode,
    /// The answer could not be read.
    Decode,
    /// The answer does not come from this API: an HTML page, for example of a proxy or of another server.
    NotThisApi,
    /// The answer is longer than the limit.
    TooLarge,
    /// The server redirects to an address that may not be followed.
    Redirect,
    /// A list gives the same pages or items again, or empty pages without end.
    RepeatedPage,
    /// A list ended before all of its items came: the server says that it has more.
    IncompleteList,
    /// What was waited for has not finished by the deadline.
    Deadline,
    /// What was waited for has finished as a failure.
    WaitFailed,
    /// The received bytes could not be written, for example because the disk is full.
    Write,
    /// The client was set up or used wrongly; nothing was sent.
    Usage,
}

/// Which time limit passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The limit for making a connection.
    Connect,
    /// The limit between two pieces of a body.
    Idle,
    /// The limit for one attempt.
    Attempt,
    /// The limit for the call with all its attempts.
    Total,
}

/// One attempt at a request, as an error lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// How long the attempt took.
    pub elapsed: Duration,
    /// How it ended: a status or a few words.
    pub outcome: String,
}

impl Attempt {
    /// Notes an attempt.
    pub fn new(elapsed: Duration, outcome: impl Into<String>) -> Self {
        Self { elapsed, outcome: outcome.into() }
    }
}

/// Any failure of a call: a [kind](ErrorKind) for programs and a line for people. It is one pointer wide.
///
/// The line has the operation, the status, the service's own message and the request's id. It has no secrets
/// and never a whole body. The cause is in [`source`](std::error::Error::source).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What the client says.
    message: String,
    /// What follows it in the words of somebody else: the server or a transport.
    quoted: String,
    operation: Option<&'static str>,
    status: Option<StatusCode>,
    request_id: Option<String>,
    api: Option<ApiError>,
    retry_after: Option<Duration>,
    attempts: Vec<Attempt>,
    /// Whether the request may have been carried out.
    is_open: bool,
    source: Option<BoxError>,
}

impl Error {
    /// An error of a kind, with a line that says what happened.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            quoted: String::new(),
            operation: None,
            status: None,
            request_id: None,
            api: None,
            retry_after: None,
            attempts: Vec::new(),
            is_open: false,
            source: None,
        }))
    }

    /// The error for a service's own message.
    pub fn from_api(kind: ErrorKind, status: StatusCode, api: ApiError) -> Self {
        let mut error = Self::new(kind, String::new());
        error.0.status = Some(status);
        error.0.api = Some(api);
        error
    }

    /// Names the operation that failed.
    #[must_use]
    pub fn with_operation(mut self, name: &'static str) -> Self {
        self.0.operation = Some(name);
        self
    }

    /// Notes the answer's status and request id.
    #[must_use]
    pub fn with_answer(mut self, status: StatusCode, request_id: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id;
        self
    }

    /// Adds words after the message that a server or a transport wrote. [Masks](Self::masking) apply to them.
    #[must_use]
    pub fn quoting(mut self, words: impl Into<String>) -> Self {
        self.0.quoted = words.into();
        self
    }

    /// Notes the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Notes how long the server asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Notes the attempts that were made.
    #[must_use]
    pub fn with_attempts(mut self, attempts: Vec<Attempt>) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Masks secrets that the call has sent, wherever the server repeats them. What the client itself writes,
    /// such as the operation's name, stays as it is. The service's details are left out of every text, and are
    /// kept.
    #[must_use]
    pub fn masking(mut self, secrets: &[KnownSecret]) -> Self {
        let inner = &mut *self.0;
        inner.quoted = mask_known(&inner.quoted, secrets);
        if let Some(api) = &mut inner.api {
            api.mask(secrets);
        }
        inner.request_id = inner.request_id.as_ref().map(|id| mask_known(id, secrets));
        self
    }

    /// Notes whether the request may have been carried out in spite of the error.
    #[must_use]
    pub fn with_open_outcome(mut self, is_open: bool) -> Self {
        self.0.is_open = is_open;
        self
    }

    /// The kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation's name, such as `saltant.task_queues.get`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The answer's HTTP status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The id of the request in the server's log, if the server gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The service's own message, if it sent one.
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// How long the server asked to wait before trying again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The attempts that were made, in order; empty if nothing was sent.
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// What the service says about one field of the request.
    pub fn field(&self, name: &str) -> &[String] {
        self.api().and_then(|api| api.fields.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Whether the resource does not exist: a 404 from the API itself, or a lookup that found nothing.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound || self.has_status(StatusCode::NOT_FOUND)
    }

    /// Whether the request as written was refused (400 or 422).
    pub fn is_invalid(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST) || self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether the request conflicts with the current state (409).
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Whether the caller lacks the permission: 403, or 401 from a service that means this by it. An error
    /// about the credential itself is [`is_auth`](Self::is_auth).
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN) || self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the credential was refused.
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Whether a time limit passed.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Timeout(_) | ErrorKind::Deadline)
    }

    /// Whether the service was not reached at all.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::Timeout(TimeoutKind::Connect))
    }

    /// Whether the server failed (5xx).
    pub fn is_server_error(&self) -> bool {
        self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// Whether a request with an effect may have taken effect in spite of this error.
    ///
    /// It is false only if nothing was sent, if the operation only reads, or if the server clearly refused
    /// every attempt: see [`retry::may_have_happened`](crate::retry::may_have_happened).
    pub fn may_have_happened(&self) -> bool {
        self.0.kind == ErrorKind::OutcomeUnknown || self.0.is_open
    }

    /// Whether trying later may help and cannot do harm.
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout(_) => true,
            ErrorKind::Api | ErrorKind::NotThisApi => {
                matches!(self.0.status.map(|status| status.as_u16()), Some(408 | 425 | 429 | 502 | 503 | 504))
            }
            _ => false,
        }
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Api && self.0.status == Some(status)
    }
}

/// One line, whatever the server wrote: control characters are escaped.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut parts = Vec::new();
        parts.extend(inner.operation.map(str::to_owned));
        parts.extend(inner.status.map(|status| status.to_string()));
        let message = format!("{}{}", inner.message, inner.quoted);
        if !message.is_empty() {
            parts.push(crate::redact(&message).into_owned());
        }
        parts.extend(inner.api.as_ref().map(ToString::to_string).filter(|text| !text.is_empty()));
        f.write_str(&one_line(&parts.join(": ")))?;
        if let Some(wait) = inner.retry_after {
            write!(f, " (retry after {} s)", wait.as_secs())?;
        }
        if inner.attempts.len() > 1 {
            write!(f, " ({} attempts)", inner.attempts.len())?;
        }
        if let Some(id) = &inner.request_id {
            write!(f, " (request {})", one_line(&shorten(&redact_id(id), 80)))?;
        }
        // The message of an unknown outcome says it already.
        if inner.is_open && inner.kind != ErrorKind::OutcomeUnknown {
            f.write_str("; the request may have taken effect")?;
        }
        Ok(())
    }
}

/// The line that `Display` writes, so that `main` can return an error; `{:#?}` writes the parts.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("line", &self.to_string())
            .field("api", &inner.api)
            .field("attempts", &inner.attempts)
            .field(
                "source",
                &inner.source.as_ref().map(|source| crate::redact(&source.to_string()).into_owned()),
            )
            .finish()
    }
}

/// Escapes what would break the line, steer a terminal or change the direction of the text.
fn one_line(text: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { line.extend(c.escape_default()) } else { line.push(c) }
    }
    Cow::Owned(line)
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<crate::EncodeError> for Error {
    fn from(error: crate::EncodeError) -> Self {
        let kind = match error {
            crate::EncodeError::Link { .. } => ErrorKind::Redirect,
            _ => ErrorKind::Encode,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<crate::InvalidBaseUrl> for Error {
    fn from(error: crate::InvalidBaseUrl) -> Self {
        Self::new(ErrorKind::Usage, error.to_string())
    }
}

#[cfg(test)]
mod tests;
