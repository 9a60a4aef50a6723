//! A running server, as its owner holds it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::app::{App, Hosts, PageSizes};
use crate::auth::Sessions;
use crate::builder::DevServerBuilder;
use crate::error::StartError;
use crate::faults::{Fault, Faults};
use crate::jwt::Signer;
use crate::random::Random;
use crate::requests::{RequestLog, RequestRecord};
use crate::serve;
use crate::store::{Class, Store, TaskInstance, TaskType};
use crate::user::{Session, User};
use crate::worker::{self, Logs, Settings, Worker};

/// How long requests that are being answered may take once the server is to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running server. Dropping it stops it, and kills what its worker runs.
///
/// `Debug` shows its address and its users' names.
pub struct DevServer {
    app: Arc<App>,
    address: SocketAddr,
    users: Vec<User>,
    stop: watch::Sender<bool>,
    /// Closed once nothing is served any more.
    serving: watch::Receiver<()>,
    worker: JoinHandle<()>,
    /// The thread of a server that has one.
    thread: Option<std::thread::JoinHandle<()>>,
    /// A log directory that goes with the server.
    _temporary: Option<tempfile::TempDir>,
}

impl DevServer {
    /// Begins to set up a server.
    pub fn builder() -> DevServerBuilder {
        DevServerBuilder::default()
    }

    pub(crate) async fn start(builder: DevServerBuilder) -> Result<Self, StartError> {
        if !builder.address.ip().is_loopback() && !builder.beyond_loopback {
            return Err(StartError::NotLoopback(builder.address));
        }
        let random = Random::new(builder.seed);
        let (users, rows) = builder.complete_users(&random)?;
        let (logs, temporary) = log_directory(builder.logs.clone()).await?;
        let bound = TcpListener::bind(builder.address).await;
        let bind_error = |source| StartError::Bind { address: builder.address, source };
        let listener = bound.map_err(bind_error)?;
        let address = listener.local_addr().map_err(bind_error)?;

        let (worker, jobs) = Worker::new(Settings {
            concurrency: builder.concurrency,
            queues: builder.queues.clone(),
            environment: builder.environment.clone(),
            logs,
        });
        let app = Arc::new(App {
            store: Store::default(),
            clock: builder.clock(),
            signer: Signer::new(random.token()),
            random,
            sessions: Sessions::default(),
            faults: Faults::default(),
            requests: RequestLog::default(),
            worker,
            hosts: hosts(&builder, address),
            page_sizes: PageSizes { instances: builder.instances_per_page, others: builder.others_per_page },
            latency: builder.latency,
        });
        app.store.with(|tables| tables.users.extend(rows.into_iter().map(Arc::new)));
        for fault in builder.faults {
            app.faults.add(fault);
        }

        let (stop, stopped) = watch::channel(false);
        let router = Router::new().fallback(serve::handle).with_state(Arc::clone(&app));
        let (served, serving) = watch::channel(());
        tokio::spawn(async move {
            let serve = axum::serve(listener, router).with_graceful_shutdown(wait_for(stopped.clone()));
            let patience = async {
                wait_for(stopped).await;
                tokio::time::sleep(PATIENCE).await;
            };
            // Errors of single connections do not end the loop, and there are no others.
            tokio::select! {
                _ = serve => {}
                () = patience => {}
            }
            drop(served);
        });
        let worker = tokio::spawn(worker::run(Arc::clone(&app), jobs));
        Ok(Self { app, address, users, stop, serving, worker, thread: None, _temporary: temporary })
    }

    pub(crate) fn start_blocking(builder: DevServerBuilder) -> Result<Self, StartError> {
        let (report, started) = mpsc::channel();
        let serve = move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(report.send(Err(StartError::Runtime(error)))),
            };
            runtime.block_on(async {
                let server = match Self::start(builder).await {
                    Ok(server) => server,
                    Err(error) => return drop(report.send(Err(error))),
                };
                let serving = server.serving.clone();
                // A server that nobody takes is dropped at once, which ends this as well.
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

    /// The base address of the API, with its last slash: `http://127.0.0.1:PORT/api/`.
    pub fn url(&self) -> String {
        let mut address = self.address;
        // A server that listens everywhere is asked for here.
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        format!("http://{address}/api/")
    }

    /// The address that the server listens on, with the port it got.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The users in the order in which they were asked for, with their credentials.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// The user of that name, with the credentials.
    pub fn user(&self, username: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username == username)
    }

    /// The logs of an instance. They are empty for one that has not run.
    pub fn logs(&self, uuid: Uuid) -> Logs {
        self.app.worker.logs(uuid)
    }

    /// How many requests the server has got, those included that are not answered yet.
    pub fn request_count(&self) -> u64 {
        self.app.requests.count()
    }

    /// The latest ten thousand requests that were answered or dropped, oldest first.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.app.requests.records()
    }

    /// Adds a fault.
    pub fn inject(&self, fault: Fault) {
        self.app.faults.add(fault);
    }

    /// Removes all faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.app.faults.clear();
    }

    /// Moves the server's clock on, so that tokens expire, for example.
    pub fn advance_clock(&self, by: Duration) {
        self.app.clock.advance(by);
    }

    /// Opens a session for a user, as signing in with a browser does; `None` if there is no such user.
    pub fn sign_in(&self, username: &str) -> Option<Session> {
        let username =
            self.app.store.with(|tables| tables.user(username).map(|user| Arc::clone(&user.username)))?;
        let session = Session { session_id: self.app.random.token(), csrf_token: self.app.random.token() };
        self.app.sessions.open(session.session_id.clone(), username);
        Some(session)
    }

    /// Deletes a user, whose instances and task types then belong to nobody.
    ///
    /// Returns false for one who does not exist or still has queues or whitelists, which always belong
    /// to somebody.
    pub fn remove_user(&self, username: &str) -> bool {
        self.app.store.with(|tables| {
            let needed = tables.queues.iter().any(|row| &*row.user == username)
                || tables.whitelists.iter().any(|row| &*row.user == username);
            if needed || tables.user(username).is_none() {
                return false;
            }
            tables.users.retain(|user| &*user.username != username);
            for class in [Class::Executable, Class::Container] {
                for row in tables.types_mut(class) {
                    if row.user.as_deref() == Some(username) {
                        *row = Arc::new(TaskType { user: None, ..(**row).clone() });
                    }
                }
                let orphans = tables.instances(class).rows().to_vec();
                for row in orphans.iter().filter(|row| row.user.as_deref() == Some(username)) {
                    tables.instances_mut(class).replace(TaskInstance { user: None, ..(**row).clone() });
                }
            }
            true
        })
    }

    /// Stops listening, lets the requests that are being answered finish, and kills what the worker runs.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        self.worker.abort();
        let _ = (&mut self.worker).await;
        ended(self.serving.clone()).await;
    }

    /// Does the same for a server that was started with
    /// [`start_blocking`](DevServerBuilder::start_blocking); of another it does not await the end.
    pub fn shutdown_blocking(mut self) {
        let _ = self.stop.send(true);
        self.worker.abort();
        if let Some(thread) = self.thread.take() {
            // A panic of the server has been reported by then.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for DevServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevServer")
            .field("address", &self.address)
            .field("users", &self.users)
            .finish_non_exhaustive()
    }
}

impl Drop for DevServer {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.worker.abort();
    }
}

async fn wait_for(mut stop: watch::Receiver<bool>) {
    // An error means that the server was dropped, which is the same.
    let _ = stop.wait_for(|stop| *stop).await;
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

fn hosts(builder: &DevServerBuilder, address: SocketAddr) -> Hosts {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    names.push(address.ip().to_string());
    names.extend(builder.hosts.iter().cloned());
    Hosts { names, any_address: !address.ip().is_loopback() }
}
