//! Everything that a running tenant consists of.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::agave::builder::Settings;
use crate::agave::store::Store;
use crate::agave::work::Work;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::Guarded;

/// The service of [`DevServer`](crate::agave::DevServer), for programs that are generic over services.
pub struct Agave {
    /// What stands for the real server's databases.
    pub(crate) store: Guarded<Store>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) random: Arc<Random>,
    pub(crate) settings: Settings,
    /// Everything that the server writes to disk is in this directory.
    pub(crate) directory: PathBuf,
    /// Work that goes on after the request that caused it.
    pub(crate) work: mpsc::UnboundedSender<Work>,
}

/// The tenant's id.
pub(crate) const TENANT: &str = "dev";

impl fmt::Debug for Agave {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agave").finish_non_exhaustive()
    }
}
