//! The async runtime, made when a command needs it and not before.

use std::future::Future;

use tokio::runtime::Builder;

use crate::exit::{Exit, Failure};

/// Runs a client's work on this thread, until it is done or interrupted.
pub(crate) fn client<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    Builder::new_current_thread().enable_all().build()?.block_on(until_interrupted(work))
}

/// Runs a server's work on as many threads as there are processors. It looks out for interrupts itself.
pub(crate) fn server<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Does work until it is done or interrupted. Then what it holds is dropped in order: a server's jobs are
/// killed, a bar is cleared.
pub(crate) async fn until_interrupted<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        done = work => done,
        () = interrupt() => Err(Failure::new(Exit::Interrupted, "")),
    }
}

/// Waits for an interrupt from the keyboard or, on Unix, to be told to end.
pub(crate) async fn interrupt() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the system's own way of ending stays in place.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut told) = signal(SignalKind::terminate()) else { return interrupted.await };
        tokio::select! {
            () = interrupted => {}
            _ = told.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
