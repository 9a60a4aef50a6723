use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use saltant_core::vantage6::{ListAlgorithmStores, Vantage6};
use saltant_core::{AuthUse, BaseUrl, Credential, Error, ErrorKind, RawRequest};
use saltant_http::Call;
use saltant_macros::calls;
use saltant_types::vantage6::AlgorithmStore;

/// Algorithm stores that a server has on record.
#[derive(Clone, Copy, Debug)]
pub struct AlgorithmStores<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> AlgorithmStores<'c> via self.0 {
    list(ListAlgorithmStores);
} }

impl AlgorithmStores<'_> {
    /// A client for a store, which is another server. **It sends the user's access token there**, because
    /// the store asks the vantage6 server whether the token is good. So the program has to
    /// [trust](saltant_http::ClientBuilder::trust) the store's origin, and the address has to begin with `https://`.
    ///
    /// The store's client has this client's settings and transport. It does not renew the token; any call of
    /// this client does.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the store's origin is not trusted, or if its address is not one
    /// or does not begin with `https://`.
    pub fn open(self, store: &AlgorithmStore) -> Result<StoreClient, Error> {
        let address: BaseUrl = store.url.parse()?;
        if !self.0.trusts(&address) {
            let origin = address.origin();
            let text = format!(
                "the store is at {origin}, which would get the access token; allow it with trust({origin:?})"
            );
            return Err(Error::new(ErrorKind::Usage, text));
        }
        let client = self.0.for_server(&store.url, Arc::new(Lent(self.0.credential().clone())))?;
        let server = HeaderValue::from_str(self.0.base_url().as_str().trim_end_matches('/'));
        let server = server.map_err(|error| Error::new(ErrorKind::Usage, error.to_string()))?;
        Ok(StoreClient(client.with_header(HeaderName::from_static("server_url"), server)))
    }
}

/// A client of an algorithm store. It has no operations; [`request`](Self::request) reaches every endpoint.
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

/// The credential of another server, which cannot be renewed here.
#[derive(Debug)]
struct Lent(Arc<dyn Credential>);

impl Credential for Lent {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        self.0.apply(auth, headers)
    }
}
