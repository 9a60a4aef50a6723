use std::future::IntoFuture;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use saltant_core::retry::RetryPolicy;
use saltant_core::{Answer, Attempt, BaseUrl, Body, BoxFuture, Error, Operation, Paged, decode};

use crate::settings::Overrides;
use crate::{Client, Items, Look, Pages, Waiting};

/// One call of an operation: nothing happens until it is awaited.
///
/// ```no_run
/// # async fn run(client: saltant_http::Client) -> Result<(), saltant_core::Error> {
/// use std::time::Duration;
/// use saltant_core::saltant::GetTaskQueue;
///
/// let queue = client.call(GetTaskQueue::new(7)).timeout(Duration::from_secs(5)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, O> {
    pub(crate) client: &'c Client,
    pub(crate) operation: O,
    pub(crate) overrides: Overrides,
    pub(crate) headers: HeaderMap,
}

/// A value with the head of the answer that brought it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// What the operation promises.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The attempts that it took; the last one succeeded.
    pub attempts: Vec<Attempt>,
}

impl<T> Response<T> {
    /// The id by which the server's log knows the request, if it gave one.
    pub fn request_id(&self) -> Option<String> {
        decode::request_id(&self.headers)
    }
}

impl<'c, O: Operation> Call<'c, O> {
    pub(crate) fn new(client: &'c Client, operation: O) -> Self {
        Self { client, operation, overrides: Overrides::default(), headers: HeaderMap::new() }
    }

    /// Sets a header for this call, instead of the client's or the operation's. A value under a
    /// [secret's name](saltant_core::is_secret_name) is marked sensitive.
    pub fn header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(value.is_sensitive() || saltant_core::is_secret_name(name.as_str()));
        self.headers.insert(name, value);
        self
    }

    /// Limits the time for the call with all its attempts and pauses; `None` for no limit.
    pub fn timeout(mut self, total: impl Into<Option<Duration>>) -> Self {
        self.overrides.total = Some(total.into());
        self
    }

    /// Limits the time for the call to this where it would otherwise be longer.
    pub fn within(mut self, limit: Duration) -> Self {
        let total = self.client.shared.settings.with(&self.overrides).timeouts.total;
        self.overrides.total = Some(Some(total.map_or(limit, |total| total.min(limit))));
        self
    }

    /// Limits the time for one attempt; `None` for no limit.
    pub fn attempt_timeout(mut self, attempt: impl Into<Option<Duration>>) -> Self {
        self.overrides.attempt = Some(attempt.into());
        self
    }

    /// Limits the time between two parts of a body; `None` for no limit.
    pub fn idle_timeout(mut self, idle: impl Into<Option<Duration>>) -> Self {
        self.overrides.idle = Some(idle.into());
        self
    }

    /// Sets how often and how long the request is tried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.overrides.retry = Some(policy);
        self
    }

    /// Limits the size of the answer, counted after decompression.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.overrides.body_limit = Some(bytes);
        self
    }

    /// Changes the operation: for its further arguments, where a method makes the operation by itself.
    pub fn arguments(mut self, change: impl FnOnce(O) -> O) -> Self {
        self.operation = change(self.operation);
        self
    }

    /// The operation.
    pub fn operation(&self) -> &O {
        &self.operation
    }

    /// The request as it would be sent, credential included: to look at, not to send.
    ///
    /// The credential's header is marked sensitive, so that `Debug` does not show it; one that travels in the
    /// address (Agave's nonce) cannot be hidden there.
    pub fn request(&self) -> Result<http::Request<Body>, Error> {
        let request = self.make(&*self.client.known_base(self.operation.metadata())?)?;
        self.client.complete(self.operation.metadata(), request)
    }

    /// Sends the request and gives the head of the answer beside the value.
    pub fn with_response(self) -> BoxFuture<'c, Result<Response<O::Output>, Error>>
    where
        O: 'c,
    {
        Box::pin(async move {
            let (answer, attempts) = self.raw().await?;
            let value = self.read(&answer, &attempts)?;
            let (head, _) = answer.into_parts();
            Ok(Response { value, status: head.status, headers: head.headers, attempts })
        })
    }

    /// The request without the credential.
    pub(crate) fn make(&self, base: &BaseUrl) -> Result<http::Request<Body>, Error> {
        let mut request = self.operation.to_request(base)?;
        request.headers_mut().extend(self.headers.clone());
        Ok(request)
    }

    /// Sends the request and gives the answer unread.
    pub(crate) async fn raw(&self) -> Result<(Answer, Vec<Attempt>), Error> {
        let mut overrides = self.overrides;
        let base = self.client.find_base(self.operation.metadata(), &mut overrides).await?;
        let request = self.make(&base)?;
        self.client.execute(self.operation.metadata(), request, &overrides).await
    }

    /// Reads the answer; the error of an unreadable one lists the attempts, like any other.
    pub(crate) fn read(&self, answer: &Answer, attempts: &[Attempt]) -> Result<O::Output, Error> {
        self.operation.read(answer).map_err(|error| error.with_attempts(attempts.to_vec()))
    }

    /// Asks again and again until the answer says that something has settled.
    pub fn wait_until(self, look: impl Fn(&O::Output) -> Look + Send + Sync + 'static) -> Waiting<'c, O> {
        Waiting::new(self, Box::new(look))
    }
}

impl<'c, O: Paged + 'c> Call<'c, O> {
    /// The pages of the list, from the one that the operation asks for.
    pub fn pages(self) -> Pages<'c, O> {
        Pages::new(self)
    }

    /// The items of all pages, from the page that the operation asks for.
    pub fn items(mut self) -> Items<'c, O> {
        self.operation = self.operation.for_all();
        Items::new(self.pages())
    }
}

impl<'c, O: Operation + 'c> IntoFuture for Call<'c, O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let (answer, attempts) = self.raw().await?;
            self.read(&answer, &attempts)
        })
    }
}
