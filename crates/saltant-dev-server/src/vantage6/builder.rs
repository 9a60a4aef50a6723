//! Setting up a vantage6 server: the words that the other services do not have.

use crate::builder::Builder;
use crate::vantage6::app::Vantage6;
use crate::vantage6::seeds::NewCollaboration;

/// What these words set.
#[derive(Default)]
#[allow(missing_debug_implementations, reason = "databases may be secrets")]
pub struct Settings {
    pub(crate) organizations: Vec<String>,
    pub(crate) collaborations: Vec<NewCollaboration>,
    pub(crate) two_factor: bool,
    pub(crate) blobs: bool,
}

/// Organizations, collaborations and modes of vantage6.
impl Builder<Vantage6> {
    /// Adds an organization. Those of users, nodes and collaborations are added without this word.
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.settings.organizations.push(name.into());
        self
    }

    /// Adds a collaboration; its organizations are added if they are new.
    pub fn collaboration(mut self, collaboration: NewCollaboration) -> Self {
        self.settings.collaborations.push(collaboration);
        self
    }

    /// Demands a two-factor code at every login. The first login of a user gets the secret instead of a token.
    pub fn two_factor(mut self) -> Self {
        self.settings.two_factor = true;
        self
    }

    /// Keeps inputs and results as blobs, as a real server with a large result store does.
    pub fn blob_store(mut self) -> Self {
        self.settings.blobs = true;
        self
    }
}
