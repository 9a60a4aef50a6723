//! `saltant completions`: what a shell needs to complete the command line.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use saltant::catalog;

use crate::cli::Cli;
use crate::exit::{Exit, Failure};
use crate::output;

/// Prints a script that completes commands, flags and the names of operations.
///
/// PowerShell completes commands and flags alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant completions bash > ~/.local/share/bash-completion/completions/saltant
  saltant completions zsh > ~/.zfunc/_saltant         with ~/.zfunc in fpath
  saltant completions fish > ~/.config/fish/completions/saltant.fish
  saltant completions powershell >> $PROFILE")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    // Only here are names a closed list: `call` itself takes short ones too, and suggests near ones.
    let names: Vec<_> = catalog::entries().map(|entry| entry.metadata.name).collect();
    let mut command = Cli::command().mut_subcommand("call", |call| {
        call.mut_arg("name", |name| name.value_parser(PossibleValuesParser::new(&names)))
    });
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "saltant", &mut script);
    if args.shell == Shell::Fish {
        // The generator leaves out what may stand in a place of its own.
        let (seen, names) = ("__fish_saltant_using_subcommand call", names.join(" "));
        writeln!(script, "complete -c saltant -n \"{seen}\" -f -a \"{names}\"")?;
    }
    output::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
