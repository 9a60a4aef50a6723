use std::sync::atomic::Ordering;
use std::time::Duration;

use saltant_core::retry::{self, Failure, Verdict};
use saltant_core::{Answer, Attempt, AuthUse, Body, Error, ErrorKind, Facts, decode};
use tracing::Instrument as _;

use crate::redirect::Redirect;
use crate::settings::{Overrides, Settings};
use crate::{Client, Observation};

/// The retries that all calls of a client may have saved up, so that an outage is not met with a storm.
pub(crate) const QUOTA: u32 = 100;
/// What a retry takes from the quota. Each success gives one back.
const RETRY_COST: u32 = 5;

impl Client {
    /// Sends a request until it succeeds or there is no sense in another attempt.
    pub(crate) async fn execute(
        &self,
        facts: &'static Facts,
        request: http::Request<Body>,
        overrides: &Overrides,
    ) -> Result<(Answer, Vec<Attempt>), Error> {
        let span = tracing::debug_span!("call", operation = facts.name);
        let mut run = Run {
            client: self,
            facts,
            settings: self.shared.settings.with(overrides),
            started: self.shared.clock.now(),
            attempts: Vec::new(),
            redirect: Redirect::default(),
            renewed: false,
        };
        let outcome = run.run(request).instrument(span).await;
        match outcome {
            Ok(answer) => {
                if let Some(directory) = &self.shared.directory {
                    directory.learn(facts, &answer);
                }
                Ok((answer, run.attempts))
            }
            Err(error) => Err(error.with_operation(facts.name).with_attempts(run.attempts)),
        }
    }

    /// Adds what goes with each request: the client's headers and, where it may go, the credential.
    pub(crate) fn complete(
        &self,
        facts: &'static Facts,
        mut request: http::Request<Body>,
    ) -> Result<http::Request<Body>, Error> {
        for (name, value) in &self.view.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        if facts.auth != AuthUse::None && self.trusts(request.uri()) {
            self.shared.credential.apply(facts.auth, request.headers_mut())?;
        }
        // Middleware can tell operations apart without reading addresses.
        request.extensions_mut().insert(facts);
        Ok(request)
    }
}

/// One call on its way.
struct Run<'c> {
    client: &'c Client,
    facts: &'static Facts,
    settings: Settings,
    started: Duration,
    attempts: Vec<Attempt>,
    redirect: Redirect,
    renewed: bool,
}

impl Run<'_> {
    async fn run(&mut self, request: http::Request<Body>) -> Result<Answer, Error> {
        let (mut head, body) = request.into_parts();
        let mut body = Some(body);
        loop {
            let generation = self.renew_early().await?;
            let replay = body.as_ref().and_then(Body::replay);
            let replayable = replay.is_some();
            let Some(this) = replay.or_else(|| body.take()) else {
                return Err(Error::new(ErrorKind::Usage, "the body can be sent only once"));
            };
            let request = self.client.complete(self.facts, http::Request::from_parts(head.clone(), this))?;
            let (failure, error) = match self.attempt(request).await {
                Ok(answer) if self.facts.is_good(&answer) => {
                    self.give_back();
                    return Ok(answer);
                }
                Ok(answer) if answer.status().is_redirection() => {
                    head.uri = self.redirect.follow(self.facts, &head.uri, &answer)?;
                    if replayable {
                        continue;
                    }
                    return Err(self.redirect.refuse(&answer, "its body can be sent only once"));
                }
                Ok(answer) => {
                    let can_renew = self.facts.auth == AuthUse::Client && !self.renewed && replayable;
                    if can_renew && self.client.shared.credential.is_expired(&answer) {
                        self.renewed = true;
                        if self.client.renew(generation, decode::error_of(self.facts, &answer)).await? {
                            continue;
                        }
                    }
                    self.refused(&answer)
                }
                Err(failed) => failed,
            };
            let verdict = retry::decide(self.facts.effect, failure, &self.settings.retry);
            match verdict {
                Verdict::Retry if replayable => self.pause(error).await?,
                Verdict::OutcomeUnknown => return Err(unknown(error)),
                Verdict::Retry | Verdict::Stop => return Err(error),
            }
        }
    }

    /// Renews a credential that is about to expire, and tells its generation.
    async fn renew_early(&mut self) -> Result<u64, Error> {
        let credential = &self.client.shared.credential;
        let generation = credential.generation();
        if self.facts.auth != AuthUse::Client || self.renewed {
            return Ok(generation);
        }
        if credential.expires_soon(self.client.shared.clock.wall()) {
            self.renewed = true;
            // The old one may still be good for a while: if it is not, the server will say so.
            let expiring = Error::new(ErrorKind::Auth, "the credential is about to expire");
            let _ = self.client.renew(generation, expiring).await;
        }
        Ok(credential.generation())
    }

    /// Sends the request once and keeps the record of it.
    async fn attempt(&mut self, request: http::Request<Body>) -> Result<Answer, (Failure, Error)> {
        let number = u32::try_from(self.attempts.len() + 1).unwrap_or(u32::MAX);
        let clock = &self.client.shared.clock;
        let begun = clock.now();
        let left = self.settings.timeouts.total.map(|total| (self.started + total).saturating_sub(begun));
        let span = tracing::debug_span!(
            "attempt",
            number,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty
        );
        let sent = self.client.attempt(request, &self.settings, left).instrument(span.clone()).await;
        let status = sent.as_ref().ok().map(http::Response::status);
        if let Ok(answer) = &sent {
            span.record("status", answer.status().as_u16());
            span.record("request_id", decode::request_id(answer.headers()));
        }
        let outcome = match &sent {
            Ok(answer) => answer.status().to_string(),
            Err((_, error)) => error.to_string(),
        };
        let elapsed = clock.now().saturating_sub(begun);
        if let Some(observer) = &self.client.shared.observer {
            let operation = self.facts.name;
            observer.observe(&Observation { operation, attempt: number, status, elapsed, outcome: &outcome });
        }
        self.attempts.push(Attempt::new(elapsed, outcome));
        sent
    }

    /// The failure that an answer with a bad status is.
    fn refused(&self, answer: &Answer) -> (Failure, Error) {
        let wait = retry::retry_after(answer.headers(), self.client.shared.clock.wall());
        let failure = Failure::Status { status: answer.status(), retry_after: wait.is_some() };
        (failure, decode::error_of(self.facts, answer).with_retry_after(wait))
    }

    /// Pauses before another attempt, or ends the call with the error if there is to be none.
    async fn pause(&self, error: Error) -> Result<(), Error> {
        let made = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX);
        let clock = &self.client.shared.clock;
        let elapsed = clock.now().saturating_sub(self.started);
        let random = self.client.random();
        let Some(pause) = self.settings.retry.next_pause(made, elapsed, error.retry_after(), random) else {
            return Err(error);
        };
        let in_time = self.settings.timeouts.total.is_none_or(|total| elapsed + pause < total);
        if !in_time || !self.take_from_quota() {
            return Err(error);
        }
        clock.sleep(pause).await;
        Ok(())
    }

    fn take_from_quota(&self) -> bool {
        let take = |left: u32| left.checked_sub(RETRY_COST);
        self.client.shared.quota.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    fn give_back(&self) {
        let quota = &self.client.shared.quota;
        // A full quota is the rule: look before writing to what all threads share.
        if quota.load(Ordering::Relaxed) < QUOTA {
            let give = |left: u32| (left < QUOTA).then_some(left + 1);
            let _ = quota.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
        }
    }
}

/// Says that a request may have taken effect.
fn unknown(error: Error) -> Error {
    let text = format!("it may have happened or not: {error}; look before sending it again");
    Error::new(ErrorKind::OutcomeUnknown, text).with_source(error)
}
