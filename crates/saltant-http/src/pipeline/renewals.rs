use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use saltant_core::{Answer, BaseUrl, BoxFuture, Clock, Credential, Error, ErrorKind, Renewal};

/// Renews a client's credential, for one call at a time.
pub(crate) struct Renewals {
    credential: Arc<dyn Credential>,
    clock: Arc<dyn Clock>,
    /// Held by the one call that renews. If that call is dropped, the next one renews.
    turn: tokio::sync::Mutex<()>,
    failures: Mutex<Failures>,
    /// How much earlier than the credential itself asks for it is renewed: random, so that many programs
    /// with the same token do not all renew at once.
    early: Duration,
}

/// The renewals that failed.
#[derive(Debug, Default)]
struct Failures {
    count: u64,
    last: Option<LastFailure>,
}

#[derive(Debug)]
struct LastFailure {
    at: Duration,
    generation: u64,
    kind: ErrorKind,
    text: String,
}

impl Renewals {
    /// The most by which a renewal is brought forward.
    const EARLY: Duration = Duration::from_secs(10);
    /// How long after a failure the credential is renewed only if the server asks for it.
    const REST: Duration = Duration::from_secs(10);

    pub(crate) fn new(
        credential: Arc<dyn Credential>,
        clock: Arc<dyn Clock>,
        random: &mut fastrand::Rng,
    ) -> Self {
        let early = Self::EARLY.mul_f64(random.f64());
        Self { credential, clock, turn: tokio::sync::Mutex::default(), failures: Mutex::default(), early }
    }

    /// Whether the credential should be renewed before it is used again.
    pub(crate) fn is_due(&self) -> bool {
        if !self.credential.expires_soon(self.clock.wall() + self.early) {
            return false;
        }
        self.failures().last.as_ref().is_none_or(|last| {
            last.generation != self.credential.generation()
                || self.clock.now().saturating_sub(last.at) >= Self::REST
        })
    }

    /// Renews the credential that the call has seen under `generation`, unless another call has done so
    /// meanwhile. `why` is the error that the call ends with if this fails.
    ///
    /// One call renews. The others wait and share its result, also a failure. `false` means that this
    /// credential cannot be renewed.
    pub(crate) async fn renew<'a>(
        &self,
        base: &BaseUrl,
        generation: u64,
        why: Error,
        send: impl FnOnce(Renewal) -> BoxFuture<'a, Result<Answer, Error>> + Send,
    ) -> Result<bool, Error> {
        let seen = self.failures().count;
        let Some(renewal) = self.credential.renewal(base) else { return Ok(false) };
        let _turn = self.turn.lock().await;
        if self.credential.generation() != generation {
            return Ok(true);
        }
        if let Some(error) = self.failed_since(seen, generation, &why) {
            return Err(error);
        }
        let answer = send(renewal?).await;
        let Err(cause) = answer.and_then(|answer| self.credential.accept(&answer)) else { return Ok(true) };
        // Whatever happened to the renewal, the call itself was refused: its own outcome is known.
        let kind = match cause.kind() {
            _ if cause.is_auth() => ErrorKind::Auth,
            ErrorKind::OutcomeUnknown => ErrorKind::Transport,
            kind => kind,
        };
        let text = cause.to_string();
        let error = not_renewed(&why, kind, &text).with_source(cause);
        let mut failures = self.failures();
        failures.count += 1;
        failures.last = Some(LastFailure { at: self.clock.now(), generation, kind, text });
        Err(error)
    }

    /// The failure of a renewal that another call made while this one waited for its turn.
    fn failed_since(&self, seen: u64, generation: u64, why: &Error) -> Option<Error> {
        let failures = self.failures();
        let last = failures.last.as_ref().filter(|last| last.generation == generation)?;
        (failures.count != seen).then(|| not_renewed(why, last.kind, &last.text))
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_renewed(why: &Error, kind: ErrorKind, cause: &str) -> Error {
    let line = why.to_string();
    // The operation's name is added to the new error too.
    let plain = why.operation().and_then(|name| line.strip_prefix(name)?.strip_prefix(": "));
    let why = plain.unwrap_or(&line);
    Error::new(kind, format!("{why}; and renewing the credential failed: {cause}"))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::SystemTime;

    use futures_util::FutureExt as _;
    use futures_util::future::join_all;
    use http::{HeaderMap, Method};
    use saltant_core::{AuthUse, RawRequest};

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

        fn expires_soon(&self, _: SystemTime) -> bool {
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
        let send = |renewal: Renewal| -> BoxFuture<'_, Result<Answer, Error>> {
            assert_eq!(renewal.request.uri().path(), "/api/token/refresh");
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                answer()
            }
            .boxed()
        };
        let why = Error::new(ErrorKind::Auth, "expired");
        renewals.renew(&base, 0, why, send).await.map_err(|error| error.kind())
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
