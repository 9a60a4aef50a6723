use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use saltant_core::{BoxError, BoxFuture, Phase, TransportError};
use tokio::io::{AsyncRead, AsyncWrite};
use tower_service::Service;

use super::hosts::Hosts;
use super::proxies::Proxies;
use super::tls::Tls;

/// How long a connection is silent before the system asks whether the other side is still there, how long it waits
/// for a word, and how often it asks.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(15), Duration::from_secs(15), 3);

/// Makes connections, directly or through proxies. A failure says how far it had come.
#[derive(Clone)]
pub(super) struct Connector(Arc<Inner>);

struct Inner {
    tcp: HttpConnector<Hosts>,
    hosts: Hosts,
    tls: Arc<Tls>,
    proxies: Proxies,
    limit: Option<Duration>,
}

/// A stream of bytes: TCP, TLS, or TLS within TLS.
pub(super) type Io = Box<dyn Bytes>;

pub(super) trait Bytes: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Bytes for T {}

impl Connector {
    pub(super) fn new(tls: Tls, proxies: Proxies, hosts: Hosts, limit: Option<Duration>) -> Self {
        let (silence, interval, times) = KEEPALIVE;
        let mut tcp = HttpConnector::new_with_resolver(hosts.clone());
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(silence));
        tcp.set_keepalive_interval(Some(interval));
        tcp.set_keepalive_retries(Some(times));
        // Several addresses of a name share the time.
        tcp.set_connect_timeout(limit);
        Self(Arc::new(Inner { tcp, hosts, tls: Arc::new(tls), proxies, limit }))
    }
}

impl Inner {
    /// Connects within the limit.
    async fn connect(&self, uri: &Uri) -> Result<Open, TransportError> {
        let is_waiting_for_tls = AtomicBool::new(false);
        let work = self.open(uri, &is_waiting_for_tls);
        let Some(limit) = self.limit else { return work.await };
        tokio::time::timeout(limit, work).await.unwrap_or_else(|late| {
            Err(if is_waiting_for_tls.load(Ordering::Relaxed) {
                TransportError::new(
                    Phase::SilentTls,
                    "if the server does not speak TLS on this port, the address should begin with http://",
                )
            } else {
                TransportError::new(Phase::ConnectTimeout, late)
            })
        })
    }

    async fn open(&self, uri: &Uri, is_waiting_for_tls: &AtomicBool) -> Result<Open, TransportError> {
        let is_encrypted = uri.scheme() == Some(&Scheme::HTTPS);
        let io = match self.proxies.proxy(uri) {
            None => self.tcp(uri).await?,
            Some(proxy) if is_socks(proxy.uri()) => self.socks(&proxy, uri).await?,
            Some(proxy) if is_encrypted => self.tunnel(&proxy, uri).await?,
            Some(proxy) => {
                let io = self.proxy(proxy.uri()).await?;
                return Ok(Open { io: TokioIo::new(io), is_http2: false, is_proxied: true });
            }
        };
        if !is_encrypted {
            return Ok(Open { io: TokioIo::new(io), is_http2: false, is_proxied: false });
        }
        is_waiting_for_tls.store(true, Ordering::Relaxed);
        let io = self.tls.start(io, uri).await?;
        let is_http2 = io.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok(Open { io: TokioIo::new(Box::new(io)), is_http2, is_proxied: false })
    }

    async fn tcp(&self, uri: &Uri) -> Result<Io, TransportError> {
        let connected = self.tcp.clone().call(uri.clone()).await.map_err(|error| {
            let io = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<io::Error>());
            let is_late = io.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut);
            TransportError::new(if is_late { Phase::ConnectTimeout } else { Phase::Connect }, error)
        })?;
        Ok(Box::new(connected.into_inner()))
    }

    /// A connection to a proxy of HTTP.
    async fn proxy(&self, uri: &Uri) -> Result<Io, TransportError> {
        let io = self.tcp(uri).await?;
        if uri.scheme() != Some(&Scheme::HTTPS) {
            return Ok(io);
        }
        Ok(Box::new(self.tls.start_with_proxy(io, uri).await?))
    }

    /// A connection to the server through a proxy of SOCKS.
    async fn socks(&self, proxy: &Intercept, uri: &Uri) -> Result<Io, TransportError> {
        let failed = |error: BoxError| TransportError::new(Phase::Connect, error);
        let scheme = proxy.uri().scheme_str().unwrap_or_default();
        let looks_up = !matches!(scheme, "socks4a" | "socks5h");
        let target = self.hosts.target(uri, looks_up).await.map_err(|error| failed(error.into()))?;
        let reached = Reached(Some(TokioIo::new(self.tcp(proxy.uri()).await?)));
        let io = if scheme.starts_with("socks4") {
            SocksV4::new(proxy.uri().clone(), reached).call(target).await
        } else {
            let mut socks = SocksV5::new(proxy.uri().clone(), reached);
            if let Some((user, password)) = proxy.raw_auth() {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            socks.call(target).await
        };
        Ok(io.map_err(|error| failed(error.into()))?.into_inner())
    }

    /// A tunnel through a proxy to the server.
    async fn tunnel(&self, proxy: &Intercept, uri: &Uri) -> Result<Io, TransportError> {
        let reached = TokioIo::new(self.proxy(proxy.uri()).await?);
        let mut tunnel = Tunnel::new(proxy.uri().clone(), Reached(Some(reached)));
        if let Some(password) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(password.clone());
        }
        let io = tunnel.call(uri.clone()).await;
        Ok(io.map_err(|error| TransportError::new(Phase::Connect, error))?.into_inner())
    }
}

impl Service<Uri> for Connector {
    type Response = Open;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Open, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let inner = self.0.clone();
        Box::pin(async move { inner.connect(&uri).await })
    }
}

/// Whether a proxy at this address speaks SOCKS.
fn is_socks(proxy: &Uri) -> bool {
    proxy.scheme_str().is_some_and(|scheme| scheme.starts_with("socks"))
}

/// The connection to a proxy, for the tunnel that goes through it.
struct Reached(Option<TokioIo<Io>>);

impl Service<Uri> for Reached {
    type Response = TokioIo<Io>;
    type Error = io::Error;
    type Future = std::future::Ready<io::Result<TokioIo<Io>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        std::future::ready(self.0.take().ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}

/// An open connection.
pub(super) struct Open {
    io: TokioIo<Io>,
    is_http2: bool,
    /// Whether a proxy reads the requests, which then have the whole address.
    is_proxied: bool,
}

impl Connection for Open {
    fn connected(&self) -> Connected {
        let connected = Connected::new().proxy(self.is_proxied);
        if self.is_http2 { connected.negotiated_h2() } else { connected }
    }
}

impl Read for Open {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, into)
    }
}

impl Write for Open {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, pieces)
    }
}
