//! What happens to a call, in this order:
//!
//! 1. **Address**: the base URL of the operation's part. The service's directory is asked if need be. So is
//!    what the operation has to know before it may be sent, and what it refers to is uploaded.
//! 2. **Encode**: the operation writes its request, once.
//! 3. **Renew early**: a credential that is about to expire is renewed, by one call for all.
//! 4. **Sign**: the client's headers and the credential are added, secrets for trusted origins only.
//! 5. **Send**: one attempt, within the limits for an attempt and for the call.
//! 6. **Receive**: the answer is decompressed and taken whole (up to the size limit) or left open; here, and
//!    only here, it is decided whether it is good.
//! 7. **Record**: the attempt goes to the trace, the observer and the list of attempts.
//! 8. **Redirect**: within the origin, and with the same method and body; then again from 3.
//! 9. **Renew late**: if the server says that the credential has expired, once; then again from 3.
//! 10. **Retry**: by the rule, the policy, the time that is left and the quota; then again from 3.
//! 11. **Learn**: a directory takes addresses from good answers; what else an answer tells is kept for later
//!     questions.
//! 12. **Decode**: the operation reads the answer.
//!
//! There is no background task: dropping the future of a call stops all its work. Only a renewal that was sent
//! is kept, for the next call to take its answer.

mod attempt;
pub(crate) mod failed;
mod gunzip;
pub(crate) mod known;
pub(crate) mod origins;
pub(crate) mod parts;
mod prepare;
mod progress;
pub(crate) mod quota;
pub(crate) mod reader;
pub(crate) mod receive;
mod record;
mod redirects;
pub(crate) mod renewals;
mod retries;
pub(crate) mod sent_secrets;
pub(crate) mod shared;
#[cfg(test)]
pub(crate) mod test_service;
mod time;

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use saltant_core::retry::Failure;
use saltant_core::{
    Answer, Attempt as AttemptRecord, AuthUse, Body, BoxFuture, Bytes, Error, ErrorKind, Facts, Metadata,
    Operation, Question, Renewal, RenewalTurn, retry,
};
use tracing::Instrument as _;

use self::attempt::{Attempt, Sending, copy};
use self::failed::FailedAttempt;
use self::known::Known;
use self::receive::{Received, Take, Whole};
use self::record::Record;
use self::redirects::Redirects;
use self::renewals::{Renewals, not_renewed};
use self::retries::Retries;
use self::sent_secrets::SentSecrets;
use self::shared::Executor;
use self::time::{CallTime, within};
use crate::settings::Settings;

/// A request that is ready to be sent.
pub(crate) struct Prepared<'c> {
    executor: Executor<'c>,
    metadata: &'static Metadata,
    request: http::Request<Body>,
    pub(crate) settings: &'c Settings,
    /// When the call began, by the client's clock.
    pub(crate) started: Duration,
    /// A renewal uses the credential as it is.
    is_renewal: bool,
}

/// A good answer, and the attempts that it took.
pub(crate) struct Sent<B> {
    pub(crate) answer: http::Response<B>,
    pub(crate) attempts: Vec<AttemptRecord>,
    pub(crate) secrets: SentSecrets,
    known: Arc<Known>,
}

impl Sent<Bytes> {
    /// Keeps what the answer to a question tells; what was sent is masked in the error of an unreadable one.
    fn teach(&self, question: &Question, facts: &Facts) -> Result<(), Error> {
        question.learn(&self.answer, facts).map_err(|error| self.secrets.mask(error))
    }
}

impl<'c> Prepared<'c> {
    /// The address, without a credential in it.
    pub(crate) fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// The body, if it is bytes.
    pub(crate) fn body(&self) -> Option<&[u8]> {
        self.request.body().as_bytes().map(|bytes| &**bytes)
    }

    /// Stages 3 to 11, with the answer read to its end.
    pub(crate) async fn answer(&mut self) -> Result<Sent<Bytes>, Error> {
        let sent = self.send::<Whole>().await?;
        if let Some(parts) = &self.executor.shared.parts {
            parts.directory.learn(self.metadata, &sent.answer);
        }
        Ok(sent)
    }

    /// The same for a request that another call needs: its future contains itself, so it is boxed.
    fn boxed_answer(mut self) -> BoxFuture<'c, Result<Sent<Bytes>, Error>> {
        Box::pin(async move { self.answer().await })
    }

    /// Stages 3 to 10. The error lists the attempts.
    pub(crate) async fn send<T: Take>(&mut self) -> Result<Sent<T::Body>, Error> {
        let Self { executor, metadata, ref mut request, settings, started, is_renewal } = *self;
        // Only the caller can know how long a stream takes to send.
        let is_stream = request.body().as_bytes().is_none();
        let total = if is_stream { settings.own_total() } else { settings.timeouts.total };
        let shared = executor.shared;
        let observer = shared.observer.as_deref();
        let mut exchange = Exchange {
            executor,
            metadata,
            settings,
            time: CallTime::new(&*shared.clock, started, total),
            record: Record { operation: metadata.name, observer, attempts: Vec::with_capacity(1) },
            redirects: Redirects::default(),
            retries: Retries::new(metadata.effect, &settings.retry, request.body().is_replayable()),
            has_renewed: is_renewal,
            secrets: SentSecrets::of(Some(metadata), request),
            is_open: false,
        };
        let span = tracing::debug_span!("call", operation = metadata.name);
        // Nobody listens most of the time.
        let answer = if span.is_disabled() {
            exchange.run::<T>(request).await
        } else {
            Box::pin(exchange.run::<T>(request).instrument(span)).await
        };
        let (attempts, secrets) = (exchange.record.attempts, exchange.secrets);
        match answer {
            Ok(answer) => Ok(Sent { answer, attempts, secrets, known: executor.view.known.clone() }),
            Err(error) => {
                let is_open = exchange.is_open || error.may_have_happened();
                let error = secrets.mask(error).with_operation(metadata.name).with_attempts(attempts);
                Err(error.with_open_outcome(is_open))
            }
        }
    }
}

impl Sent<Bytes> {
    /// Stages 11 and 12. The error of an unreadable answer lists the attempts like any other.
    pub(crate) fn decode<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        let output = operation.decode(&self.answer).map_err(|error| {
            let error = operation.metadata().unreadable(&self.answer, error);
            self.secrets.mask(error).with_attempts(self.attempts.clone())
        })?;
        operation.learn(&self.answer, &self.known.facts);
        Ok(output)
    }
}

/// A call between its first attempt and its last.
struct Exchange<'c> {
    executor: Executor<'c>,
    metadata: &'static Metadata,
    settings: &'c Settings,
    time: CallTime<'c>,
    record: Record<'c>,
    redirects: Redirects,
    retries: Retries<'c>,
    /// A call renews the credential at most once.
    has_renewed: bool,
    secrets: SentSecrets,
    /// Whether the request may have been carried out by an attempt that failed.
    is_open: bool,
}

impl<'c> Exchange<'c> {
    async fn run<T: Take>(
        &mut self,
        template: &mut http::Request<Body>,
    ) -> Result<http::Response<T::Body>, Error> {
        let shared = self.executor.shared;
        let replayable = self.retries.replayable;
        loop {
            // 3. Renew early.
            let mut generation = self.executor.shared.credential.generation();
            if self.has_to_renew() {
                generation = Box::pin(self.renew_early(generation)).await;
            }
            // 4. Sign.
            let sending = self.sending(template, replayable)?;
            // 5. Send. 6. Receive. 7. Record.
            let failed = match self.attempt::<T>(sending).await {
                Ok(Received::Good(answer)) => {
                    shared.quota.give_back();
                    return Ok(answer);
                }
                // 8. Redirect.
                Ok(Received::Bad(answer)) if answer.status().is_redirection() => {
                    let target = self.redirects.follow(self.metadata, template.uri(), &answer, replayable);
                    *template.uri_mut() =
                        target.inspect_err(|_| self.note(Failure::Status(answer.status())))?;
                    continue;
                }
                // 9. Renew late.
                Ok(Received::Bad(answer)) => {
                    if replayable && self.has_expired(&answer) && self.renew_late(generation, &answer).await?
                    {
                        continue;
                    }
                    let mut failed = FailedAttempt::refused(self.metadata, &answer, shared.clock.wall());
                    failed.mask(&self.secrets);
                    failed
                }
                Err(failed) => failed,
            };
            // 10. Retry.
            self.note(failed.failure);
            let pause = self.retries.pause(failed, &self.time, &shared.quota, shared.random())?;
            shared.clock.sleep(pause).await;
        }
    }

    /// Remembers whether the request may have been carried out, whatever the next attempt brings.
    fn note(&mut self, failure: Failure) {
        self.is_open |= retry::may_have_happened(self.metadata.effect, failure);
    }

    /// Stage 4, and the begin of stage 5. The request is not a part of the future, so that this is small.
    fn sending(
        &mut self,
        template: &mut http::Request<Body>,
        replayable: bool,
    ) -> Result<Sending<'c>, Error> {
        let shared = self.executor.shared;
        let mut request = copy(template, replayable);
        self.executor.sign(self.metadata, &mut request)?;
        self.secrets.signed(self.metadata, request.headers(), &*shared.credential);
        self.time.check()?;
        Ok(Sending::begin(&*shared.transport, request))
    }

    /// Stages 5 to 7.
    async fn attempt<T: Take>(&mut self, sending: Sending<'_>) -> Result<Received<T::Body>, FailedAttempt> {
        let shared = self.executor.shared;
        let begun = shared.clock.now();
        let attempt = Attempt {
            clock: &shared.clock,
            metadata: self.metadata,
            settings: self.settings,
            begun,
            left: self.time.left_at(begun),
        };
        let span = self.record.span();
        let mut received = if span.is_disabled() {
            attempt.run::<T>(sending).await
        } else {
            Box::pin(attempt.run::<T>(sending).instrument(span.clone())).await
        };
        if let Err(failed) = &mut received {
            failed.mask(&self.secrets);
        }
        let elapsed = shared.clock.now().saturating_sub(begun);
        self.record.end(&span, elapsed, &received, &self.secrets);
        received
    }

    /// Stage 3. Whether the credential should be renewed before it is used again.
    fn has_to_renew(&self) -> bool {
        let may_renew = self.metadata.auth == AuthUse::Client && !self.has_renewed;
        may_renew && self.executor.shared.renewals.is_due()
    }

    /// Stage 3. Gives the generation of the credential that the next attempt uses.
    async fn renew_early(&mut self, generation: u64) -> u64 {
        let Executor { shared, view } = self.executor;
        // Without a new one, the old one may still be good for a while. If it is not, the server will say so.
        let send = || send_renewal(self.executor);
        self.has_renewed = shared.renewals.renew_early(&view.base, generation, self.time.left(), send).await;
        shared.credential.generation()
    }

    /// Stage 9. Whether an answer says that the credential has expired, and it was not renewed yet.
    fn has_expired(&self, answer: &Answer) -> bool {
        let may_renew = self.metadata.auth == AuthUse::Client && !self.has_renewed;
        may_renew && self.executor.shared.credential.is_expired(answer)
    }

    /// Stage 9. `false` if the credential cannot be renewed.
    fn renew_late<'a>(&'a mut self, generation: u64, answer: &Answer) -> BoxFuture<'a, Result<bool, Error>> {
        self.has_renewed = true;
        let why = self.secrets.mask(self.metadata.error_of(answer));
        Box::pin(async move {
            let Executor { shared, view } = self.executor;
            let send = || send_renewal(self.executor);
            let renewed = self.time.limit(shared.renewals.renew(&view.base, generation, &why, send)).await;
            renewed.unwrap_or_else(|over| Err(not_renewed(&why, Arc::new(over))))
        })
    }
}

/// Sends a renewal and takes its answer, unless another program has renewed the credential meanwhile. It is
/// kept in the client until it is over, so it must not keep the client.
fn send_renewal(executor: Executor<'_>) -> BoxFuture<'static, Result<(), Error>> {
    let quota = executor.shared.quota.clone();
    let shared = executor.shared.with(executor.shared.credential.clone(), quota);
    let view = executor.view.clone();
    Box::pin(async move {
        let turn = within(shared.credential.turn(shared.clock.wall()), Renewals::LIMIT, &*shared.clock).await;
        let RenewalTurn::Own(_lock) = turn.unwrap_or_else(|| Err(is_locked()))? else { return Ok(()) };
        // The turn may have brought other tokens.
        let Some(renewal) = shared.credential.renewal(&view.base).transpose()? else { return Ok(()) };
        let (executor, started) = (Executor { shared: &shared, view: &view }, shared.clock.now());
        let Renewal { metadata, request, .. } = renewal;
        let mut settings = shared.settings;
        let total = settings.timeouts.total;
        settings.timeouts.total = Some(total.map_or(Renewals::LIMIT, |total| total.min(Renewals::LIMIT)));
        let renewal =
            Prepared { executor, metadata, request, settings: &settings, started, is_renewal: true };
        let sent = renewal.boxed_answer().await?;
        shared.credential.accept(&sent.answer).map_err(|error| sent.secrets.mask(error))
    })
}

/// The error of a credential that another program does not let go.
fn is_locked() -> Error {
    Error::new(ErrorKind::Deadline, "another program has locked the kept tokens for 30 s")
}
