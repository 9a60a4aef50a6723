//! Setting up a saltant server: the words that the other services do not have.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::builder::Builder;
use crate::saltant::app::{PageSizes, Saltant};
use crate::saltant::tokens::Lifetimes;

/// What these words set.
#[allow(missing_debug_implementations, reason = "the variables may be secrets")]
pub struct Settings {
    pub(crate) concurrency: usize,
    pub(crate) queues: Option<Vec<String>>,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) page_sizes: PageSizes,
    pub(crate) lifetimes: Lifetimes,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 2,
            queues: None,
            environment: BTreeMap::new(),
            page_sizes: PageSizes { instances: 10, others: 100 },
            lifetimes: Lifetimes::default(),
        }
    }
}

/// Settings of saltant's worker, tokens and pages.
impl Builder<Saltant> {
    /// Runs no jobs: instances stay `published`, as on a queue without a worker.
    pub fn without_worker(self) -> Self {
        self.concurrency(0)
    }

    /// Sets how many jobs run at a time; the default is 2.
    pub fn concurrency(mut self, jobs: usize) -> Self {
        // The limit of the semaphore that counts them is far beyond what a machine can run.
        self.settings.concurrency = jobs.min(1 << 16);
        self
    }

    /// Runs jobs of these queues only; instances on others stay `published`.
    pub fn worker_queues<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.settings.queues = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a variable of the worker's environment, which otherwise is the environment of this process.
    /// A command sees the variable only if its task type lists it.
    pub fn worker_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.environment.insert(name.into(), value.into());
        self
    }

    /// Sets how long JSON web tokens are valid, in whole seconds: for requests, and for their renewal. The
    /// default is 3 and 245 days, as in the real server's example settings.
    pub fn token_lifetimes(mut self, access: Duration, refresh: Duration) -> Self {
        self.settings.lifetimes = Lifetimes { access, refresh };
        self
    }

    /// Sets how many rows are on a page if a request does not say: by default 10 instances, and 100 of
    /// everything else.
    pub fn page_sizes(mut self, instances: usize, others: usize) -> Self {
        self.settings.page_sizes = PageSizes { instances: instances.max(1), others: others.max(1) };
        self
    }
}
