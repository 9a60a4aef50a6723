use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use saltant_core::{Error, ErrorKind};

use crate::Client;
use crate::settings::Overrides;

/// Who renews the credential, and what became of the last try that failed.
#[derive(Debug)]
pub(crate) struct Renewals {
    /// Held by the one caller that renews. It is dropped, not poisoned, with its future.
    turn: tokio::sync::Mutex<()>,
    failed: Mutex<Failed>,
    /// How much earlier than the credential itself says it is renewed, so that many programs with the same
    /// token do not all come at once.
    early: Duration,
}

/// A renewal that failed.
#[derive(Debug, Default)]
struct Failed {
    /// How many there have been.
    count: u64,
    /// When the last one was, of which generation, and why.
    last: Option<(Duration, u64, ErrorKind, String)>,
}

impl Renewals {
    /// The longest time by which chance brings a renewal forward.
    const EARLY: Duration = Duration::from_secs(10);
    /// How long after a failure nothing is renewed before the server asks for it.
    const REST: Duration = Duration::from_secs(10);

    pub(crate) fn new(rng: &mut fastrand::Rng) -> Self {
        Self {
            turn: tokio::sync::Mutex::new(()),
            failed: Mutex::default(),
            early: Self::EARLY.mul_f64(rng.f64()),
        }
    }

    fn failed(&self) -> std::sync::MutexGuard<'_, Failed> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Client {
    /// Whether the credential had better be renewed before it is used again.
    pub(crate) fn expires_soon(&self) -> bool {
        let (renewals, credential) = (&self.shared.renewals, &self.shared.credential);
        if !credential.expires_soon(self.shared.clock.wall() + renewals.early) {
            return false;
        }
        let now = self.shared.clock.now();
        let failed = renewals.failed();
        failed.last.as_ref().is_none_or(|(at, generation, ..)| {
            *generation != credential.generation() || now.saturating_sub(*at) >= Renewals::REST
        })
    }

    /// Renews the credential that was seen under `generation`, unless somebody else has done so meanwhile.
    ///
    /// One caller renews, the others wait for it and share what comes of it, failure too; if it is dropped,
    /// the next one takes over. `false` means that this credential cannot be renewed.
    pub(crate) async fn renew(&self, generation: u64, why: Error) -> Result<bool, Error> {
        let credential = &self.shared.credential;
        let renewals = &self.shared.renewals;
        let seen = renewals.failed().count;
        let Some(renewal) = credential.renewal(self.base_url()) else { return Ok(false) };
        let _turn = renewals.turn.lock().await;
        if credential.generation() != generation {
            return Ok(true);
        }
        {
            let failed = renewals.failed();
            if failed.count != seen
                && let Some((_, of, kind, text)) = &failed.last
                && *of == generation
            {
                return Err(refused(&why, *kind, text));
            }
        }
        let renewal = renewal?;
        let overrides = Overrides { is_renewal: true, ..Overrides::default() };
        let sent = Box::pin(self.execute(renewal.metadata, renewal.request, &overrides)).await;
        let Err(cause) = sent.and_then(|(answer, _)| credential.accept(&answer)) else { return Ok(true) };
        // Whatever has become of the renewal, the call itself was refused: its outcome is known.
        let kind = match cause.kind() {
            _ if cause.is_auth() => ErrorKind::Auth,
            ErrorKind::OutcomeUnknown => ErrorKind::Transport,
            kind => kind,
        };
        let text = cause.to_string();
        let error = refused(&why, kind, &text).with_source(cause);
        let mut failed = renewals.failed();
        failed.count += 1;
        failed.last = Some((self.shared.clock.now(), generation, kind, text));
        Err(error)
    }
}

fn refused(why: &Error, kind: ErrorKind, cause: &str) -> Error {
    let line = why.to_string();
    // The call's name comes in front of the new error too.
    let plain = why.operation().and_then(|name| line.strip_prefix(name)?.strip_prefix(": "));
    let why = plain.unwrap_or(&line);
    Error::new(kind, format!("{why}; and renewing the credential failed: {cause}"))
}
