//! Adapters for tower: a service as a transport, and a transport as a service.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use saltant_core::{Body, BoxError, BoxFuture, Phase, Transport, TransportError};
use tokio::sync::Mutex;
use tower_service::Service;

/// Sends through any `tower::Service` of HTTP requests, so that a client can use tower's middleware.
///
/// The usual service is one around a [`TransportService`]; its errors still say how far a request had come.
/// For other errors it is assumed that the request may have arrived, unless [`phase`](Self::phase) knows
/// better. A request that is rejected before it is sent, for example by a load shedder, should be
/// [`Phase::Connect`].
///
/// Requests wait for readiness one after the other, and then run at the same time.
///
/// ```
/// use std::time::Duration;
/// use saltant_http::testing::{Reply, ScriptedTransport};
/// use saltant_http::{Client, TowerTransport, TransportService};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let transport = ScriptedTransport::new([Reply::json(200, r#"{"username": "u", "email": ""}"#)]);
/// // At most ten requests a second. `transport` would be a `ReqwestTransport`.
/// let limited = tower::ServiceBuilder::new()
///     .rate_limit(10, Duration::from_secs(1))
///     .service(TransportService::new(transport));
/// let client = Client::builder("https://saltant.example.org/api")
///     .transport(TowerTransport::new(limited))
///     .build()?;
/// # client.call(saltant_core::saltant::GetUser::new("u")).await?;
/// # Ok(())
/// # }
/// ```
pub struct TowerTransport<S> {
    service: Mutex<S>,
    phase: fn(&BoxError) -> Phase,
}

impl<S> TowerTransport<S> {
    /// Sends through this service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service), phase: |_| Phase::Sent }
    }

    /// Sets how the service's own errors say how far a request had come. The errors of a transport say it
    /// themselves.
    #[must_use]
    pub fn phase(mut self, phase: fn(&BoxError) -> Phase) -> Self {
        self.phase = phase;
        self
    }

    fn failed(&self, error: BoxError) -> TransportError {
        match error.downcast::<TransportError>() {
            Ok(error) => *error,
            Err(error) => {
                TransportError::new(inner_phase(&error).unwrap_or_else(|| (self.phase)(&error)), error)
            }
        }
    }
}

/// The phase of a transport's error that is wrapped in an error of middleware.
fn inner_phase(error: &BoxError) -> Option<Phase> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(error) = inner.downcast_ref::<TransportError>() {
            return Some(error.phase());
        }
        cause = inner.source();
    }
    None
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>, Error: Into<BoxError>> + Send + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
{
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let answer = {
                let mut service = self.service.lock().await;
                // A service that is not ready has sent nothing.
                poll_fn(|cx| service.poll_ready(cx)).await.map_err(|error| {
                    let error = self.failed(error.into());
                    if error.phase() == Phase::Sent {
                        TransportError::new(Phase::Connect, error)
                    } else {
                        error
                    }
                })?;
                service.call(request)
            };
            let answer = answer.await.map_err(|error| self.failed(error.into()))?;
            Ok(answer.map(|body| Body::once(body.map_err(Into::into))))
        })
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

/// A transport as a `tower::Service`, to put middleware around it.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    /// The service that sends through this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = self.0.clone();
        Box::pin(async move { transport.send(request).await })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}
