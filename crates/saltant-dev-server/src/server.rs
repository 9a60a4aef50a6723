//! A running server, as its owner holds it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::builder::Builder;
use crate::error::StartError;
use crate::random::Random;
use crate::serve::faults::{Fault, Faults};
use crate::serve::hosts::Hosts;
use crate::serve::requests::{RequestLog, RequestRecord};
use crate::serve::{Running, connections};
use crate::service::{Opened, Service, Setup};

/// A running server. Dropping it stops it, and kills the commands that it runs.
///
/// `Debug` shows its address and its users' names.
pub struct Server<S: Service> {
    running: Arc<Running<S>>,
    address: SocketAddr,
    users: Vec<S::User>,
    stop: watch::Sender<bool>,
    /// Closed once nothing is served any more.
    serving: watch::Receiver<()>,
    worker: JoinHandle<()>,
    /// The thread of a server that has one.
    thread: Option<std::thread::JoinHandle<()>>,
    /// A log directory that is deleted with the server.
    _temporary: Option<tempfile::TempDir>,
}

impl<S: Service> Builder<S> {
    /// Starts the server on the current tokio runtime; once this returns, it listens.
    pub async fn start(self) -> Result<Server<S>, StartError> {
        if !self.address.ip().is_loopback() && !self.beyond_loopback {
            return Err(StartError::NotLoopback(self.address));
        }
        let clock = Arc::new(self.clock());
        let (logs, temporary) = log_directory(self.logs).await?;
        let (listeners, addresses) = listen(self.address, S::PORTS).await?;
        let address = addresses[0];
        let Opened { service, users, jobs } = S::open(Setup {
            users: self.users,
            settings: self.settings,
            clock: Arc::clone(&clock),
            random: Arc::new(Random::new(self.seed)),
            logs,
            addresses,
        })?;
        let running = Arc::new(Running {
            service: Arc::new(service),
            clock,
            faults: Faults::new(self.faults),
            requests: RequestLog::default(),
            hosts: Hosts::new(address, self.hosts),
            latency: self.latency,
        });
        let (stop, stopped) = watch::channel(false);
        let serving = serve_until(listeners, Arc::clone(&running), stopped);
        let worker = tokio::spawn(Arc::clone(&running.service).work(jobs));
        Ok(Server { running, address, users, stop, serving, worker, thread: None, _temporary: temporary })
    }

    /// Starts the server on its own thread, for programs without tokio.
    pub fn start_blocking(self) -> Result<Server<S>, StartError> {
        let (report, started) = mpsc::channel();
        let serve = move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(report.send(Err(StartError::Runtime(error)))),
            };
            runtime.block_on(async {
                let server = match self.start().await {
                    Ok(server) => server,
                    Err(error) => return drop(report.send(Err(error))),
                };
                let serving = server.serving.clone();
                // If nobody receives the server it is dropped at once, which ends this as well.
                drop(report.send(Ok(server)));
                ended(serving).await;
            });
        };
        let thread = std::thread::Builder::new().name("saltant-dev-server".to_owned());
        let thread = thread.spawn(serve).map_err(StartError::Runtime)?;
        let gone = || Err(StartError::Runtime(std::io::Error::other("the thread ended")));
        let mut server = started.recv().unwrap_or_else(|_| gone())?;
        server.thread = Some(thread);
        Ok(server)
    }
}

impl<S: Service> Server<S> {
    /// Begins to set up a server.
    pub fn builder() -> Builder<S> {
        Builder::default()
    }

    /// The base address of the API, with its last slash: `http://127.0.0.1:PORT/api/` for saltant.
    pub fn url(&self) -> String {
        let mut address = self.address;
        // A server that listens on all addresses is reached here at the loopback one.
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        format!("http://{address}{}", S::PATH)
    }

    /// The address that the server listens on, with its actual port.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The users with their credentials, in the order in which they were added.
    pub fn users(&self) -> &[S::User] {
        &self.users
    }

    /// The user of that name, with the credentials.
    pub fn user(&self, username: &str) -> Option<&S::User> {
        self.users.iter().find(|user| S::username(user) == username)
    }

    /// How many requests the server has received, including those that are not answered yet.
    pub fn request_count(&self) -> u64 {
        self.running.requests.count()
    }

    /// The latest ten thousand requests that were answered or dropped, oldest first.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.running.requests.records()
    }

    /// Adds a fault.
    pub fn inject(&self, fault: Fault) {
        self.running.faults.add(fault);
    }

    /// Removes all faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.running.faults.clear();
    }

    /// Moves the server's clock on, so that tokens expire, for example.
    pub fn advance_clock(&self, by: Duration) {
        self.running.clock.advance(by);
    }

    /// Stops listening, lets the requests that are being answered finish, and kills the commands that run.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        self.worker.abort();
        let _ = (&mut self.worker).await;
        ended(self.serving.clone()).await;
    }

    /// Does the same for a server that was started with [`start_blocking`](Builder::start_blocking). For
    /// a server started otherwise, it returns without waiting for the end.
    pub fn shutdown_blocking(mut self) {
        let _ = self.stop.send(true);
        self.worker.abort();
        if let Some(thread) = self.thread.take() {
            // A panic of the server has been reported by then.
            let _ = thread.join();
        }
    }

    pub(crate) fn service(&self) -> &S {
        &self.running.service
    }
}

impl<S: Service> fmt::Debug for Server<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Server");
        shown.field("address", &self.address).field("users", &self.users).finish_non_exhaustive()
    }
}

impl<S: Service> Drop for Server<S> {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.worker.abort();
    }
}

/// Listens on so many ports: that of the address and the ones after it, or free ones if its port is 0.
async fn listen(
    mut address: SocketAddr,
    ports: usize,
) -> Result<(Vec<TcpListener>, Vec<SocketAddr>), StartError> {
    let (mut listeners, mut addresses) = (Vec::new(), Vec::new());
    for _ in 0..ports.max(1) {
        let bind_error = |source| StartError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(bind_error)?;
        addresses.push(listener.local_addr().map_err(bind_error)?);
        listeners.push(listener);
        if address.port() != 0 {
            address.set_port(address.port().checked_add(1).unwrap_or(0));
        }
    }
    Ok((listeners, addresses))
}

/// Serves until it is stopped; the receiver is closed once nothing is served any more.
fn serve_until<S: Service>(
    listeners: Vec<TcpListener>,
    running: Arc<Running<S>>,
    stopped: watch::Receiver<bool>,
) -> watch::Receiver<()> {
    let (served, serving) = watch::channel(());
    tokio::spawn(async move {
        connections::serve(listeners, running, stopped).await;
        drop(served);
    });
    serving
}

async fn ended(mut serving: watch::Receiver<()>) {
    while serving.changed().await.is_ok() {}
}

async fn log_directory(given: Option<PathBuf>) -> Result<(PathBuf, Option<tempfile::TempDir>), StartError> {
    match given {
        Some(path) => match tokio::fs::create_dir_all(&path).await {
            Ok(()) => Ok((path, None)),
            Err(source) => Err(StartError::LogDirectory { path, source }),
        },
        None => match tempfile::Builder::new().prefix("saltant-dev-server-").tempdir() {
            Ok(directory) => Ok((directory.path().to_owned(), Some(directory))),
            Err(source) => Err(StartError::LogDirectory { path: std::env::temp_dir(), source }),
        },
    }
}
