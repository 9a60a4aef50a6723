//! The broker: it takes jobs from the API to the worker, and keeps what each side needs of the other.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

use crate::json::Json;
use crate::saltant::logs::Logs;
use crate::saltant::store::TaskType;
use crate::store::Guarded;

/// What the worker knows of an instance. Later changes of its type do not reach it.
#[derive(Debug)]
pub struct Job {
    pub(crate) uuid: Uuid,
    pub(crate) queue: String,
    pub(crate) task_type: Arc<TaskType>,
    pub(crate) arguments: Json,
}

/// How the worker is set up.
pub(crate) struct Settings {
    /// How many jobs run at a time; with 0 there is no worker.
    pub(crate) concurrency: usize,
    /// The names of the queues whose jobs it runs, or `None` for all.
    pub(crate) queues: Option<Vec<String>>,
    /// Variables of the worker's environment, in addition to those of this process.
    pub(crate) environment: BTreeMap<String, String>,
    /// The directory of the logs.
    pub(crate) logs: PathBuf,
}

pub(crate) struct Broker {
    pub(crate) settings: Settings,
    jobs: mpsc::UnboundedSender<Job>,
    inner: Guarded<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Never forgotten, as by the real workers: a job may turn up after its revoke.
    revoked: HashSet<Uuid>,
    running: HashMap<Uuid, Arc<Notify>>,
    lines: HashMap<Uuid, Vec<String>>,
}

impl Broker {
    pub(crate) fn new(settings: Settings) -> (Self, mpsc::UnboundedReceiver<Job>) {
        let (jobs, incoming) = mpsc::unbounded_channel();
        (Self { settings, jobs, inner: Guarded::default() }, incoming)
    }

    /// Queues a job. It stays published if no worker serves its queue.
    pub(crate) fn submit(&self, job: Job) {
        let served = self.settings.queues.as_ref().is_none_or(|queues| queues.contains(&job.queue));
        if self.settings.concurrency > 0 && served {
            // Nobody takes jobs any more once the server shuts down.
            let _ = self.jobs.send(job);
        }
    }

    /// Revokes a job: stops it if it runs, discards it when its turn comes if it waits.
    pub(crate) fn revoke(&self, uuid: Uuid) {
        self.inner.with(|inner| {
            inner.revoked.insert(uuid);
            if let Some(running) = inner.running.get(&uuid) {
                running.notify_one();
            }
        });
    }

    /// Registers a job that is to run; `None` if it has been revoked. The result is notified when the job is to stop.
    pub(crate) fn begin(&self, uuid: Uuid) -> Option<Arc<Notify>> {
        self.inner.with(|inner| {
            if inner.revoked.contains(&uuid) {
                return None;
            }
            let stop = Arc::new(Notify::new());
            inner.running.insert(uuid, Arc::clone(&stop));
            Some(stop)
        })
    }

    /// Forgets a job that has run.
    pub(crate) fn end(&self, uuid: Uuid) {
        self.inner.with(|inner| inner.running.remove(&uuid));
    }

    /// The logs of an instance, whether or not they exist yet.
    pub(crate) fn logs(&self, uuid: Uuid) -> Logs {
        let lines = self.inner.with(|inner| inner.lines.get(&uuid).cloned().unwrap_or_default());
        Logs::new(&self.settings.logs, uuid, lines)
    }

    /// Notes what happened to a job.
    pub(crate) fn note(&self, uuid: Uuid, what: &str) {
        tracing::info!(target: "saltant_dev_server::worker", %uuid, "{what}");
        self.inner.with(|inner| inner.lines.entry(uuid).or_default().push(what.to_owned()));
    }
}
