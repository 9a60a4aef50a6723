use std::fmt;

use saltant_core::{BaseUrl, BoxFuture, Directory, Error};

/// The addresses of the parts of a service, as its directory knows them.
pub(crate) struct Parts {
    pub(crate) directory: Box<dyn Directory>,
    /// Held by the one call that asks the service. If that call is dropped, the next one asks.
    turn: tokio::sync::Mutex<()>,
}

impl Parts {
    pub(crate) fn new(directory: Box<dyn Directory>) -> Self {
        Self { directory, turn: tokio::sync::Mutex::new(()) }
    }

    /// The address of a part. If it is not known yet, `ask` asks the service: one call at a time, and the
    /// answer serves all calls that wait.
    pub(crate) async fn find<'a>(
        &self,
        part: &str,
        ask: impl FnOnce() -> BoxFuture<'a, Result<(), Error>> + Send,
    ) -> Result<BaseUrl, Error> {
        if let Some(base) = self.directory.base(part) {
            return Ok(base);
        }
        let _turn = self.turn.lock().await;
        // The call that had the turn before may have asked.
        if let Some(base) = self.directory.base(part) {
            return Ok(base);
        }
        ask().await?;
        self.directory.base(part).ok_or_else(|| self.directory.missing(part))
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.directory.fmt(f)
    }
}
