use http::{HeaderName, HeaderValue};
use saltant_core::Operation;
use saltant_http::Call;

use super::{Compiles, ENVIRONMENT_HEADER, EnvironmentId, Parameters, Resources, Settings, Versions};

/// One environment of an Inmanta server. Its id goes with every call, in a header.
///
/// Cloning is cheap and shares connections and credential.
#[derive(Clone, Debug)]
pub struct EnvironmentClient {
    id: EnvironmentId,
    http: saltant_http::Client,
}

impl EnvironmentClient {
    pub(super) fn new(server: &saltant_http::Client, id: EnvironmentId) -> Self {
        // A UUID has only characters that a header can carry.
        let value = HeaderValue::try_from(id.to_string()).unwrap_or(HeaderValue::from_static(""));
        Self { id, http: server.with_header(HeaderName::from_static(ENVIRONMENT_HEADER), value) }
    }

    /// The environment's id.
    pub fn id(&self) -> EnvironmentId {
        self.id
    }

    /// Settings.
    pub fn settings(&self) -> Settings<'_> {
        Settings(&self.http)
    }

    /// Parameters.
    pub fn parameters(&self) -> Parameters<'_> {
        Parameters(&self.http)
    }

    /// Versions of the desired state.
    pub fn versions(&self) -> Versions<'_> {
        Versions(&self.http)
    }

    /// Compiles of the model.
    pub fn compiles(&self) -> Compiles<'_> {
        Compiles(&self.http)
    }

    /// Resources.
    pub fn resources(&self) -> Resources<'_> {
        Resources(&self.http)
    }

    /// A call of any operation in this environment. An operation that names another one goes there.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        self.http.call(operation)
    }

    /// The executor below.
    pub fn http(&self) -> &saltant_http::Client {
        &self.http
    }
}
