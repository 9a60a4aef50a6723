//! Work that goes on after the request that caused it: imports of files.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::agave::files::import::{self, Import};
use crate::agave::tenant::Agave;

/// A piece of work.
#[allow(missing_debug_implementations, reason = "messages may hold secrets")]
pub enum Work {
    /// Fetches a file into a system.
    Import(Import),
}

/// Does the work until the server is dropped. Dropping this future kills the running commands.
pub(crate) async fn run(tenant: Arc<Agave>, mut incoming: mpsc::UnboundedReceiver<Work>) {
    let mut running = JoinSet::new();
    while let Some(work) = incoming.recv().await {
        while running.try_join_next().is_some() {}
        let tenant = Arc::clone(&tenant);
        match work {
            Work::Import(import) => running.spawn(import::run(tenant, import)),
        };
    }
}
