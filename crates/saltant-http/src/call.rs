pub(crate) mod all;
pub(crate) mod download;
mod raw;
pub(crate) mod waiting;

use std::future::IntoFuture;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use saltant_core::retry::RetryPolicy;
use saltant_core::{Attempt, Body, BoxFuture, Error, Operation, decode};

use crate::client::Client;
use crate::headers::marked;
use crate::pipeline::Prepared;
use crate::settings::{Settings, limit_setters};

/// One call of an operation. Nothing happens until it is awaited.
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
    settings: Settings,
    headers: HeaderMap,
}

/// A value with the head of the answer that it came in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The operation's output.
    pub value: T,
    /// The answer's status.
    pub status: StatusCode,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// What the service warns of, where its answers have a place for that: Inmanta's do.
    pub warnings: Vec<String>,
    /// The attempts that were made; the last one succeeded.
    pub attempts: Vec<Attempt>,
}

impl<T> Response<T> {
    /// The id of the request in the server's log, if the server gave one.
    pub fn request_id(&self) -> Option<String> {
        decode::request_id(&self.headers)
    }
}

impl Client {
    /// A call of an operation: await it, look at its request, page through its list, or wait with it.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        Call { client: self, operation, settings: self.shared.settings, headers: HeaderMap::new() }
    }
}

impl<'c, O: Operation> Call<'c, O> {
    /// Sets a header for this call, instead of the client's or the operation's. A value under a
    /// [secret's name](saltant_core::is_secret_name) is marked sensitive.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let value = marked(&name, value);
        self.headers.insert(name, value);
        self
    }

    /// Limits the time for the call with all its attempts and pauses; `None` for no limit.
    pub fn timeout(mut self, total: impl Into<Option<Duration>>) -> Self {
        self.settings.set_own_total(total.into());
        self
    }

    /// Limits the time for the call to this, unless its limit is shorter already.
    pub fn within(mut self, limit: Duration) -> Self {
        let total = self.settings.timeouts.total;
        self.settings.set_own_total(Some(total.map_or(limit, |total| total.min(limit))));
        self
    }

    limit_setters!();

    /// Changes the operation: for its further arguments, where a method makes the operation by itself.
    pub fn arguments(mut self, change: impl FnOnce(O) -> O) -> Self {
        self.operation = change(self.operation);
        self
    }

    /// The operation.
    pub fn operation(&self) -> &O {
        &self.operation
    }

    /// The request as it would be sent, with the credential, to look at.
    ///
    /// The credential's header is marked sensitive, so that `Debug` does not show it. A credential in the
    /// address (Agave's nonce) cannot be hidden there.
    ///
    /// # Errors
    ///
    /// [`Encode`](saltant_core::ErrorKind::Encode) if an argument cannot stand in the request.
    pub fn request(&self) -> Result<http::Request<Body>, Error> {
        self.client.executor().preview(&self.operation, &self.headers)
    }

    /// Sends the request and gives the value with the head of the answer and the service's warnings.
    ///
    /// # Errors
    ///
    /// Those of the call itself.
    pub fn with_response(self) -> BoxFuture<'c, Result<Response<O::Output>, Error>>
    where
        O: 'c,
    {
        Box::pin(async move {
            let mut prepared = self.prepare().await?;
            let sent = prepared.answer().await?;
            let value = sent.decode(&self.operation)?;
            let warnings = (self.operation.metadata().read_warnings)(&sent.answer);
            let (head, _) = sent.answer.into_parts();
            Ok(Response {
                value,
                status: head.status,
                headers: head.headers,
                warnings,
                attempts: sent.attempts,
            })
        })
    }

    /// The encoded request, ready to be sent.
    pub(crate) async fn prepare(&self) -> Result<Prepared<'_>, Error> {
        self.client.executor().prepare(&self.operation, &self.headers, &self.settings).await
    }

    /// A call of another operation with the same headers and settings.
    pub(crate) fn again<P>(&self, operation: P) -> Call<'c, P> {
        Call { client: self.client, operation, settings: self.settings, headers: self.headers.clone() }
    }
}

impl<'c, O: Operation + 'c> IntoFuture for Call<'c, O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut prepared = self.prepare().await?;
            prepared.answer().await?.decode(&self.operation)
        })
    }
}

#[cfg(test)]
mod tests {
    use http::Method;
    use saltant_core::RawRequest;

    use super::*;
    use crate::pipeline::test_service::TestService;
    use crate::testing::ScriptedTransport;

    #[test]
    fn the_future_of_a_call_is_small() {
        let client = Client::builder("https://h").transport(ScriptedTransport::new([])).build().unwrap();
        let call = client.call(RawRequest::<TestService>::new(Method::GET, "x"));
        let (call, operation) = (size_of_val(&call), size_of_val(call.operation()));
        let future =
            size_of_val(&*client.call(RawRequest::<TestService>::new(Method::GET, "x")).into_future());
        assert!(
            future < 2_600,
            "{future} bytes, of which the call takes {call} and its operation {operation}"
        );
    }
}
