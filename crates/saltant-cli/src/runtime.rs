//! The async runtime, made when a command needs it and not before.

use std::future::Future;

use tokio::runtime::Builder;

use crate::exit::{Exit, Failure};

/// Runs a client's work on this thread; an interrupt drops it.
pub(crate) fn client<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    run(&mut Builder::new_current_thread(), work)
}

/// Runs a server's work on as many threads as there are processors; an interrupt drops it.
pub(crate) fn server<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    run(&mut Builder::new_multi_thread(), work)
}

fn run<T>(builder: &mut Builder, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = builder.enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            done = work => done,
            // What the work holds is dropped in order: a server's jobs are killed, a bar is cleared.
            () = interrupt() => Err(Failure::new(Exit::Interrupted, "")),
        }
    })
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
