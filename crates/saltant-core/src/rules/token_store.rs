use std::fmt;

use crate::answer::Error;
use crate::clock::BoxFuture;

/// Where a program keeps tokens between its runs, and learns that they were renewed.
///
/// A closure over the tokens is a store too: it is called with renewed tokens and reads none.
pub trait TokenStore<T>: Send + Sync + 'static {
    /// Waits until no other program renews these tokens, and reads those that are kept.
    ///
    /// This is called before each renewal. A token that can be used once is not lost, if all programs that
    /// share it wait here until the other's [`lock`](KeptTokens::lock) is dropped.
    fn lock(&self) -> BoxFuture<'_, Result<KeptTokens<T>, Error>> {
        Box::pin(async { Ok(KeptTokens { tokens: None, lock: Box::new(()) }) })
    }

    /// Keeps renewed tokens; the lock is still held.
    ///
    /// The credential uses the new tokens even if they cannot be kept, so it is for the store to report that.
    fn keep(&self, tokens: &T);
}

impl<T, F: Fn(&T) + Send + Sync + 'static> TokenStore<T> for F {
    fn keep(&self, tokens: &T) {
        self(tokens);
    }
}

/// What a store has, and the lock of it.
pub struct KeptTokens<T> {
    /// The tokens; `None` if the store has none.
    pub tokens: Option<T>,
    /// Other programs wait until this is dropped.
    pub lock: Box<dyn Send>,
}

impl<T> fmt::Debug for KeptTokens<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptTokens").field("is_some", &self.tokens.is_some()).finish_non_exhaustive()
    }
}

/// Whether a credential has to be renewed by this program.
pub enum RenewalTurn {
    /// This program renews it. Others wait until the value is dropped.
    Own(Box<dyn Send>),
    /// Another program has renewed it meanwhile, and the credential has its tokens now.
    Done,
}

impl fmt::Debug for RenewalTurn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own(_) => "Own",
            Self::Done => "Done",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_a_store_shows_whether_it_has_tokens_and_not_which() {
        let kept = KeptTokens { tokens: Some("canary"), lock: Box::new(()) };
        assert_eq!(format!("{kept:?}"), "KeptTokens { is_some: true, .. }");
        assert_eq!(format!("{:?}, {:?}", RenewalTurn::Own(Box::new(())), RenewalTurn::Done), "Own, Done");
    }
}
