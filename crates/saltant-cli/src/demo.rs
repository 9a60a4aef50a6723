//! `saltant demo`: a service's server and clients in one process.

use std::io::Write as _;

use clap::ValueEnum;

use crate::exit::{Exit, Failure};
use crate::output;
use crate::runtime;

mod agave;
mod astakos;
mod saltant;
mod vantage6;

/// Runs a server and real work on it in one process, to show how everything works.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The demo needs no configuration and leaves nothing behind. The server listens on a free port of this machine \
while the demo runs. The jobs are commands such as `true`, `sleep` and `uname`.

Examples:
  saltant demo
  saltant demo vantage6
  saltant demo agave
  saltant demo astakos
  saltant demo | cat          without colours and progress bar")]
pub(crate) struct Args {
    /// The service
    #[arg(value_name = "SERVICE", default_value = "saltant")]
    service: Service,
}

/// The services that have a demo.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Service {
    /// A queue, task types and twenty jobs of two users
    Saltant,
    /// A federated average over three encrypted organizations, and an algorithm that crashes
    Vantage6,
    /// Systems, files, an app, five jobs and an actor
    Agave,
    /// Two users, a project, and a quota that is used up
    Astakos,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    runtime::server(runtime::until_interrupted(async {
        match args.service {
            Service::Saltant => saltant::demo().await,
            Service::Vantage6 => vantage6::demo().await,
            Service::Agave => agave::demo().await,
            Service::Astakos => astakos::demo().await,
        }
    }))
}

/// Prints a line.
fn say(line: &str) -> Result<(), Failure> {
    Ok(writeln!(output::stdout(), "{line}")?)
}
