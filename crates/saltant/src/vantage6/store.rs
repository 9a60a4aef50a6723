use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use saltant_core::vantage6::Vantage6;
use saltant_core::{AuthUse, Credential, Error, ErrorKind, RawRequest};
use saltant_http::{Call, ClientBuilder};
use saltant_types::vantage6::AlgorithmStore;

use super::ListAlgorithmStores;

/// Algorithm stores that a server knows.
#[derive(Clone, Copy, Debug)]
pub struct AlgorithmStores<'c>(pub(super) &'c saltant_http::Client);

impl<'c> AlgorithmStores<'c> {
    /// Lists algorithm stores.
    pub fn list(self, operation: ListAlgorithmStores) -> Call<'c, ListAlgorithmStores> {
        self.0.call(operation)
    }

    /// A client for a store, which is another server: **the user's access token is sent to it**, because the
    /// store asks the vantage6 server whether it is good. So the address has to be one that is trusted, and
    /// `https://`.
    ///
    /// The token is not renewed there; any call of the server's own client does that.
    pub fn open(self, store: &AlgorithmStore) -> Result<StoreClient, Error> {
        let client: saltant_http::Client =
            ClientBuilder::new(&*store.url).credential(Lent(self.0.credential().clone())).build()?;
        let server = HeaderValue::from_str(self.0.base_url().as_str().trim_end_matches('/'));
        let server = server.map_err(|error| Error::new(ErrorKind::Usage, error.to_string()))?;
        Ok(StoreClient(client.with_header(HeaderName::from_static("server_url"), server)))
    }
}

/// An algorithm store. It has no operations of its own here: [`request`](Self::request) reaches them all.
#[derive(Clone, Debug)]
pub struct StoreClient(saltant_http::Client);

impl StoreClient {
    /// A request of any method to any endpoint of the store.
    pub fn request(&self, method: Method, endpoint: impl Into<String>) -> Call<'_, RawRequest<Vantage6>> {
        self.0.request(method, endpoint)
    }

    /// The whole address of an endpoint of the store.
    pub fn generate_path_to(&self, endpoint: &str) -> String {
        format!("{}{}", self.0.base_url(), endpoint.trim_start_matches('/'))
    }
}

/// A credential of another server: it can be shown here, but not renewed.
#[derive(Debug)]
struct Lent(Arc<dyn Credential>);

impl Credential for Lent {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        self.0.apply(auth, headers)
    }
}
