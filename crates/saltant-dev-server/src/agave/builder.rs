//! Setting up a tenant: the words that the other services do not have.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::agave::actors::{ActorInvocation, ActorReport, Program};
use crate::agave::tenant::Agave;
use crate::builder::Builder;

/// What these words set.
#[allow(missing_debug_implementations, reason = "the variables may be secrets")]
pub struct Settings {
    pub(crate) token_life: Duration,
    pub(crate) xml_faults: bool,
    pub(crate) concurrency: usize,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) images: BTreeMap<String, Program>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token_life: Duration::from_secs(4 * 3600),
            xml_faults: false,
            concurrency: 4,
            environment: BTreeMap::new(),
            images: BTreeMap::new(),
        }
    }
}

/// Settings of the gateway and of the data.
impl Builder<Agave> {
    /// Keeps the files of systems and jobs in this directory. The default is a temporary one that is deleted with
    /// the server.
    ///
    /// The records about them are in memory: a server that is started on an old directory finds the files of a
    /// system once a system with the same id is registered.
    pub fn data_directory(self, path: impl Into<PathBuf>) -> Self {
        self.log_directory(path)
    }

    /// Sets how many jobs run at a time; the default is 4. Others wait in the state `QUEUED`; with 0 all do.
    pub fn concurrency(mut self, jobs: usize) -> Self {
        // The limit of the semaphore that counts them is far beyond what a machine can run.
        self.settings.concurrency = jobs.min(1 << 16);
        self
    }

    /// Sets an environment variable of the commands of jobs and actors. Of this process they have `PATH` only.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.environment.insert(name.into(), value.into());
        self
    }

    /// Sets how long an access token is valid; the default is 4 hours. Refresh tokens do not expire.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.settings.token_life = life;
        self
    }

    /// Makes the gateway send its faults as XML, as older gateways do: an expired token has the code 900903.
    ///
    /// The default is JSON, where it has the code 900901, like an unknown token.
    pub fn xml_faults(mut self) -> Self {
        self.settings.xml_faults = true;
        self
    }
}

/// What the images of actors stand for: containers are not run. An actor with any other image is in error.
impl Builder<Agave> {
    /// Runs a command for an image, in a directory of its own.
    ///
    /// It has the variables of a container. The path of a binary message is in `_abaco_binary_data`, and that of the
    /// socket for results in `_abaco_results`: a container has them as `/_abaco_binary_data` and `/_abaco_results.sock`.
    pub fn actor_command<T: Into<String>>(
        mut self,
        image: impl Into<String>,
        words: impl IntoIterator<Item = T>,
    ) -> Self {
        let words = words.into_iter().map(Into::into).collect();
        self.settings.images.insert(image.into(), Program::Command(words));
        self
    }

    /// Runs a function for an image, on a thread of its own.
    pub fn actor_function(
        mut self,
        image: impl Into<String>,
        function: impl Fn(&ActorInvocation) -> ActorReport + Send + Sync + 'static,
    ) -> Self {
        self.settings.images.insert(image.into(), Program::Function(Arc::new(function)));
        self
    }
}
