use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use saltant_core::{Body, BoxFuture, Clock, Metadata, TimeoutKind, Transport, TransportError};

use super::failed::FailedAttempt;
use super::gunzip;
use super::progress::Progress;
use super::receive::{Received, Take, receive};
use super::time::within;
use crate::settings::Settings;

/// One attempt: a request that is sent once, and its answer.
pub(crate) struct Attempt<'c> {
    pub(crate) clock: &'c Arc<dyn Clock>,
    pub(crate) metadata: &'static Metadata,
    pub(crate) settings: &'c Settings,
    /// When it begins, by the clock.
    pub(crate) begun: Duration,
    /// What is left of the call's time; `None` without a limit.
    pub(crate) left: Option<Duration>,
}

/// A request that is handed to the transport.
pub(crate) struct Sending<'c> {
    answer: BoxFuture<'c, Result<http::Response<Body>, TransportError>>,
    progress: Progress,
}

impl<'c> Sending<'c> {
    pub(crate) fn begin(transport: &'c dyn Transport, mut request: http::Request<Body>) -> Self {
        let progress = Progress::watch(&mut request);
        gunzip::accept(request.headers_mut());
        Self { answer: transport.send(request), progress }
    }
}

impl Attempt<'_> {
    /// Takes the answer within the limits for an attempt and for the call.
    pub(crate) async fn run<T: Take>(self, sending: Sending<'_>) -> Result<Received<T::Body>, FailedAttempt> {
        let Sending { answer, progress } = sending;
        let begun = self.begun;
        let limits = [self.settings.timeouts.attempt, self.left];
        let end = limits.into_iter().flatten().min().map(|limit| begun + limit);
        let mut work = pin!(async {
            let response = answer.await.map_err(FailedAttempt::transport)?;
            receive::<T>(response, self.metadata, self.settings, self.clock, end).await
        });
        let mut spent = Duration::ZERO;
        loop {
            let attempt = self.settings.timeouts.attempt.map(|limit| (limit, TimeoutKind::Attempt));
            let total = self.left.map(|left| (left.saturating_sub(spent), TimeoutKind::Total));
            let shortest = attempt.into_iter().chain(total).min_by_key(|(limit, _)| *limit);
            let Some((limit, kind)) = shortest else { return work.await };
            match within(work.as_mut(), limit, &**self.clock).await {
                Some(done) => return done,
                // While the request is still being sent, the limit counts from its last piece.
                None if kind == TimeoutKind::Attempt && progress.has_moved() => {
                    spent = self.clock.now().saturating_sub(begun);
                }
                None => return Err(FailedAttempt::timed_out(kind, limit)),
            }
        }
    }
}
