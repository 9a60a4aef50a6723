use std::fmt::{self, Debug};
use std::sync::{OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use http::HeaderMap;

use crate::answer::{Answer, Error, ErrorKind};
use crate::clock::BoxFuture;
use crate::request::BaseUrl;
use crate::rules::credential::{AuthUse, Credential, Renewal};
use crate::rules::token_store::{KeptTokens, RenewalTurn, TokenStore};

/// How long before its end a token is renewed, at most.
const MARGIN: Duration = Duration::from_secs(60);

/// The part of a renewed token's life before its end in which it is renewed, if that is less.
const SHARE: u32 = 4;

/// The part of this time by which a client renews a token earlier, at most.
const EARLIER: u32 = 6;

/// A service's tokens: how they are sent, how they expire, and which request renews them.
pub trait RenewableTokens: Clone + Debug + Send + Sync + 'static {
    /// Adds the tokens to a request's headers; header values are marked sensitive.
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error>;

    /// Whether a bad answer says that the tokens have expired.
    fn is_expired(answer: &Answer) -> bool;

    /// When the tokens expire, if that is known and they can be renewed.
    ///
    /// This is asked once, at their first use, which is now: some services say only how long a token lives.
    fn expiry(&self, now: SystemTime) -> Option<SystemTime>;

    /// The request that renews the tokens; `None` if they cannot be renewed.
    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>>;

    /// Reads the new tokens from the answer to the renewal.
    fn renewed(&self, answer: &Answer) -> Result<Self, Error>;
}

/// A credential that is renewed when the server says that it has expired, or a minute before it does.
pub struct Renewable<T> {
    current: RwLock<Current<T>>,
    store: Option<Box<dyn TokenStore<T>>>,
}

#[derive(Debug)]
struct Current<T> {
    tokens: T,
    /// When it expires, and how long before that it is renewed.
    end: OnceLock<Option<(SystemTime, Duration)>>,
    generation: u64,
}

impl<T: RenewableTokens> Renewable<T> {
    /// Takes the tokens, from a login or from a store.
    pub fn from_tokens(tokens: T) -> Self {
        let current = Current { tokens, end: OnceLock::new(), generation: 0 };
        Self { current: RwLock::new(current), store: None }
    }

    /// Keeps renewed tokens in a store, and takes those that another program has renewed there.
    ///
    /// ```
    /// use saltant_core::saltant::JsonWebToken;
    /// use saltant_core::types::saltant::TokenPair;
    ///
    /// let kept = TokenPair::new("access", "refresh");
    /// let credential = JsonWebToken::new(kept).kept_in(|renewed: &TokenPair| {
    ///     // Write them to where the program keeps its secrets.
    /// });
    /// ```
    #[must_use]
    pub fn kept_in(mut self, store: impl TokenStore<T>) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// The tokens as they are now, to be put into a store.
    pub fn tokens(&self) -> T {
        self.read().tokens.clone()
    }

    /// Takes the tokens of the store, if they are others than the own ones. `false` if they have to be
    /// renewed, too.
    fn take_kept(&self, tokens: T, now: SystemTime) -> bool {
        let Some(kept) = sent(&tokens) else { return false };
        let mut current = self.write();
        if sent(&current.tokens).as_ref() == Some(&kept) {
            return false;
        }
        let expiry = tokens.expiry(now);
        let is_fresh = expiry.is_none_or(|expiry| expiry > now + MARGIN);
        let generation = current.generation + u64::from(is_fresh);
        let end = OnceLock::from(expiry.map(|expiry| (expiry, MARGIN)));
        *current = Current { tokens, end, generation };
        is_fresh
    }

    fn read(&self) -> RwLockReadGuard<'_, Current<T>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Current<T>> {
        self.current.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Debug> Debug for Renewable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewable").field("current", &self.current).finish_non_exhaustive()
    }
}

/// The headers that carry these tokens; `None` if no request can carry them.
fn sent<T: RenewableTokens>(tokens: &T) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    tokens.apply(AuthUse::Client, &mut headers).ok()?;
    (!headers.values().any(|value| value.as_bytes().ends_with(b" "))).then_some(headers)
}

impl<T: RenewableTokens> Credential for Renewable<T> {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        self.read().tokens.apply(auth, headers)
    }

    fn is_expired(&self, answer: &Answer) -> bool {
        T::is_expired(answer)
    }

    fn expires_soon(&self, now: SystemTime, spread: f64) -> bool {
        let current = self.read();
        let end = current.end.get_or_init(|| {
            let expiry = current.tokens.expiry(now)?;
            // Only of tokens that a renewal has just brought is it known how long they live.
            let is_fresh = current.generation > 0;
            let life = expiry.duration_since(now).unwrap_or_default();
            Some((expiry, if is_fresh { MARGIN.min(life / SHARE) } else { MARGIN }))
        });
        end.is_some_and(|(expiry, margin)| {
            let spread = if spread.is_nan() { 0.0 } else { spread.clamp(0.0, 1.0) };
            let early = margin.mul_f64(spread) / EARLIER;
            expiry <= now.checked_add(margin + early).unwrap_or(expiry)
        })
    }

    fn generation(&self) -> u64 {
        self.read().generation
    }

    fn renewal(&self, base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        self.tokens().renewal(base)
    }

    fn accept(&self, answer: &Answer) -> Result<(), Error> {
        let tokens = self.tokens().renewed(answer)?;
        // With a token that cannot be sent, no later call would reach the server and learn that it is bad.
        if sent(&tokens).is_none() {
            return Err(unsendable());
        }
        if let Some(store) = &self.store {
            store.keep(&tokens);
        }
        let mut current = self.write();
        let generation = current.generation + 1;
        *current = Current { tokens, end: OnceLock::new(), generation };
        Ok(())
    }

    fn turn(&self, now: SystemTime) -> BoxFuture<'_, Result<RenewalTurn, Error>> {
        Box::pin(async move {
            let Some(store) = &self.store else { return Ok(RenewalTurn::Own(Box::new(()))) };
            let KeptTokens { tokens, lock } = store.lock().await?;
            let is_done = tokens.is_some_and(|tokens| self.take_kept(tokens, now));
            Ok(if is_done { RenewalTurn::Done } else { RenewalTurn::Own(lock) })
        })
    }
}

/// The error of a renewal that brought a token which no request can carry.
pub(crate) fn unsendable() -> Error {
    let text = "the new token is empty or holds a character that a header cannot carry; the old one is kept";
    Error::new(ErrorKind::Auth, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens that live for an hour from their first use, for a minute, for twenty seconds, or for eight.
    #[derive(Clone, Debug, PartialEq)]
    struct Hourly(String);

    impl RenewableTokens for Hourly {
        fn apply(&self, _: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
            headers.insert("token", self.0.parse().map_err(|_| unsendable())?);
            Ok(())
        }

        fn is_expired(answer: &Answer) -> bool {
            answer.status() == 401
        }

        fn expiry(&self, now: SystemTime) -> Option<SystemTime> {
            let seconds = match &*self.0 {
                "minute" => 60,
                "short" => 20,
                "brief" => 8,
                _ => 3600,
            };
            (self.0 != "endless").then(|| now + Duration::from_secs(seconds))
        }

        fn renewal(&self, _: &BaseUrl) -> Option<Result<Renewal, Error>> {
            None
        }

        fn renewed(&self, answer: &Answer) -> Result<Self, Error> {
            let text = String::from_utf8_lossy(answer.body()).into_owned();
            if text.is_empty() { Err(Error::new(ErrorKind::Decode, "empty")) } else { Ok(Self(text)) }
        }
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a2_a_token_is_renewed_a_minute_before_its_end_counted_from_its_first_use() {
        let credential = Renewable::from_tokens(Hourly("a".to_owned()));
        assert!(!credential.expires_soon(at(100), 0.0));
        assert!(!credential.expires_soon(at(3639), 0.0));
        assert!(credential.expires_soon(at(3640), 0.0));
        credential.accept(&Answer::new("b".into())).unwrap();
        assert!(!credential.expires_soon(at(3640), 0.0), "the new one lives an hour from now");
        assert!(credential.expires_soon(at(7180), 0.0));
        assert!(!Renewable::from_tokens(Hourly("endless".to_owned())).expires_soon(at(1 << 40), 0.0));
    }

    #[test]
    fn a2_a_token_that_lives_for_seconds_is_renewed_in_its_last_quarter_only() {
        let credential = Renewable::from_tokens(Hourly("short".to_owned()));
        assert!(credential.expires_soon(at(100), 0.0), "it may have lived for long");
        credential.accept(&Answer::new("short".into())).unwrap();
        let soon: Vec<_> = [100, 114, 115, 130].map(|second| credential.expires_soon(at(second), 0.0)).into();
        assert_eq!(soon, [false, false, true, true]);
    }

    #[test]
    fn a2_clients_renew_a_token_at_different_times_that_are_near_its_end_however_short_it_lives() {
        for (word, life, first) in [("b", 3600, 3530), ("short", 20, 15), ("brief", 8, 6)] {
            let credential = Renewable::from_tokens(Hourly("a".to_owned()));
            credential.accept(&Answer::new(word.into())).unwrap();
            assert!(!credential.expires_soon(at(0), 1.0), "{word}");
            let is_soon = |second, spread| credential.expires_soon(at(second), spread);
            let begins = |spread| (0..=life).find(|second| is_soon(*second, spread)).unwrap();
            assert_eq!(begins(1.0), first, "{word}");
            assert!(begins(1.0) <= begins(0.0) && begins(0.0) < life, "{word}");
        }
    }

    #[test]
    fn a_renewal_that_cannot_be_read_keeps_the_old_tokens_and_their_generation() {
        let credential = Renewable::from_tokens(Hourly("a".to_owned()));
        credential.accept(&Answer::new("b".into())).unwrap();
        assert!(credential.accept(&Answer::default()).is_err());
        assert_eq!((credential.tokens(), credential.generation()), (Hourly("b".to_owned()), 1));
    }

    #[test]
    fn a15_kept_tokens_are_taken_and_renewed_too_if_they_live_for_no_more_than_a_minute() {
        let credential = Renewable::from_tokens(Hourly("a".to_owned()));
        let take =
            |word: &str| (credential.take_kept(Hourly(word.to_owned()), at(0)), credential.generation());
        assert_eq!(take("a"), (false, 0), "the same ones");
        assert_eq!(take("minute"), (false, 0));
        assert_eq!(take("b"), (true, 1));
        assert_eq!(take("endless"), (true, 2));
        assert!(format!("{credential:?}").starts_with("Renewable { current: "));
    }
}
