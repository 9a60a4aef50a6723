//! `saltant logout`: forgets the tokens of a login.

use std::io::Write as _;

use crate::clean;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::service::{self, SALTANT, SERVICES, Service};
use crate::sources::{ProfileArgs, Sources};

/// Forgets the tokens that `saltant login` has kept. The service is not told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant logout
  saltant logout vantage6 --profile work
  saltant logout --all")]
pub(crate) struct Args {
    /// The services [default: saltant]
    #[arg(value_name = "SERVICE", conflicts_with = "all")]
    services: Vec<String>,

    /// Log out of every service
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    profile: ProfileArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let sources = Sources::new(&args.profile)?;
    let services: Vec<&Service> = match &args.services[..] {
        _ if args.all => SERVICES.iter().collect(),
        [] => vec![SALTANT],
        names => names.iter().map(|name| service::named(name)).collect::<Result<_, _>>()?,
    };
    for service in services {
        let file = sources.session_file(service).filter(|file| file.path().exists());
        let was_there = match file {
            // A command that renews the tokens now does not bring the file back.
            Some(file) => file.lock()?.remove()?,
            None => false,
        };
        if was_there || !args.all {
            let said = if was_there { "logged out of" } else { "not logged in to" };
            writeln!(output::stdout(), "{said} {}", clean::line(service.name))?;
        }
    }
    Ok(Exit::Done)
}
