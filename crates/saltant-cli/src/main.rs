//! The `saltant` command: a demo, a dev server, and every operation by its name.

mod call;
mod clean;
mod cli;
mod completions;
mod config;
mod config_file;
mod connect;
mod demo;
mod dev_server;
mod duration;
mod exit;
mod operations;
mod output;
mod private_file;
mod progress;
mod prompt;
mod runtime;
mod selection;
mod service;
mod settings;
mod sources;
mod table;
mod wait;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let parsed = cli::Cli::try_parse().map_err(|error| exit::unparsed(&error));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(exit) => return exit.into(),
    };
    match cli.run() {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report().into(),
    }
}
