//! Commands of resources that are written by hand, beside those of the catalog or instead of them.

use clap::{ArgMatches, Command};

use crate::exit::{Exit, Failure};

/// A command that is written by hand: `saltant [SERVICE] RESOURCE VERB`.
///
/// The verb may have further commands below it. Where the catalog has the same verb, this one comes first.
pub(super) struct Extra {
    pub(super) service: &'static str,
    pub(super) resource: &'static str,
    pub(super) verb: &'static str,
    /// Adds description and arguments to the command.
    pub(super) build: fn(Command) -> Command,
    pub(super) run: fn(&ArgMatches) -> Result<Exit, Failure>,
}

/// All of them. With clap's derive: `build: Args::augment_args`.
pub(super) const EXTRAS: &[Extra] = &[];
