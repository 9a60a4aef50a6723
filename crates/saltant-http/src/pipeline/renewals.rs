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
