use std::sync::Arc;

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use saltant_core::{Error, is_loopback};

use crate::transport::connections::wrong_proxy;

/// Which requests go through which proxy.
#[derive(Clone, Debug)]
pub(super) struct Proxies {
    matcher: Arc<Matcher>,
    /// Whether some unencrypted requests carry a password for the proxy.
    has_passwords: bool,
}

impl Proxies {
    /// All requests go through the proxy at `address`, or through those that the system names.
    pub(super) fn new(address: Option<&str>) -> Result<Self, Error> {
        let matcher = match address {
            None => Matcher::from_system(),
            Some(address) => Matcher::builder().all(address).build(),
        };
        let somewhere = matcher.intercept(&Uri::from_static("http://example.invalid/"));
        if address.is_some() && somewhere.is_none() {
            return Err(wrong_proxy());
        }
        let has_passwords = somewhere.is_some_and(|proxy| proxy.basic_auth().is_some());
        Ok(Self { matcher: Arc::new(matcher), has_passwords })
    }

    /// The proxy for requests to an address.
    pub(super) fn proxy(&self, uri: &Uri) -> Option<Intercept> {
        let is_elsewhere = uri.host().is_some_and(|host| !is_loopback(host));
        is_elsewhere.then(|| self.matcher.intercept(uri)).flatten()
    }

    /// The proxy's password, if a request to this address itself has to carry it.
    pub(super) fn password(&self, uri: &Uri) -> Option<HeaderValue> {
        if !self.has_passwords || uri.scheme() != Some(&Scheme::HTTP) {
            return None;
        }
        self.proxy(uri)?.basic_auth().cloned()
    }
}
