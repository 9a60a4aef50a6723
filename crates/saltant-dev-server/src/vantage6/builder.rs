//! Setting up a vantage6 server: the words that the other services do not have.

use std::path::Path;
use std::time::Duration;

use crate::builder::Builder;
use crate::vantage6::app::Vantage6;
use crate::vantage6::nodes::{self, Algorithm, Database};
use crate::vantage6::seeds::NewCollaboration;

/// What these words set.
#[derive(Default)]
#[allow(missing_debug_implementations, reason = "keys are secrets")]
pub struct Settings {
    pub(crate) organizations: Vec<String>,
    pub(crate) collaborations: Vec<NewCollaboration>,
    pub(crate) two_factor: bool,
    pub(crate) blobs: bool,
    pub(crate) nodes: nodes::Settings,
}

/// Organizations, collaborations and modes of vantage6.
impl Builder<Vantage6> {
    /// Adds an organization. Those of users, nodes and collaborations are added without this word.
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.settings.organizations.push(name.into());
        self
    }

    /// Adds a collaboration; its organizations are added if they are new.
    ///
    /// Without this word, the organizations that have nodes are in a collaboration named `dev`.
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
    ///
    /// Organizations that have nodes then have a key, also if nothing is encrypted: the algorithm tools upload no input
    /// for an organization without one.
    pub fn blob_store(mut self) -> Self {
        self.settings.blobs = true;
        self
    }
}

/// The nodes, their algorithms and their databases.
impl Builder<Vantage6> {
    /// Runs nodes of an organization: one for each of its collaborations.
    pub fn node(mut self, organization: impl Into<String>) -> Self {
        self.settings.nodes.organizations.push(organization.into());
        self
    }

    /// Sets what the nodes run for an image. Tasks with other images end as `non-existing Docker image`.
    pub fn algorithm(mut self, image: impl Into<String>, algorithm: Algorithm) -> Self {
        self.settings.nodes.algorithms.insert(image.into(), algorithm);
        self
    }

    /// Lets an organization's nodes run only images that this allows, or another call with the same organization. Other
    /// tasks end as `not allowed`.
    ///
    /// A text with signs of a regular expression, such as `harbor.example.org/.*`, is matched from the start of the
    /// name; a dot is no such sign. Any other text is the whole name, the name without its tag, or has the digest.
    pub fn allow_algorithm(mut self, organization: impl Into<String>, image: impl Into<String>) -> Self {
        self.settings.nodes.allowed.push((organization.into(), image.into()));
        self
    }

    /// Gives an organization's nodes a database: a file, or an address such as `postgresql://…`.
    ///
    /// The label is a name of ASCII letters, digits and `_`. The type follows from the ending: `csv` unless it is
    /// `parquet`, `xlsx` or `sqlite`. A file is copied when the server starts.
    pub fn database(
        mut self,
        organization: impl Into<String>,
        label: impl Into<String>,
        place: impl AsRef<Path>,
    ) -> Self {
        self.settings.nodes.databases.push(Database {
            organization: organization.into(),
            label: label.into(),
            uri: place.as_ref().display().to_string(),
        });
        self
    }

    /// Sets the private key of an organization that has nodes, as PEM without a passphrase.
    ///
    /// Without this word a key of 2048 bits is made if one is needed; see
    /// [`Server::organization_key`](crate::Server::organization_key).
    pub fn organization_key(mut self, organization: impl Into<String>, pem: impl Into<String>) -> Self {
        self.settings.nodes.keys.insert(organization.into(), pem.into());
        self
    }

    /// Kills a command that runs longer than this; its run then ends as `crashed`. The default is no limit, as on
    /// real nodes.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.settings.nodes.time_limit = Some(limit);
        self
    }
}
