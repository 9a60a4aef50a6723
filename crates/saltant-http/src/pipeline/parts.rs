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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::Duration;

    use futures_util::FutureExt as _;
    use futures_util::future::join_all;
    use saltant_core::{Answer, Body, ErrorKind, Metadata};

    use super::*;

    /// Knows the part `a` once the service has answered.
    #[derive(Clone, Debug, Default)]
    struct Known(Arc<AtomicBool>);

    impl Directory for Known {
        fn base(&self, part: &str) -> Option<BaseUrl> {
            let known = self.0.load(Ordering::SeqCst) && part == "a";
            known.then(|| "https://h/a".parse().unwrap())
        }

        fn question(&self, _: &BaseUrl) -> Result<(&'static Metadata, http::Request<Body>), Error> {
            Err(Error::new(ErrorKind::Usage, "not used"))
        }

        fn learn(&self, _: &Metadata, _: &Answer) {
            self.0.store(true, Ordering::SeqCst);
        }

        fn missing(&self, part: &str) -> Error {
            Error::new(ErrorKind::NotThisApi, part)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_service_is_asked_once_for_all_calls_that_wait() {
        let (known, asked) = (Known::default(), AtomicUsize::new(0));
        let parts = Parts::new(Box::new(known.clone()));
        let find = |part| {
            parts.find(part, || {
                async {
                    asked.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    known.0.store(true, Ordering::SeqCst);
                    Ok(())
                }
                .boxed()
            })
        };
        let found = join_all((0..5).map(|_| find("a"))).await;
        assert!(found.into_iter().all(|base| base.unwrap().as_str() == "https://h/a/"));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        assert_eq!(find("b").await.unwrap_err().kind(), ErrorKind::NotThisApi);
        assert_eq!(format!("{parts:?}"), "Known(true)");
    }
}
