use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use saltant_core::vantage6::{Request, Verb, verb};
use saltant_core::{BoxFuture, Error, Method};
use saltant_types::Value;

/// A request of any method to any endpoint: nothing happens until it is awaited. Its answer is JSON, null if
/// there is none.
///
/// As with every call, a bad status is an error, the credential goes along, and nothing with an effect is
/// sent twice.
#[derive(Clone)]
#[must_use = "a request does nothing until it is awaited"]
pub struct RequestCall<'c> {
    http: &'c saltant_http::Client,
    method: Method,
    endpoint: String,
    params: Vec<(String, String)>,
    json: Option<Value>,
    timeout: Option<Duration>,
}

impl<'c> RequestCall<'c> {
    pub(super) fn new(http: &'c saltant_http::Client, method: Method, endpoint: String) -> Self {
        Self { http, method, endpoint, params: Vec::new(), json: None, timeout: None }
    }

    /// Adds a query parameter; the same name may come several times.
    pub fn param(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }

    /// Sets the JSON body.
    pub fn json(mut self, body: impl Into<Value>) -> Self {
        self.json = Some(body.into());
        self
    }

    /// Limits the time for the request with all its attempts and pauses.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.timeout = Some(total);
        self
    }

    async fn send<V: Verb>(self) -> Result<Value, Error> {
        let mut request = Request::<V>::new(self.endpoint);
        (request.params, request.json) = (self.params, self.json);
        let call = self.http.call(request);
        match self.timeout {
            Some(timeout) => call.timeout(timeout).await,
            None => call.await,
        }
    }
}

impl<'c> IntoFuture for RequestCall<'c> {
    type Output = Result<Value, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        match self.method {
            Method::Get => Box::pin(self.send::<verb::Get>()),
            Method::Head => Box::pin(self.send::<verb::Head>()),
            Method::Post => Box::pin(self.send::<verb::Post>()),
            Method::Put => Box::pin(self.send::<verb::Put>()),
            Method::Patch => Box::pin(self.send::<verb::Patch>()),
            Method::Delete => Box::pin(self.send::<verb::Delete>()),
        }
    }
}

/// Leaves the body out: it is the user's.
impl fmt::Debug for RequestCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestCall")
            .field("method", &self.method)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
