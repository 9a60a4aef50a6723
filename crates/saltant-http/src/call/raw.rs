use http::{HeaderValue, Method};
use saltant_core::{Body, RawRequest, Service};
use serde::Serialize;

use super::Call;
use crate::client::Client;

impl Client {
    /// A request of any method to any path of the service, for what no operation covers. It has the
    /// credential, the retry rule and the errors of every other call. Its output is the whole answer.
    pub fn request<S: Service>(&self, method: Method, path: impl Into<String>) -> Call<'_, RawRequest<S>> {
        self.call(RawRequest::new(method, path))
    }
}

impl<S: Service> Call<'_, RawRequest<S>> {
    /// Adds a query parameter. A name may come several times.
    pub fn query(mut self, name: impl Into<String>, value: impl std::fmt::Display) -> Self {
        self.operation = self.operation.query(name, value);
        self
    }

    /// Sends this as a JSON body. A value that cannot be written as JSON is an error of the call.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.operation = self.operation.json(body);
        self
    }

    /// Sends this as the body: bytes, a file, a stream.
    pub fn body(mut self, content_type: HeaderValue, body: impl Into<Body>) -> Self {
        self.operation = self.operation.body(content_type, body);
        self
    }
}
