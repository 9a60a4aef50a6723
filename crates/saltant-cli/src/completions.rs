//! `saltant completions`: scripts with which a shell completes the command line.

use std::io::Write as _;

use clap::Command;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use saltant::catalog;

use crate::exit::{Exit, Failure};
use crate::output;

/// Prints a script with which a shell completes commands, flags and names of operations.
///
/// In PowerShell, names of operations are not completed.
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

/// Prints the script for `command`, the whole command line.
pub(crate) fn run(args: &Args, command: Command) -> Result<Exit, Failure> {
    // Only here, since `call` itself accepts short names too and suggests similar ones.
    let names: Vec<_> = catalog::entries().map(|entry| entry.metadata.name).collect();
    let mut command = command.mut_subcommand("call", |call| {
        call.mut_arg("name", |name| name.value_parser(PossibleValuesParser::new(&names)))
    });
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "saltant", &mut script);
    if args.shell == Shell::Fish {
        // The generator leaves out the values of positional arguments.
        let (seen, names) = ("__fish_saltant_using_subcommand call", names.join(" "));
        writeln!(script, "complete -c saltant -n \"{seen}\" -f -a \"{names}\"")?;
    }
    output::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
