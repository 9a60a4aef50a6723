//! The `saltant` command: a demo, a dev server, and every operation by its name.

mod call;
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
mod progress;
mod runtime;
mod service;
mod settings;
mod sources;
mod table;
mod wait;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report().into(),
    }
}
