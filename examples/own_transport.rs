//! Sends the requests with another HTTP library, here the blocking library ureq.
//!
//! `cargo run -p saltant-examples -- own_transport` prints:
//!
//! ```text
//! matt, by ureq
//! error: saltant.users.get: …
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::core::{BoxFuture, Phase, TransportError, http};
use saltant::saltant::StaticToken;
use saltant::{Body, Client, RetryPolicy, Transport};

struct Ureq(ureq::Agent);

impl Transport for Ureq {
    /// Sends one request once. Retries, redirects and decoding are the client's work.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let agent = self.0.clone();
        Box::pin(async move {
            let sending = tokio::task::spawn_blocking(move || send(&agent, request));
            sending.await.map_err(|error| TransportError::new(Phase::Sent, error))?
        })
    }
}

fn send(agent: &ureq::Agent, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
    let request = request.map(|body| body.as_bytes().cloned().unwrap_or_default().to_vec());
    let (head, mut body) = agent.run(request).map_err(failed)?.into_parts();
    let bytes = body.with_config().limit(16 << 20).read_to_vec();
    let bytes = bytes.map_err(|error| TransportError::new(Phase::Body, error))?;
    Ok(http::Response::from_parts(head, Body::from(bytes)))
}

/// The phase decides whether the request may be sent again.
fn failed(error: ureq::Error) -> TransportError {
    let phase = match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Phase::Connect,
        ureq::Error::Io(ref error) if error.kind() == std::io::ErrorKind::ConnectionRefused => Phase::Connect,
        _ => Phase::Sent,
    };
    TransportError::new(phase, error)
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(60)));
    let agent: ureq::Agent = config.build().into();
    let client = Client::builder_from_env()?.transport(Ureq(agent.clone())).build()?;
    println!("{}, by ureq", client.users().get("matt").await?.username);

    let nobody: Client = Client::builder("http://127.0.0.1:1/api")
        .credential(StaticToken::new("a-token"))
        .transport(Ureq(agent))
        .retry(RetryPolicy::never())
        .build()?;
    if let Err(error) = nobody.users().get("matt").await {
        println!("error: {error}");
    }
    Ok(())
}
