//! The `saltant` command: a demo, a dev server, and every operation by its name.

mod cli;
mod demo;
mod exit;
mod output;
mod progress;
mod runtime;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report().into(),
    }
}
