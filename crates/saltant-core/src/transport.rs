use std::fmt;
use std::sync::Arc;

use crate::clock::BoxFuture;
use crate::request::{Body, BoxError};

/// How far a request had come when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No byte had been sent. Sending it again is safe.
    Connect,
    /// No byte had been sent; the time limit for connecting passed.
    ConnectTimeout,
    /// No byte of the request had been sent: the server took the connection and did not answer in TLS within the
    /// time limit. Trying again would cost the whole limit again.
    SilentTls,
    /// No byte had been sent, and trying again will not help: the server's certificate is not trusted.
    Certificate,
    /// No byte had been sent, and trying again will not help: the transport cannot send such a request.
    Unsendable,
    /// The request may have arrived; the answer did not.
    Sent,
    /// The head of the answer arrived, but not its whole body.
    Body,
}

/// Why a transport could not get an answer.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    source: BoxError,
}

impl TransportError {
    /// A failure in a phase.
    pub fn new(phase: Phase, source: impl Into<BoxError>) -> Self {
        Self { phase, source: source.into() }
    }

    /// How far the request had come.
    pub fn phase(&self) -> Phase {
        self.phase
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.phase {
            Phase::Connect => "no connection could be made",
            Phase::ConnectTimeout => "no connection could be made in time",
            Phase::SilentTls => "the server takes connections, but did not answer in TLS in time",
            Phase::Certificate => "the server's certificate is not trusted",
            Phase::Unsendable => "the request cannot be sent",
            Phase::Sent => "the connection broke before the answer came",
            Phase::Body => "the connection broke in the middle of the answer",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// Sends one request once and returns the answer: no retries, no redirects.
///
/// Other HTTP libraries, recorders and middleware implement this.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. Dropping the future cancels it.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }
}
