use std::time::Duration;

use saltant_core::retry::{self, Failure, Verdict};
use saltant_core::{Answer, Attempt, AuthUse, Body, Error, ErrorKind, Metadata, TimeoutKind, decode};
use tracing::Instrument as _;

use crate::attempt::{Received, Take, late, within};
use crate::redirect::Redirect;
use crate::settings::{Overrides, Settings};
use crate::{Client, Observation};

impl Client {
    /// Sends a request until it succeeds or there is no sense in another attempt, and reads the answer.
    pub(crate) async fn execute(
        &self,
        metadata: &'static Metadata,
        request: http::Request<Body>,
        overrides: &Overrides,
    ) -> Result<(Answer, Vec<Attempt>), Error> {
        let (answer, attempts) = self.execute_as(Take::Whole, metadata, request, overrides).await?;
        let answer = answer.map(Body::into_bytes);
        if let Some(parts) = &self.shared.parts {
            parts.directory.learn(metadata, &answer);
        }
        Ok((answer, attempts))
    }

    /// The same, with the body read or left open.
    pub(crate) async fn execute_as(
        &self,
        take: Take,
        metadata: &'static Metadata,
        request: http::Request<Body>,
        overrides: &Overrides,
    ) -> Result<(http::Response<Body>, Vec<Attempt>), Error> {
        let span = tracing::debug_span!("call", operation = metadata.name);
        let mut settings = self.shared.settings.with(overrides);
        if request.body().as_bytes().is_none() {
            // How long a file takes to send is nobody's guess but the caller's.
            settings.timeouts.total = overrides.total.flatten();
        }
        let mut run = Run {
            client: self,
            metadata,
            settings,
            take,
            started: overrides.begun.unwrap_or_else(|| self.shared.clock.now()),
            attempts: Vec::new(),
            failures: 0,
            redirect: Redirect::default(),
            renewed: overrides.is_renewal,
        };
        let outcome = run.run(request).instrument(span).await;
        match outcome {
            Ok(answer) => Ok((answer, run.attempts)),
            Err(error) => Err(error.with_operation(metadata.name).with_attempts(run.attempts)),
        }
    }

    /// Adds what goes with each request: the client's headers and, where it may go, the credential.
    pub(crate) fn complete(
        &self,
        metadata: &'static Metadata,
        mut request: http::Request<Body>,
    ) -> Result<http::Request<Body>, Error> {
        for (name, value) in &self.view.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        if metadata.auth != AuthUse::None && self.trusts(request.uri()) {
            let credential = &self.shared.credential;
            credential.apply(metadata.auth, request.headers_mut())?;
            if let Some((name, secret)) = credential.query(metadata.auth) {
                *request.uri_mut() = saltant_core::with_query(request.uri(), name, secret.expose())?;
            }
        }
        // Middleware can tell operations apart without reading addresses.
        request.extensions_mut().insert(metadata);
        Ok(request)
    }
}

/// One call on its way.
struct Run<'c> {
    client: &'c Client,
    metadata: &'static Metadata,
    settings: Settings,
    take: Take,
    started: Duration,
    attempts: Vec<Attempt>,
    /// The attempts that failed; a redirect and an expired credential are no failures.
    failures: u32,
    redirect: Redirect,
    /// Whether the credential has been renewed for this call, which is done once.
    renewed: bool,
}

impl Run<'_> {
    async fn run(&mut self, request: http::Request<Body>) -> Result<http::Response<Body>, Error> {
        let (mut head, body) = request.into_parts();
        let mut body = Some(body);
        loop {
            let generation = self.renew_early().await;
            let replay = body.as_ref().and_then(Body::replay);
            let replayable = replay.is_some();
            let Some(this) = replay.or_else(|| body.take()) else {
                return Err(Error::new(ErrorKind::Usage, "the body can be sent only once"));
            };
            let request =
                self.client.complete(self.metadata, http::Request::from_parts(head.clone(), this))?;
            let (failure, error) = match self.attempt(request).await? {
                Ok(Received::Good(answer)) => {
                    self.client.shared.quota.give_back();
                    return Ok(answer);
                }
                Ok(Received::Bad(answer)) if self.metadata.is_good(&answer) => {
                    self.client.shared.quota.give_back();
                    return Ok(answer.map(Body::from));
                }
                Ok(Received::Bad(answer)) if answer.status().is_redirection() => {
                    head.uri = self.redirect.follow(self.metadata, &head.uri, &answer, replayable)?;
                    continue;
                }
                Ok(Received::Bad(answer)) => {
                    if replayable && self.renew_late(generation, &answer).await? {
                        continue;
                    }
                    self.refused(&answer)
                }
                Err(failed) => failed,
            };
            let verdict = retry::decide(self.metadata.effect, failure, &self.settings.retry);
            match verdict {
                Verdict::Retry if replayable => self.pause(error).await?,
                Verdict::OutcomeUnknown => return Err(unknown(error)),
                Verdict::Retry | Verdict::Stop => return Err(error),
            }
        }
    }

    /// What is left of the call's time; `None` if it is not limited.
    fn left(&self) -> Option<Duration> {
        let elapsed = self.client.shared.clock.now().saturating_sub(self.started);
        self.settings.timeouts.total.map(|total| total.saturating_sub(elapsed))
    }

    /// Renews the credential within the call's time.
    async fn renew(&self, generation: u64, why: Error) -> Result<bool, Error> {
        let renewal = self.client.renew(generation, why);
        let Some(left) = self.left() else { return renewal.await };
        let done = within(renewal, left, &*self.client.shared.clock).await;
        done.unwrap_or_else(|| Err(late(TimeoutKind::Total, left).1))
    }

    /// Renews a credential that is about to expire, and tells its generation.
    async fn renew_early(&mut self) -> u64 {
        let credential = &self.client.shared.credential;
        let generation = credential.generation();
        if self.metadata.auth != AuthUse::Client || self.renewed || !self.client.expires_soon() {
            return generation;
        }
        // The old one may still be good for a while: if it is not, the server will say so.
        let expiring = Error::new(ErrorKind::Auth, "the credential is about to expire");
        self.renewed = self.renew(generation, expiring).await.is_ok();
        credential.generation()
    }

    /// Renews a credential of which the server says that it has expired; `false` if it is not that.
    async fn renew_late(&mut self, generation: u64, answer: &Answer) -> Result<bool, Error> {
        let expired = self.metadata.auth == AuthUse::Client
            && !self.renewed
            && self.client.shared.credential.is_expired(answer);
        if !expired {
            return Ok(false);
        }
        self.renewed = true;
        let why = self.metadata.error_of(answer);
        self.renew(generation, why).await
    }

    /// Sends the request once and keeps the record of it. The outer error is that no time is left for it.
    async fn attempt(
        &mut self,
        request: http::Request<Body>,
    ) -> Result<Result<Received, (Failure, Error)>, Error> {
        let number = u32::try_from(self.attempts.len() + 1).unwrap_or(u32::MAX);
        let clock = &self.client.shared.clock;
        let begun = clock.now();
        let left = self.left();
        if left == Some(Duration::ZERO) {
            return Err(late(TimeoutKind::Total, Duration::ZERO).1);
        }
        let span = tracing::debug_span!(
            "attempt",
            number,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty
        );
        let work = self.client.attempt(request, &self.settings, left, self.take);
        let received = work.instrument(span.clone()).await;
        let (status, outcome) = match &received {
            Ok(received) => {
                let (status, headers) = received.head();
                if !span.is_disabled() {
                    span.record("status", status.as_u16());
                    span.record("request_id", decode::request_id(headers));
                }
                (Some(status), status.to_string())
            }
            Err((_, error)) => (error.status(), error.to_string()),
        };
        let elapsed = clock.now().saturating_sub(begun);
        tracing::debug!(parent: &span, outcome, "attempt ended");
        if let Some(observer) = &self.client.shared.observer {
            let operation = self.metadata.name;
            observer.observe(&Observation { operation, attempt: number, status, elapsed, outcome: &outcome });
        }
        self.attempts.push(Attempt::new(elapsed, outcome));
        Ok(received)
    }

    /// The failure that an answer with a bad status is.
    fn refused(&self, answer: &Answer) -> (Failure, Error) {
        let wait = retry::retry_after(answer.headers(), self.client.shared.clock.wall());
        let failure = Failure::Status(answer.status());
        (failure, self.metadata.error_of(answer).with_retry_after(wait))
    }

    /// Pauses before another attempt, or ends the call with the error if there is to be none.
    async fn pause(&mut self, error: Error) -> Result<(), Error> {
        self.failures += 1;
        let clock = &self.client.shared.clock;
        let elapsed = clock.now().saturating_sub(self.started);
        let random = self.client.random();
        let policy = &self.settings.retry;
        let Some(pause) = policy.next_pause(self.failures, elapsed, error.retry_after(), random) else {
            return Err(error);
        };
        let in_time = self.left().is_none_or(|left| pause < left);
        if !in_time || !self.client.shared.quota.take() {
            return Err(error);
        }
        clock.sleep(pause).await;
        Ok(())
    }
}

/// Says that a request may have taken effect.
fn unknown(error: Error) -> Error {
    let text = format!("it may have happened or not: {error}; look before sending it again");
    let unknown = Error::new(ErrorKind::OutcomeUnknown, text);
    let unknown = match error.status() {
        Some(status) => unknown.with_answer(status, error.request_id().map(str::to_owned)),
        None => unknown,
    };
    unknown.with_source(error)
}
