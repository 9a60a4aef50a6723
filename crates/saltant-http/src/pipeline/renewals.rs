use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use saltant_core::{BaseUrl, BoxFuture, Clock, Credential, Error, ErrorKind};

use super::time::within;

/// Renews a client's credential, with one request for all calls that need it.
pub(crate) struct Renewals {
    credential: Arc<dyn Credential>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// By what part of its margin the credential is renewed earlier: random, so that many programs with the same
    /// token do not all renew at once.
    spread: f64,
}

#[derive(Debug, Default)]
struct State {
    under_way: Option<UnderWay>,
    failed: Option<Failed>,
}

/// A renewal that was sent. Whichever call waits for it drives it on. It stays when all of them are dropped, so
/// that its answer is not lost: a refresh token may work only once.
#[derive(Clone, Debug)]
struct UnderWay {
    begun: Begun,
    outcome: Shared<BoxFuture<'static, Result<(), Arc<Error>>>>,
}

/// When and for what a renewal was begun.
#[derive(Clone, Copy, Debug)]
struct Begun {
    at: Duration,
    /// The credential that it replaces.
    generation: u64,
    /// Whether the old credential was not yet refused.
    is_early: bool,
}

#[derive(Clone, Debug)]
struct Failed {
    at: Duration,
    begun: Begun,
    cause: Arc<Error>,
}

impl Renewals {
    /// The most time that a renewal may take.
    pub(crate) const LIMIT: Duration = Duration::from_secs(30);
    /// How long calls wait for an early renewal. Then they use the old credential.
    const PATIENCE: Duration = Duration::from_secs(5);
    /// How long after a failure the credential is renewed only if the server asks for it.
    const REST: Duration = Duration::from_secs(10);
    /// How long after a failure all calls share it.
    const MOMENT: Duration = Duration::from_secs(1);

    pub(crate) fn new(
        credential: Arc<dyn Credential>,
        clock: Arc<dyn Clock>,
        random: &mut fastrand::Rng,
    ) -> Self {
        Self { credential, clock, state: Mutex::default(), spread: random.f64() }
    }

    /// Whether the credential should be renewed before it is used again.
    pub(crate) fn is_due(&self) -> bool {
        self.credential.expires_soon(self.clock.wall(), self.spread)
            && self.failed_within(Self::REST, self.credential.generation()).is_none()
    }

    /// Renews the credential before the server refuses it. `false` if there is no new one in time.
    ///
    /// The old one still serves, so the wait is short: half of what is `left` of the call's time at most.
    pub(crate) async fn renew_early(
        &self,
        base: &BaseUrl,
        generation: u64,
        left: Option<Duration>,
        send: impl FnOnce() -> BoxFuture<'static, Result<(), Error>>,
    ) -> bool {
        let Ok(Some(under_way)) = self.join(base, generation, true, send) else { return false };
        let passed = self.clock.now().saturating_sub(under_way.begun.at);
        let patience = Self::PATIENCE.saturating_sub(passed);
        let patience = left.map_or(patience, |left| patience.min(left / 2));
        within(self.finish(under_way), patience, &*self.clock).await.is_some_and(|renewed| renewed.is_ok())
    }

    /// Renews the credential that the server has refused under `generation`, unless that has been done
    /// meanwhile. `why` is the refusal, which is a part of the error.
    ///
    /// A failure is shared by all calls that waited for it or come within a [moment](Self::MOMENT). `false`
    /// means that this credential cannot be renewed.
    pub(crate) async fn renew(
        &self,
        base: &BaseUrl,
        generation: u64,
        why: &Error,
        send: impl Fn() -> BoxFuture<'static, Result<(), Error>>,
    ) -> Result<bool, Error> {
        loop {
            if self.credential.generation() != generation {
                return Ok(true);
            }
            // After the failure of an early renewal, the server's word is a reason to try again.
            let failed = self.failed_within(Self::MOMENT, generation).filter(|failed| !failed.begun.is_early);
            if let Some(Failed { cause, .. }) = failed {
                return Err(not_renewed(why, cause));
            }
            let Some(under_way) = self.join(base, generation, false, &send)? else { return Ok(false) };
            if self.finish(under_way).await.is_ok() {
                return Ok(true);
            }
        }
    }

    /// The renewal that is under way; begins one if there is none. `send` sends it and takes the answer.
    fn join(
        &self,
        base: &BaseUrl,
        generation: u64,
        is_early: bool,
        send: impl FnOnce() -> BoxFuture<'static, Result<(), Error>>,
    ) -> Result<Option<UnderWay>, Error> {
        let mut state = self.state();
        if let Some(under_way) = &state.under_way
            && under_way.begun.generation == generation
        {
            return Ok(Some(under_way.clone()));
        }
        let Some(renewal) = self.credential.renewal(base).transpose()? else { return Ok(None) };
        let name = renewal.metadata.name;
        let renewed = send();
        let outcome = async move {
            // A call that was refused has not happened, whatever became of the renewal.
            renewed.await.map_err(|error| Arc::new(error.with_operation(name).with_open_outcome(false)))
        };
        let begun = Begun { at: self.clock.now(), generation, is_early };
        let under_way = UnderWay { begun, outcome: outcome.boxed().shared() };
        state.under_way = Some(under_way.clone());
        Ok(Some(under_way))
    }

    /// Waits for a renewal and notes that it is over.
    async fn finish(&self, under_way: UnderWay) -> Result<(), Arc<Error>> {
        let UnderWay { begun, outcome } = under_way;
        let renewed = outcome.clone().await;
        let mut state = self.state();
        // The first of those that waited notes it.
        if state.under_way.take_if(|current| current.outcome.ptr_eq(&outcome)).is_some()
            && let Err(cause) = &renewed
        {
            // One that nobody waited for may have failed long ago.
            let at = self.clock.now().min(begun.at + Self::LIMIT);
            state.failed = Some(Failed { at, begun, cause: cause.clone() });
        }
        renewed
    }

    /// The failure to renew this credential, if it was not longer ago.
    fn failed_within(&self, time: Duration, generation: u64) -> Option<Failed> {
        let failed = self.state().failed.clone()?;
        let is_recent = self.clock.now().saturating_sub(failed.at) < time;
        (failed.begun.generation == generation && is_recent).then_some(failed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The error of a call whose credential was refused and could not be renewed.
///
/// The call's own outcome is known, so an unknown outcome of the renewal is not its kind.
pub(crate) fn not_renewed(why: &Error, cause: Arc<Error>) -> Error {
    let kind = match cause.kind() {
        ErrorKind::OutcomeUnknown => ErrorKind::Transport,
        kind => kind,
    };
    let line = why.to_string();
    // The operation's name is added to the new error too.
    let plain = why.operation().and_then(|name| line.strip_prefix(name)?.strip_prefix(": "));
    let why = plain.unwrap_or(&line);
    Error::new(kind, format!("{why}; and renewing the credential failed: {cause}")).with_source(cause)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::SystemTime;

    use futures_util::future::join_all;
    use http::{HeaderMap, Method};
    use saltant_core::{Answer, AuthUse, RawRequest, Renewal};

    use super::*;
    use crate::clock::SystemClock;
    use crate::pipeline::test_service::TestService;

    fn refresh() -> RawRequest<TestService> {
        RawRequest::new(Method::POST, "token/refresh")
    }

    /// A credential that counts its renewals and is always about to expire.
    #[derive(Debug, Default)]
    struct Counting(AtomicU64);

    impl Credential for Counting {
        fn apply(&self, _: AuthUse, _: &mut HeaderMap) -> Result<(), Error> {
            Ok(())
        }

        fn expires_soon(&self, _: SystemTime, _: f64) -> bool {
            true
        }

        fn generation(&self) -> u64 {
            self.0.load(Ordering::SeqCst)
        }

        fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
            Some(Renewal::by(&refresh(), base))
        }

        fn accept(&self, _: &Answer) -> Result<(), Error> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    }

    fn renewals() -> (Arc<Counting>, Renewals) {
        let credential = Arc::new(Counting::default());
        let clock = Arc::new(SystemClock::new());
        (credential.clone(), Renewals::new(credential, clock, &mut fastrand::Rng::with_seed(7)))
    }

    async fn renew(renewals: &Renewals, answer: fn() -> Result<Answer, Error>) -> Result<bool, ErrorKind> {
        let base = "https://h/api".parse().unwrap();
        let send = || -> BoxFuture<'static, Result<(), Error>> {
            let credential = renewals.credential.clone();
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                credential.accept(&answer()?)
            }
            .boxed()
        };
        let why = Error::new(ErrorKind::Auth, "expired");
        renewals.renew(&base, 0, &why, send).await.map_err(|error| error.kind())
    }

    #[tokio::test(start_paused = true)]
    async fn a1_calls_that_wait_for_a_renewal_share_its_result() {
        let (credential, renewals) = renewals();
        let all = join_all((0..5).map(|_| renew(&renewals, || Ok(Answer::default())))).await;
        assert_eq!((all, credential.generation()), (vec![Ok(true); 5], 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a1_calls_that_wait_for_a_renewal_share_its_failure() {
        let (_, renewals) = renewals();
        let failing = || Err(Error::new(ErrorKind::OutcomeUnknown, "reset"));
        let begun = tokio::time::Instant::now();
        let all = join_all((0..5).map(|_| renew(&renewals, failing))).await;
        assert_eq!((all, begun.elapsed().as_secs()), (vec![Err(ErrorKind::Transport); 5], 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a2_after_a_failure_a_renewal_is_not_due_for_ten_seconds() {
        let (_, renewals) = renewals();
        assert!(renewals.is_due());
        renew(&renewals, || Err(Error::new(ErrorKind::Connect, "refused"))).await.unwrap_err();
        tokio::time::advance(Duration::from_secs(9)).await;
        assert!(!renewals.is_due());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(renewals.is_due());
    }
}
