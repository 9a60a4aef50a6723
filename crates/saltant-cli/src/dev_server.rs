//! `saltant dev-server`: runs a service's server in memory until it is interrupted.

use clap::Subcommand;
use saltant_dev_server::StartError;

use crate::exit::{Exit, Failure};
use crate::runtime;

mod agave;
mod astakos;
mod common;
mod fault;
mod saltant;
mod vantage6;

/// Runs a server in memory that stands in for a service, for development.
///
/// Without SERVICE it is saltant's server; each SERVICE has a help of its own. All data is lost when the server
/// ends: it is for tests, demos and offline work, not for production. Anyone with a token can run commands as
/// you. So every user has a token, and the server listens on this machine only, unless
/// --let-the-network-run-commands is given.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_value_name = "SERVICE")]
#[command(subcommand_help_heading = "Services", disable_help_subcommand = true)]
#[command(after_help = format!("{}\n\n{}", common::FAULTS, saltant::EXAMPLES))]
pub(crate) struct Args {
    #[command(subcommand)]
    service: Option<Service>,
    #[command(flatten)]
    default: saltant::Args,
}

/// The services that have a dev server, each with its own flags.
#[derive(Debug, Subcommand)]
enum Service {
    Saltant(saltant::Args),
    Vantage6(vantage6::Args),
    Agave(agave::Args),
    Astakos(astakos::Args),
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    runtime::server(async {
        match args.service.unwrap_or(Service::Saltant(args.default)) {
            Service::Saltant(args) => saltant::serve(args).await,
            Service::Vantage6(args) => vantage6::serve(args).await,
            Service::Agave(args) => agave::serve(args).await,
            Service::Astakos(args) => astakos::serve(args).await,
        }
    })
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let line = match std::error::Error::source(&error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        match error {
            StartError::NotLoopback(_) => Self::usage(line).hint(
                "--let-the-network-run-commands allows it; anyone there with a token can run commands as you",
            ),
            StartError::Bind { .. } => {
                Self::new(Exit::Unreached, line).hint("--addr 127.0.0.1:0 selects a free port")
            }
            StartError::Username(_)
            | StartError::Token(_)
            | StartError::TimeZone(_)
            | StartError::Role(_)
            | StartError::DatabaseLabel(_)
            | StartError::Database { .. }
            | StartError::OrganizationKey => Self::usage(line),
            _ => Self::new(Exit::Unreached, line),
        }
    }
}
