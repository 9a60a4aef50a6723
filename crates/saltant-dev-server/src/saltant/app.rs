//! Everything that a running saltant server consists of.

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::random::Random;
use crate::saltant::broker::Broker;
use crate::saltant::sessions::Sessions;
use crate::saltant::states::Held;
use crate::saltant::store::Tables;
use crate::saltant::tokens::Tokens;
use crate::store::Guarded;

/// The service of [`DevServer`](crate::saltant::DevServer), for programs that are generic over services.
pub struct Saltant {
    /// What stands for the real server's database.
    pub(crate) store: Guarded<Tables>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) random: Arc<Random>,
    pub(crate) tokens: Tokens,
    pub(crate) sessions: Sessions,
    pub(crate) held: Held,
    pub(crate) broker: Broker,
    pub(crate) page_sizes: PageSizes,
}

impl fmt::Debug for Saltant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saltant").finish_non_exhaustive()
    }
}

/// How many rows are on a page if the request does not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageSizes {
    pub(crate) instances: usize,
    pub(crate) others: usize,
}
