use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use http::Uri;
use http::uri::{Authority, Scheme};
use reqwest::Url;
use saltant_core::{
    Body, BoxError, BoxFuture, Error, ErrorKind, Phase, Transport, TransportError, is_loopback,
};

use super::POOL_IDLE;

/// The most time for finding out whether a server takes connections at all, after a connection failed.
const PROBE: Duration = Duration::from_millis(500);

/// The transport over reqwest: HTTP/1.1 and 2, rustls with the system's certificates, the system's proxies.
///
/// Requests to [this machine](is_loopback) never go through a proxy: a credential may go there unencrypted
/// because it does not leave the machine.
///
/// It does not retry, follow redirects or decompress: the client does that, by rules that know the operation
/// and the limits.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    clients: Arc<Clients>,
    last: Arc<Mutex<Option<Origin>>>,
}

/// The clients of reqwest. Each reads the system's certificates, so one is made when the first request needs it.
enum Clients {
    /// The one that the program has made.
    Given(reqwest::Client),
    Configured {
        configure: Box<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>,
        /// For other machines.
        outward: OnceLock<reqwest::Client>,
        /// For this machine, without proxies.
        direct: OnceLock<reqwest::Client>,
    },
}

impl Clients {
    /// The client for requests to this machine, or for those to others.
    fn get(&self, is_loopback: bool) -> Result<&reqwest::Client, reqwest::Error> {
        let (configure, outward, direct) = match self {
            Self::Given(client) => return Ok(client),
            Self::Configured { configure, outward, direct } => (configure, outward, direct),
        };
        let place = if is_loopback { direct } else { outward };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let builder = configure(reqwest::Client::builder().pool_idle_timeout(POOL_IDLE))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd();
        let client = if is_loopback { builder.no_proxy() } else { builder }.build()?;
        // Another thread may have made one meanwhile.
        Ok(place.get_or_init(|| client))
    }
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clients")
    }
}

/// The origin of the last request, in reqwest's form. Most requests go to the same one, so it is parsed once.
#[derive(Clone, Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
    is_loopback: bool,
}

impl Origin {
    fn new(scheme: &Scheme, authority: &Authority) -> Option<Self> {
        let url = Url::parse(&format!("{scheme}://{authority}/")).ok()?;
        let is_loopback = url.host_str().is_some_and(is_loopback);
        Some(Self { scheme: scheme.clone(), authority: authority.clone(), url, is_loopback })
    }

    fn is_of(&self, scheme: &Scheme, authority: &Authority) -> bool {
        self.scheme == *scheme && self.authority.as_str() == authority.as_str()
    }
}

impl ReqwestTransport {
    /// A transport with a time limit for making a connection.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the HTTP library cannot be set up.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, Error> {
        Self::configured(move |builder| match connect_timeout {
            Some(limit) => builder.connect_timeout(limit),
            None => builder,
        })
    }

    /// A transport whose connections are set up by a function: client certificates, proxies, addresses of
    /// names. It may be called more than once and has to do the same each time.
    ///
    /// What the client needs is set after it: no redirects, no retries, no decompression, and no proxy for
    /// requests to this machine.
    ///
    /// ```
    /// use saltant_http::{Client, ReqwestTransport};
    ///
    /// let transport = ReqwestTransport::configured(|builder| builder.no_proxy())?;
    /// let client = Client::builder("https://saltant.example.org/api").transport(transport).build()?;
    /// # Ok::<(), saltant_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the HTTP library cannot be set up like this.
    pub fn configured(
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::for_server(configure, false)
    }

    /// The same, with a client for this machine or for others made at once, so that wrong settings are an error
    /// now. The other one is made when it is needed.
    pub(crate) fn for_server(
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
        is_loopback: bool,
    ) -> Result<Self, Error> {
        let (outward, direct) = (OnceLock::new(), OnceLock::new());
        let clients = Clients::Configured { configure: Box::new(configure), outward, direct };
        clients.get(is_loopback).map_err(|error| {
            Error::new(ErrorKind::Usage, "the HTTP library cannot be set up").with_source(without_url(error))
        })?;
        Ok(Self { clients: Arc::new(clients), last: Arc::default() })
    }

    /// A transport over a client that the program has made already.
    ///
    /// The client is used as it is: it has to be made without redirects, retries and decompression, and for
    /// servers on this machine without a proxy. [`configured`](Self::configured) takes care of that.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { clients: Arc::new(Clients::Given(client)), last: Arc::default() }
    }

    /// An address in reqwest's form, and whether it is on this machine.
    fn url(&self, uri: &Uri) -> Option<(Url, bool)> {
        let (scheme, authority) = (uri.scheme()?, uri.authority()?);
        let (mut url, is_loopback) = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if !last.as_ref().is_some_and(|last| last.is_of(scheme, authority)) {
                *last = Origin::new(scheme, authority);
            }
            last.as_ref().map(|last| (last.url.clone(), last.is_loopback))?
        };
        url.set_path(uri.path());
        url.set_query(uri.query());
        Some((url, is_loopback))
    }

    /// A request in reqwest's form, and the client for it.
    fn taken(
        &self,
        request: http::Request<Body>,
    ) -> Result<(reqwest::Request, &reqwest::Client), reqwest::Error> {
        let url = self.url(request.uri());
        let (head, body) = request.into_parts();
        let body = match body.as_bytes() {
            Some(bytes) => reqwest::Body::from(bytes.clone()),
            None => reqwest::Body::wrap(body),
        };
        let Some((url, is_loopback)) = url else {
            // An address that reqwest cannot take: it says why.
            return Ok((http::Request::from_parts(head, body).try_into()?, self.clients.get(false)?));
        };
        let mut taken = reqwest::Request::new(head.method, url);
        *taken.headers_mut() = head.headers;
        *taken.version_mut() = head.version;
        *taken.body_mut() = Some(body);
        Ok((taken, self.clients.get(is_loopback)?))
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let sent = self.taken(request).map(|(request, client)| client.execute(request));
        Box::pin(async move {
            let response = match sent.map_err(transport_error)?.await {
                Ok(response) => response,
                Err(error) => {
                    let url = error.url().cloned();
                    return Err(Box::pin(explained(transport_error(error), url)).await);
                }
            };
            let response: http::Response<reqwest::Body> = response.into();
            Ok(response.map(|body| {
                let boxed =
                    http_body_util::BodyExt::map_err(body, |error| Box::new(without_url(error)) as BoxError);
                Body::once(boxed)
            }))
        })
    }
}

/// Addresses may hold private data, such as search terms, so errors do not show them.
fn without_url(error: reqwest::Error) -> reqwest::Error {
    error.without_url()
}

fn transport_error(error: reqwest::Error) -> TransportError {
    let phase = if error.is_builder() {
        // The request cannot be written, and that will not change.
        Phase::Unsendable
    } else if !error.is_connect() {
        Phase::Sent
    } else if says(&error, "invalid peer certificate") {
        Phase::Certificate
    } else if says(&error, "InvalidContentType") {
        let text =
            "the server does not speak TLS on this port; the address should probably begin with http://";
        return TransportError::new(Phase::Unsendable, text);
    } else if error.is_timeout() {
        Phase::ConnectTimeout
    } else {
        Phase::Connect
    };
    TransportError::new(phase, without_url(error))
}

/// Tells a server that takes connections and keeps silent from one that cannot be reached: reqwest has one time
/// limit for the connection and the start of TLS, and the same error for both.
async fn explained(error: TransportError, url: Option<reqwest::Url>) -> TransportError {
    let is_slow = error.phase() == Phase::ConnectTimeout;
    let Some(url) = url.filter(|url| is_slow && url.scheme() == "https") else { return error };
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return error };
    let connect = tokio::net::TcpStream::connect((host.trim_matches(['[', ']']), port));
    match tokio::time::timeout(PROBE, connect).await {
        Ok(Ok(_)) => TransportError::new(
            Phase::SilentTls,
            "if the server does not speak TLS on this port, the address should begin with http://",
        ),
        _ => error,
    }
}

/// Whether a cause of the error has these words. Through reqwest, the errors of rustls can only be told apart
/// by their text.
fn says(error: &reqwest::Error, words: &str) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(inner) = cause {
        if inner.to_string().contains(words) {
            return true;
        }
        cause = inner.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_as_when_it_is_parsed_at_once() {
        let transport = ReqwestTransport::from_client(reqwest::Client::new());
        for address in [
            "http://127.0.0.1:8080/",
            "http://127.0.0.1:8080/a/b%2Fc/?x=%20y&z",
            "https://EXAMPLE.org/a/../b/./c",
            "https://example.org:443/%2e%2e/x?a='b'(c)",
            "https://[::1]:8000//a//b?",
            "https://example.org?only=query",
            "http://example.org/a|b^c;d=e?f|g^h",
        ] {
            let uri: Uri = address.parse().unwrap();
            let (url, _) = transport.url(&uri).unwrap();
            assert_eq!(url, Url::parse(&uri.to_string()).unwrap());
        }
        assert!(transport.url(&"http://256.1.1.1/".parse().unwrap()).is_none());
    }
}
