//! The nodes: they take the runs of their organizations and run the algorithms.
//!
//! A node does to the tables what a real one does by requests, in the same order.

mod algorithm;
mod encode;
pub(crate) mod environment;
pub(crate) mod keys;
mod life;
pub(crate) mod policy;
mod process;
pub(crate) mod proxy;
mod seal;
mod work;

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

pub use algorithm::Algorithm;
pub use work::{Subtask, Work};

use crate::store::Guarded;
use crate::vantage6::app::Vantage6;
use keys::Key;
use policy::Allowed;

/// What the nodes of all organizations share.
pub(crate) struct Nodes {
    pub(crate) settings: Settings,
    pub(crate) policy: Vec<Allowed>,
    /// The key of each organization that has a node, by its id, if a collaboration is encrypted.
    pub(crate) keys: BTreeMap<u64, Arc<Key>>,
    /// The nodes that run in this process, by their ids.
    pub(crate) local: Vec<u64>,
    /// Where the server listens.
    pub(crate) address: SocketAddr,
    /// The directory of files and logs.
    pub(crate) directory: PathBuf,
    runs: mpsc::UnboundedSender<u64>,
    running: Guarded<HashMap<u64, Arc<Notify>>>,
    /// Told whenever a run has ended, and when the nodes stop.
    ended: watch::Sender<Ended>,
}

/// What those who wait for runs are told.
#[derive(Debug, Default)]
struct Ended {
    /// Counts the ends, so that each is a change.
    count: u64,
    /// Whether the nodes have stopped, so that no further run will end.
    stopped: bool,
}

/// How the nodes are set up.
#[derive(Default)]
#[allow(missing_debug_implementations, reason = "addresses of databases may be secrets")]
pub(crate) struct Settings {
    pub(crate) organizations: Vec<String>,
    pub(crate) algorithms: BTreeMap<String, Algorithm>,
    pub(crate) databases: Vec<Database>,
    /// Which images the nodes of an organization allow, as the builder has them.
    pub(crate) allowed: Vec<(String, String)>,
    /// Private keys as PEM, by the name of the organization.
    pub(crate) keys: BTreeMap<String, String>,
    pub(crate) time_limit: Option<Duration>,
}

/// A database of an organization's nodes.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) organization: String,
    pub(crate) label: String,
    pub(crate) uri: String,
}

impl Database {
    /// The type, which follows from the name of the file.
    pub(crate) fn kind(&self) -> &'static str {
        let extension = self.uri.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "parquet" => "parquet",
            "xls" | "xlsx" => "excel",
            "sqlite" | "db" => "sql",
            _ if self.uri.contains("://") => "sql",
            _ => "csv",
        }
    }
}

impl Nodes {
    pub(crate) fn new(
        settings: Settings,
        policy: Vec<Allowed>,
        keys: BTreeMap<u64, Arc<Key>>,
        local: Vec<u64>,
        address: SocketAddr,
        directory: PathBuf,
    ) -> (Self, mpsc::UnboundedReceiver<u64>) {
        let (runs, incoming) = mpsc::unbounded_channel();
        let (running, ended) = (Guarded::default(), watch::Sender::default());
        (Self { settings, policy, keys, local, address, directory, runs, running, ended }, incoming)
    }

    /// Tells the nodes of new runs.
    pub(crate) fn offer(&self, runs: &[u64]) {
        for run in runs {
            // Nobody takes runs any more once the server shuts down.
            let _ = self.runs.send(*run);
        }
    }

    /// Stops the algorithms of these runs.
    pub(crate) fn kill(&self, runs: &[u64]) {
        self.running.with(|running| {
            for run in runs {
                if let Some(stop) = running.get(run) {
                    stop.notify_one();
                }
            }
        });
        self.announce_end();
    }

    /// The algorithm of an image, whose digest does not count.
    pub(crate) fn algorithm(&self, image: &str) -> Option<&Algorithm> {
        let plain = image.split_once('@').map_or(image, |(plain, _)| plain);
        self.settings.algorithms.get(plain)
    }

    fn begin(&self, run: u64) -> Arc<Notify> {
        let stop = Arc::new(Notify::new());
        self.running.with(|running| running.insert(run, Arc::clone(&stop)));
        stop
    }

    fn end(&self, run: u64) {
        self.running.with(|running| running.remove(&run));
        self.announce_end();
    }

    fn announce_end(&self) {
        self.ended.send_modify(|ended| ended.count = ended.count.wrapping_add(1));
    }
}

/// Lets functions that wait for other runs go when the nodes stop: a thread that waits cannot be killed.
struct Release<'a>(&'a Nodes);

impl Drop for Release<'_> {
    fn drop(&mut self) {
        self.0.ended.send_modify(|ended| ended.stopped = true);
    }
}

/// Takes runs until the server is dropped. Dropping this future kills the algorithms.
pub(crate) async fn run(app: Arc<Vantage6>, mut incoming: mpsc::UnboundedReceiver<u64>) {
    let _release = Release(&app.nodes);
    let mut running = JoinSet::new();
    while let Some(run) = incoming.recv().await {
        while running.try_join_next().is_some() {}
        running.spawn(life::live(Arc::clone(&app), run));
    }
}
