//! Commands that cannot be taken back ask before they act on more than one thing.

use std::io::IsTerminal as _;

use clap::{Arg, ArgAction, ArgMatches};
use saltant::catalog::Entry;
use saltant::core::http::Method;

use super::things::Things;
use crate::exit::Failure;
use crate::prompt::{self, Echo};

/// Verbs that destroy something although their method does not say so.
const DESTROYING: &[&str] = &["terminate", "kill", "kill-tasks", "clear", "halt"];

/// The flag that answers the question beforehand.
const YES: &str = "yes";

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
    let what = things.description();
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let text = format!("{verb} {what}: this has to be confirmed, and standard input is not a terminal");
        return Err(Failure::usage(text).hint(format!("--{YES} confirms it")));
    }
    let answer = prompt::ask(&format!("{verb} {what}? [y/N]"), Echo::Shown).await?;
    if matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Failure::usage("nothing was done"))
}
