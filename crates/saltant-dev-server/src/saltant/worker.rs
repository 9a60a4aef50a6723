//! The worker: takes jobs in order, runs a limited number at a time, and stops those that are revoked.
//!
//! Executable tasks run as subprocesses of the server. Container tasks fail as they do on a worker
//! without an engine.

mod command;
mod words;

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::process::End;
use crate::saltant::app::Saltant;
use crate::saltant::broker::Job;
use crate::saltant::logs::Logs;
use crate::saltant::state_machine;
use crate::saltant::states::{FAILED, RUNNING, SUCCESSFUL, TERMINATED};
use crate::saltant::store::ClassFields;

/// Takes jobs one after the other until the server is dropped. Dropping this future kills the running commands.
pub(crate) async fn run(app: Arc<Saltant>, mut incoming: mpsc::UnboundedReceiver<Job>) {
    let slots = Arc::new(Semaphore::new(app.broker.settings.concurrency));
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

async fn work(app: &Saltant, job: Job) {
    let uuid = job.uuid;
    let Some(stop) = app.broker.begin(uuid) else {
        app.broker.note(uuid, "discarded: it was terminated before its turn came");
        state_machine::advance(app, uuid, TERMINATED);
        return;
    };
    state_machine::advance(app, uuid, RUNNING);
    if let Some(state) = outcome(app, &job, &stop).await {
        state_machine::advance(app, uuid, state);
    }
    app.broker.end(uuid);
}

/// Runs a job and returns the state to save; `None` if it was terminated, which is saved by then.
async fn outcome(app: &Saltant, job: &Job, stop: &Notify) -> Option<&'static str> {
    let (broker, uuid) = (&app.broker, job.uuid);
    let logs = Logs::new(&broker.settings.logs, uuid, Vec::new());
    if let Err(error) = tokio::fs::create_dir_all(logs.directory()).await {
        broker.note(
            uuid,
            &format!("failed: cannot create the log directory {}: {error}", logs.directory().display()),
        );
        return Some(FAILED);
    }
    let json_file_option = match &job.task_type.fields {
        ClassFields::Executable { json_file_option } => json_file_option.as_deref(),
        ClassFields::Container { container_image, container_type, .. } => {
            broker.note(
                uuid,
                &format!(
                    "failed: this worker has no {container_type} engine, so {container_image} was not run; \
                     logs in {}",
                    logs.directory().display()
                ),
            );
            return Some(FAILED);
        }
    };
    let command = match command::Command::new(&broker.settings, job, json_file_option) {
        Ok(command) => command,
        Err(reason) => {
            broker.note(uuid, &format!("failed: {reason}; logs in {}", logs.directory().display()));
            return Some(FAILED);
        }
    };
    broker.note(uuid, &format!("running {:?}, logs in {}", command.program(), logs.directory().display()));
    // The real worker gives up the job at once, whether or not the command reacts to the signal.
    let stopping = || {
        broker.note(uuid, "terminated");
        state_machine::advance(app, uuid, TERMINATED);
    };
    match command.run(&logs, stop, stopping).await {
        Ok(End::Stopped) => None,
        Ok(End::Exit(status)) if status.success() => {
            broker.note(uuid, "successful");
            Some(SUCCESSFUL)
        }
        Ok(End::Exit(status)) => {
            broker.note(uuid, &format!("failed: {status}"));
            Some(FAILED)
        }
        Err(error) => {
            broker.note(uuid, &format!("failed: {error}"));
            Some(FAILED)
        }
    }
}
