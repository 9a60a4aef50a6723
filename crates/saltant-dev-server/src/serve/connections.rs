//! Connections: taking them, and closing those that are slow or left over.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Running, handle};
use crate::service::Service;

/// How long the head of a request may take, and how long a connection may be idle.
pub(super) const HEAD_LIMIT: Duration = Duration::from_secs(30);

/// How long requests that are being answered may take once the server is to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait when the system has no socket to spare.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until it is stopped, then lets the requests finish that are being answered.
pub(crate) async fn serve<S: Service>(
    listeners: Vec<TcpListener>,
    running: Arc<Running<S>>,
    stopped: watch::Receiver<bool>,
) {
    let mut loops: JoinSet<()> = JoinSet::new();
    for listener in listeners {
        loops.spawn(accept(listener, Arc::clone(&running), stopped.clone()));
    }
    while loops.join_next().await.is_some() {}
}

async fn accept<S: Service>(
    listener: TcpListener,
    running: Arc<Running<S>>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_LIMIT);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // An error means that the server was dropped, which is the same.
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let running = Arc::clone(&running);
        let service = service_fn(move |request| {
            let running = Arc::clone(&running);
            async move { Ok::<_, Infallible>(handle(running, request).await) }
        });
        connections.spawn(graceful.watch(http.serve_connection(TokioIo::new(stream), service)));
    }
    drop(listener);
    // What is left after that is dropped with the set.
    let _ = tokio::time::timeout(PATIENCE, graceful.shutdown()).await;
}
