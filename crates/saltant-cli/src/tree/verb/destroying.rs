//! Commands that cannot be taken back ask before they act on more than one thing.

use clap::{Arg, ArgAction, ArgMatches};
use saltant::catalog::Entry;
use saltant::core::http::Method;

use super::things::Things;
use crate::exit::Failure;
use crate::prompt::{self, YES};

/// Verbs that destroy something although their method does not say so.
const DESTROYING: &[&str] = &["terminate", "kill", "kill-tasks", "clear", "halt"];

/// Whether what the operation does cannot be taken back.
pub(super) fn is(entry: &Entry) -> bool {
    entry.metadata.method == Method::DELETE || DESTROYING.contains(&entry.place().verb.as_str())
}

pub(super) fn flag() -> Arg {
    let help = "Do not ask, also where it is about more than one thing";
    Arg::new(YES).long(YES).short('y').action(ArgAction::SetTrue).help(help)
}

/// Asks if the command would destroy several things, or things that a filter has selected.
pub(super) async fn confirm(
    verb: &str,
    things: &Things,
    matches: &ArgMatches,
    dry_run: bool,
) -> Result<(), Failure> {
    // Only commands that destroy have the flag.
    let Ok(Some(is_confirmed)) = matches.try_get_one::<bool>(YES) else { return Ok(()) };
    if *is_confirmed || dry_run || !things.needs_confirmation() {
        return Ok(());
    }
    prompt::confirm(&format!("{verb} {}", things.description())).await
}
