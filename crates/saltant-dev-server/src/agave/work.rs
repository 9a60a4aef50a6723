//! Work that goes on after the request that caused it: imports of files, jobs, actors, deliveries of notifications.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::agave::actors;
use crate::agave::files::import::{self, Import};
use crate::agave::jobs;
use crate::agave::notifications::{self, Delivery};
use crate::agave::tenant::Agave;

/// A piece of work.
#[allow(missing_debug_implementations, reason = "messages may hold secrets")]
pub enum Work {
    /// Fetches a file into a system.
    Import(Import),
    /// Runs the job with this id; an administrator's may read and write everything.
    Job(String, bool),
    /// Makes the actor with this id ready.
    StartActor(String),
    /// Messages wait for this actor.
    Messages(String),
    /// Delivers a notification.
    Notify(Box<Delivery>),
}

/// Does the work until the server is dropped. Dropping this future kills the running commands.
pub(crate) async fn run(tenant: Arc<Agave>, mut incoming: mpsc::UnboundedReceiver<Work>) {
    let slots = Arc::new(Semaphore::new(tenant.settings.concurrency));
    let mut running = JoinSet::new();
    while let Some(work) = incoming.recv().await {
        while running.try_join_next().is_some() {}
        let tenant = Arc::clone(&tenant);
        match work {
            Work::Import(import) => running.spawn(import::run(tenant, import)),
            Work::Job(id, admin) => running.spawn(jobs::run::run(tenant, id, admin, Arc::clone(&slots))),
            Work::StartActor(id) => {
                actors::run::start(&tenant, &id);
                running.spawn(actors::run::work(tenant, id))
            }
            Work::Messages(id) => running.spawn(actors::run::work(tenant, id)),
            Work::Notify(delivery) => running.spawn(notifications::deliver(tenant, delivery)),
        };
    }
}
