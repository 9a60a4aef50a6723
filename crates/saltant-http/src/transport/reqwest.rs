use std::time::Duration;

use saltant_core::{
    Body, BoxError, BoxFuture, Error, ErrorKind, Phase, Transport, TransportError, is_loopback,
};

/// How long an idle connection is kept.
///
/// A request on a connection that the server is closing is lost, and the outcome of a write is then unknown.
/// gunicorn closes after 2 s (its default `keepalive`), uvicorn and Node.js after 5 s, others after a minute or
/// more. A new connection costs less than an unknown outcome.
///
/// No test shows it: reqwest counts idle time by the real clock.
const POOL_IDLE: Duration = Duration::from_millis(1500);

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
    client: reqwest::Client,
    /// For requests to this machine, if they need a client of their own.
    direct: Option<reqwest::Client>,
}

impl ReqwestTransport {
    /// A transport with a time limit for making a connection.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, Error> {
        Self::configured(|builder| match connect_timeout {
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
    pub fn configured(
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, Error> {
        let builder = || {
            configure(reqwest::Client::builder().pool_idle_timeout(POOL_IDLE))
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .no_gzip()
                .no_brotli()
                .no_deflate()
                .no_zstd()
        };
        let unusable = |error| {
            Error::new(ErrorKind::Usage, "the HTTP library cannot be set up").with_source(without_url(error))
        };
        let client = builder().build().map_err(unusable)?;
        Ok(Self { client, direct: Some(builder().no_proxy().build().map_err(unusable)?) })
    }

    /// A transport over a client that the program has made already.
    ///
    /// The client is used as it is: it has to be made without redirects, retries and decompression, and for
    /// servers on this machine without a proxy. [`configured`](Self::configured) takes care of that.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { client, direct: None }
    }

    fn client_for(&self, request: &reqwest::Request) -> &reqwest::Client {
        let direct = self.direct.as_ref().filter(|_| request.url().host_str().is_some_and(is_loopback));
        direct.unwrap_or(&self.client)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = request.map(|body| match body.as_bytes() {
                Some(bytes) => reqwest::Body::from(bytes.clone()),
                None => reqwest::Body::wrap(body),
            });
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let client = self.client_for(&request);
            let response = match client.execute(request).await {
                Ok(response) => response,
                Err(error) => {
                    let url = error.url().cloned();
                    return Err(explained(transport_error(error), url).await);
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
