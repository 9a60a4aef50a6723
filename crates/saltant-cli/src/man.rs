//! `saltant man`: manual pages.

use std::path::PathBuf;

use crate::cli;
use crate::exit::{Exit, Failure};
use crate::output;

/// Writes the manual pages of all commands into a directory, or prints that of `saltant`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant man --out ~/.local/share/man/man1
  saltant man | man -l -")]
pub(crate) struct Args {
    /// The directory; it is made if it does not exist
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let command = cli::whole();
    let Some(directory) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        output::data(&String::from_utf8_lossy(&page))?;
        return Ok(Exit::Done);
    };
    let written =
        std::fs::create_dir_all(directory).and_then(|()| clap_mangen::generate_to(command, directory));
    written.map_err(|error| Failure::usage(format!("{}: {error}", directory.display())))?;
    Ok(Exit::Done)
}
