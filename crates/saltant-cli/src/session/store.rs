//! The session's file as the place where a credential keeps its tokens.

use std::marker::PhantomData;
use std::time::SystemTime;

use saltant::Error;
use saltant::core::{BoxFuture, ErrorKind, KeptTokens, Renewable, TokenStore};

use super::{Locked, Session, SessionFile, SessionTokens};
use crate::exit::{Failure, warn};

/// The credential of a session, which keeps renewed tokens in its file; `None` if the session has other tokens.
pub(crate) fn credential<T: SessionTokens>(session: &Session, file: &SessionFile) -> Option<Renewable<T>> {
    let tokens = T::read(session, SystemTime::now())?;
    let store = Store { file: file.clone(), began: session.clone(), tokens: PhantomData };
    Some(Renewable::from_tokens(tokens).kept_in(store))
}

struct Store<T> {
    file: SessionFile,
    /// The session that this command began with.
    began: Session,
    tokens: PhantomData<fn() -> T>,
}

impl<T> Store<T> {
    /// The session as it is now, unless somebody has logged out or logged in otherwise.
    fn read(&self) -> Result<Option<Session>, Failure> {
        Ok(self.file.read()?.filter(|session| session.is_same_login(&self.began)))
    }
}

impl<T: SessionTokens> TokenStore<T> for Store<T> {
    fn lock(&self) -> BoxFuture<'_, Result<KeptTokens<T>, Error>> {
        Box::pin(async {
            // Waiting for the lock cannot be interrupted, so it has a thread of its own, which ends with the
            // process.
            let (sender, locked) = tokio::sync::oneshot::channel::<Result<Locked, Failure>>();
            let file = self.file.clone();
            std::thread::spawn(move || {
                // Nobody receives it after an interrupt.
                let _ = sender.send(file.lock());
            });
            let ended = |_| Failure::usage("the thread that locks the session has ended");
            let locked = locked
                .await
                .unwrap_or_else(|error| Err(ended(error)))
                .map_err(|failure| as_error(&failure))?;
            let session = self.read().map_err(|failure| as_error(&failure))?;
            let tokens = session.and_then(|session| T::read(&session, SystemTime::now()));
            Ok(KeptTokens { tokens, lock: Box::new(locked) })
        })
    }

    fn keep(&self, tokens: &T) {
        if let Err(failure) = self.write(tokens) {
            warn(format_args!("the renewed token is not kept, and you may have to log in again: {failure}"));
        }
    }
}

impl<T: SessionTokens> Store<T> {
    /// Writes renewed tokens. The credential holds the lock.
    fn write(&self, tokens: &T) -> Result<(), Failure> {
        let Some(before) = self.read()? else { return Ok(()) };
        let now = SystemTime::now();
        let mut session = before.clone();
        tokens.write(&mut session, now);
        self.file.replace(&session)?;
        tokens.written(&before, now);
        Ok(())
    }
}

fn as_error(failure: &Failure) -> Error {
    Error::new(ErrorKind::Usage, failure.to_string())
}
