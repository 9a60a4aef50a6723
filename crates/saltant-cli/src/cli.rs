//! The command line: what there is, in words that `--help` shows.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

use crate::demo;
use crate::exit::{self, Exit, Failure};

/// Headings and names stand out, as in cargo's own help.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  saltant demo                                       see everything at work, with nothing set up";

/// Clients of research-compute services, in a terminal.
#[derive(Debug, Parser)]
#[command(name = "saltant", version, styles = STYLES, max_term_width = 100)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::TABLE))]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows everything at work: a server in this process, its worker, some twenty jobs
    Demo(demo::Args),
}

impl Cli {
    pub(crate) fn run(self) -> Result<Exit, Failure> {
        match self.command {
            Command::Demo(args) => demo::run(&args),
        }
    }
}
