mod connect;
mod hosts;
mod proxies;
mod tls;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{HOST, PROXY_AUTHORIZATION};
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Uri};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error as HyperError, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use saltant_core::{Body, BoxError, BoxFuture, Error, Phase, Transport, TransportError};

use super::POOL_IDLE;
use super::connections::Connections;
use connect::Connector;
use hosts::Hosts;
use proxies::Proxies;
use tls::Tls;

/// The most bytes that a connection of HTTP/1.1 reads at once, and the longest head of an answer. By default it
/// would be 400 KiB for each connection, which is more than a long page.
const BUFFER: usize = 64 * 1024;

/// The transport over hyper-util: HTTP/1.1 and 2, rustls with the system's certificates, the system's proxies.
///
/// It does what [`ReqwestTransport`](crate::ReqwestTransport) does with fewer crates and about half the
/// instructions. Certificates and proxies are set on the [`ClientBuilder`](crate::ClientBuilder). Requests to
/// [this machine](saltant_core::is_loopback) never go through a proxy.
///
/// It does not retry, follow redirects or decompress: the client does that, by rules that know the operation
/// and the limits.
#[derive(Clone)]
pub struct HyperTransport {
    client: Client<Connector, Body>,
    proxies: Proxies,
    /// Where the last unencrypted request went, with its `Host` header. Most requests go to the same server.
    last: Arc<Mutex<Option<(Authority, HeaderValue)>>>,
}

impl HyperTransport {
    /// A transport with a time limit for making a connection, TLS included.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the system's certificates cannot be used.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, Error> {
        Self::configured(&Connections::default(), connect_timeout)
    }

    pub(crate) fn configured(
        connections: &Connections,
        connect_timeout: Option<Duration>,
    ) -> Result<Self, Error> {
        let proxies = Proxies::new(connections.proxy.as_deref())?;
        let hosts = Hosts::new(&connections.hosts);
        let connector = Connector::new(Tls::new(connections)?, proxies.clone(), hosts, connect_timeout);
        let mut builder = Client::builder(TokioExecutor::new());
        let idle = connections.pool_idle.unwrap_or(POOL_IDLE);
        builder.timer(TokioTimer::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(idle);
        builder.http1_max_buf_size(BUFFER);
        if let Some(connections) = connections.pool_size {
            builder.pool_max_idle_per_host(connections);
        }
        Ok(Self { client: builder.build(connector), proxies, last: Arc::default() })
    }

    /// The `Host` header of an unencrypted request. For others hyper makes it, because HTTP/2 has none.
    fn host(&self, uri: &Uri) -> Option<HeaderValue> {
        let authority = uri.authority().filter(|_| uri.scheme() == Some(&Scheme::HTTP))?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, host)) if known.as_str() == authority.as_str() => Some(host.clone()),
            _ => {
                let port = authority.port_u16().filter(|port| *port != 80);
                let host = port.map_or_else(
                    || authority.host().to_owned(),
                    |port| format!("{}:{port}", authority.host()),
                );
                let host = HeaderValue::try_from(host).ok()?;
                *last = Some((authority.clone(), host.clone()));
                Some(host)
            }
        }
    }
}

impl Transport for HyperTransport {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        // A proxy for unencrypted requests gets its password with each of them, one for others when a tunnel is made.
        if let Some(password) = self.proxies.password(request.uri()) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, password);
        }
        if let Some(host) = self.host(request.uri()) {
            request.headers_mut().entry(HOST).or_insert(host);
        }
        Box::pin(answer(self.client.request(request)))
    }
}

async fn answer(sent: ResponseFuture) -> Result<http::Response<Body>, TransportError> {
    let answer: http::Response<Incoming> = sent.await.map_err(transport_error)?;
    Ok(answer.map(|body| Body::once(body.map_err(|error| Box::new(error) as BoxError))))
}

/// A failure to connect says itself how far it had come. After that, the request may have arrived.
fn transport_error(error: HyperError) -> TransportError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = cause {
        if let Some(failed) = inner.downcast_ref::<TransportError>() {
            return TransportError::new(failed.phase(), error);
        }
        cause = inner.source();
    }
    TransportError::new(if error.is_connect() { Phase::Connect } else { Phase::Sent }, error)
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}
