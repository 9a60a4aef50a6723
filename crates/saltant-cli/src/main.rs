//! The `saltant` command: a demo, a dev server, and every operation by its name.

mod api;
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
mod files;
mod login;
mod logout;
mod man;
mod operations;
mod output;
mod private_file;
mod progress;
mod prompt;
mod runtime;
mod selection;
mod send;
mod service;
mod session;
mod settings;
mod size;
mod sources;
mod stdin;
mod submit;
mod table;
mod tree;
mod vantage6_key;
mod view;
mod wait;
mod waits;
mod whoami;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report().into(),
    }
}
