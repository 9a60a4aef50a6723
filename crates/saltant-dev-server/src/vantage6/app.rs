//! Everything that a running vantage6 server consists of.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::clock::Clock;
use crate::http::jwt::Signer;
use crate::random::Random;
use crate::store::Guarded;
use crate::vantage6::builder::Settings;
use crate::vantage6::mail::Mailbox;
use crate::vantage6::nodes::Nodes;
use crate::vantage6::store::Tables;

/// The version of the server that this one stands in for.
pub(crate) const VERSION: &str = "4.15.2";

/// The service of [`DevServer`](crate::vantage6::DevServer), for programs that are generic over services.
pub struct Vantage6 {
    /// What stands for the real server's database.
    pub(crate) store: Guarded<Tables>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) random: Arc<Random>,
    pub(crate) signer: Signer,
    pub(crate) mailbox: Mailbox,
    pub(crate) settings: Settings,
    pub(crate) nodes: Nodes,
    pub(crate) started: Timestamp,
}

impl Vantage6 {
    /// The images that the nodes can run.
    pub(crate) fn images(&self) -> impl Iterator<Item = &str> {
        self.nodes.settings.algorithms.keys().map(String::as_str)
    }
}

impl fmt::Debug for Vantage6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vantage6").finish_non_exhaustive()
    }
}
