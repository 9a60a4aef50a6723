use std::time::Duration;

use saltant_core::{Body, BoxError, BoxFuture, Error, ErrorKind, Phase, Transport, TransportError};

/// How long an idle connection is kept.
///
/// A request on a connection that the server is closing is lost, and the outcome of a write is then unknown.
/// gunicorn closes after 2 s (its default `keepalive`), uvicorn and Node.js after 5 s, others after a minute or
/// more. A new connection costs less than an unknown outcome.
const POOL_IDLE: Duration = Duration::from_millis(1500);

/// The transport over reqwest: HTTP/1.1 and 2, rustls with the system's certificates, the system's proxies.
///
/// It does not retry, follow redirects or decompress: the client does that, by rules that know the operation
/// and the limits.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A transport with a time limit for making a connection.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .pool_idle_timeout(POOL_IDLE);
        if let Some(limit) = connect_timeout {
            builder = builder.connect_timeout(limit);
        }
        builder.build().map(Self).map_err(|error| {
            Error::new(ErrorKind::Usage, "the HTTP library cannot be set up").with_source(without_url(error))
        })
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
            let response = self.0.execute(request).await.map_err(transport_error)?;
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
    } else if is_about_a_certificate(&error) {
        Phase::Certificate
    } else if error.is_timeout() {
        Phase::ConnectTimeout
    } else {
        Phase::Connect
    };
    TransportError::new(phase, without_url(error))
}

/// Through reqwest, the errors of rustls can only be told apart by their text.
fn is_about_a_certificate(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(inner) = cause {
        if inner.to_string().contains("invalid peer certificate") {
            return true;
        }
        cause = inner.source();
    }
    false
}
