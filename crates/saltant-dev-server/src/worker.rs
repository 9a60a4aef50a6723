//! The worker: takes jobs in order, runs so many at a time, and honours revokes.
//!
//! Executable tasks run as subprocesses of the server. Container tasks fail as they do on a worker
//! without an engine.

mod command;
mod logs;
mod process;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::app::App;
use crate::json::Json;
use crate::state_machine::{self, FAILED, RUNNING, SUCCESSFUL, TERMINATED};
use crate::store::{ClassFields, TaskType};

pub use logs::Logs;

/// What the worker is told of an instance. Later changes of its type do not reach it.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) uuid: Uuid,
    pub(crate) queue: String,
    pub(crate) task_type: Arc<TaskType>,
    pub(crate) arguments: Json,
}

/// How the worker is set up.
pub(crate) struct Settings {
    /// How many jobs run at a time; none at all means that there is no worker.
    pub(crate) concurrency: usize,
    /// The names of the queues that it serves, or `None` for all.
    pub(crate) queues: Option<Vec<String>>,
    /// Variables of the worker's environment, beside those of this process.
    pub(crate) environment: BTreeMap<String, String>,
    /// Where the logs go.
    pub(crate) logs: PathBuf,
}

/// The worker's side that the API sees: the broker, so to speak.
pub(crate) struct Worker {
    settings: Settings,
    jobs: mpsc::UnboundedSender<Job>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Remembered for ever, as by the real workers: a job may turn up after its revoke.
    revoked: HashSet<Uuid>,
    running: HashMap<Uuid, Arc<Notify>>,
    lines: HashMap<Uuid, Vec<String>>,
}

impl Worker {
    pub(crate) fn new(settings: Settings) -> (Self, mpsc::UnboundedReceiver<Job>) {
        let (jobs, incoming) = mpsc::unbounded_channel();
        (Self { settings, jobs, inner: Mutex::default() }, incoming)
    }

    fn with<R>(&self, work: impl FnOnce(&mut Inner) -> R) -> R {
        work(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Queues a job, if there is a worker for its queue; else it stays published.
    pub(crate) fn submit(&self, job: Job) {
        let served = self.settings.queues.as_ref().is_none_or(|queues| queues.contains(&job.queue));
        if self.settings.concurrency > 0 && served {
            // Nobody takes jobs any more once the server shuts down.
            let _ = self.jobs.send(job);
        }
    }

    /// Revokes a job: stops it if it runs, discards it when its turn comes if it waits.
    pub(crate) fn revoke(&self, uuid: Uuid) {
        self.with(|inner| {
            inner.revoked.insert(uuid);
            if let Some(running) = inner.running.get(&uuid) {
                running.notify_one();
            }
        });
    }

    /// The logs of an instance, whether or not there are any yet.
    pub(crate) fn logs(&self, uuid: Uuid) -> Logs {
        let lines = self.with(|inner| inner.lines.get(&uuid).cloned().unwrap_or_default());
        Logs::new(&self.settings.logs, uuid, lines)
    }

    /// Notes what happened to a job.
    fn note(&self, uuid: Uuid, what: &str) {
        tracing::info!(target: "saltant_dev_server::worker", %uuid, "{what}");
        self.with(|inner| inner.lines.entry(uuid).or_default().push(what.to_owned()));
    }
}

/// Takes jobs one after the other until the server is gone. Dropping this kills what runs.
pub(crate) async fn run(app: Arc<App>, mut incoming: mpsc::UnboundedReceiver<Job>) {
    let slots = Arc::new(Semaphore::new(app.worker.settings.concurrency));
    let mut running = JoinSet::new();
    while let Some(job) = incoming.recv().await {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
        while running.try_join_next().is_some() {}
        let app = Arc::clone(&app);
        running.spawn(async move {
            work(&app, job).await;
            drop(slot);
        });
    }
}

async fn work(app: &App, job: Job) {
    let worker = &app.worker;
    let uuid = job.uuid;
    let stop = Arc::new(Notify::new());
    // Registered before the revokes are looked at, so that none falls in between.
    let revoked = worker.with(|inner| {
        inner.running.insert(uuid, Arc::clone(&stop));
        inner.revoked.contains(&uuid)
    });
    if revoked {
        worker.note(uuid, "discarded: it was terminated before its turn came");
        state_machine::advance(app, uuid, TERMINATED);
    } else {
        state_machine::advance(app, uuid, RUNNING);
        let state = outcome(worker, &job, &stop).await;
        state_machine::advance(app, uuid, state);
    }
    worker.with(|inner| inner.running.remove(&uuid));
}

async fn outcome(worker: &Worker, job: &Job, stop: &Notify) -> &'static str {
    let uuid = job.uuid;
    let logs = Logs::new(&worker.settings.logs, uuid, Vec::new());
    if let Err(error) = tokio::fs::create_dir_all(logs.directory()).await {
        worker.note(uuid, &format!("failed: no log directory {}: {error}", logs.directory().display()));
        return FAILED;
    }
    let json_file_option = match &job.task_type.fields {
        ClassFields::Executable { json_file_option } => json_file_option.as_deref(),
        ClassFields::Container { container_image, container_type, .. } => {
            worker.note(
                uuid,
                &format!(
                    "failed: this worker has no {container_type} engine, so {container_image} was not run; \
                     logs in {}",
                    logs.directory().display()
                ),
            );
            return FAILED;
        }
    };
    let command = command::Command::new(&worker.settings, job, json_file_option);
    let prepared = match command {
        Ok(command) => command,
        Err(reason) => {
            worker.note(uuid, &format!("failed: {reason}; logs in {}", logs.directory().display()));
            return FAILED;
        }
    };
    worker.note(uuid, &format!("running {:?}, logs in {}", prepared.program(), logs.directory().display()));
    match process::run(&prepared, &logs, stop).await {
        Ok(process::End::Exit(status)) if status.success() => {
            worker.note(uuid, "successful");
            SUCCESSFUL
        }
        Ok(process::End::Exit(status)) => {
            worker.note(uuid, &format!("failed: {status}"));
            FAILED
        }
        Ok(process::End::Stopped) => {
            worker.note(uuid, "terminated");
            TERMINATED
        }
        Err(error) => {
            worker.note(uuid, &format!("failed: {error}"));
            FAILED
        }
    }
}
