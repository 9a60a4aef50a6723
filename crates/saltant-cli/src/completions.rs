//! `saltant completions`: scripts with which a shell completes the command line, and the candidates.
//!
//! The scripts call the command itself, which builds only the part that is completed.

use std::ffi::OsString;
use std::io::Write as _;

use clap::ValueEnum;
use clap_complete::CompleteEnv;
use clap_complete::engine::CompletionCandidate;
use clap_complete::env::Shells;
use saltant::catalog;

use crate::cli;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::tree;

/// The environment variable with which a script asks for candidates. Its value names the shell.
const VARIABLE: &str = "SALTANT_COMPLETE";

/// Prints a script with which a shell completes commands, flags, words, profiles and names.
///
/// Names of things, such as queues, are completed if the profile's server answers within half a second.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant completions bash > ~/.local/share/bash-completion/completions/saltant
  saltant completions zsh > ~/.zfunc/_saltant         if ~/.zfunc is in fpath
  saltant completions fish > ~/.config/fish/completions/saltant.fish
  saltant completions powershell >> $PROFILE")]
pub(crate) struct Args {
    /// The shell that runs the script
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

/// Prints the script.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let name = args.shell.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let shells = Shells::builtins();
    let shell = shells.completer(&name).ok_or_else(|| Failure::usage(format!("{name} is not known")))?;
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "saltant", "saltant", "saltant", &mut script)?;
    output::stdout().write_all(&script)?;
    Ok(Exit::Done)
}

/// Prints candidates, if a script asks for them; true if it did.
pub(crate) fn complete(arguments: &[OsString]) -> bool {
    if std::env::var_os(VARIABLE).is_none() {
        return false;
    }
    // The words to complete follow after `--`.
    let typed = arguments.iter().position(|word| word == "--").map_or(&[][..], |at| &arguments[at + 1..]);
    let completed = CompleteEnv::with_factory(|| command(typed)).var(VARIABLE);
    if let Err(error) = completed.try_complete(arguments.iter().cloned(), None) {
        let _ = error.print();
    }
    true
}

/// The command line, as much of it as the last word needs.
fn command(typed: &[OsString]) -> clap::Command {
    let index = std::env::var("_CLAP_COMPLETE_INDEX").ok().and_then(|index| index.parse::<usize>().ok());
    let words: Vec<&str> = typed.iter().skip(1).map_while(|word| word.to_str()).collect();
    // Where the cursor stands before the last word, any part may be completed.
    let branch = if index.is_none_or(|index| index == words.len()) { tree::branch(&words) } else { None };
    branch.unwrap_or_else(|| cli::command(typed))
}

/// The names of all operations.
pub(crate) fn operations() -> Vec<CompletionCandidate> {
    catalog::entries().map(|entry| CompletionCandidate::new(entry.metadata.name)).collect()
}
