//! The command as a process: its arguments, output and exit codes.

mod agave;
mod api;
mod call;
mod completions;
mod config;
mod connection;
mod demo;
mod dev_server;
#[cfg(unix)]
mod documentation;
mod exit_codes;
mod help;
mod inmanta;
#[cfg(unix)]
mod migration;
#[cfg(unix)]
mod on_a_terminal;
mod output;
#[cfg(unix)]
mod output_on_a_terminal;
mod own;
mod sessions;
mod settings;
mod stub;
mod submit;
mod support;
#[cfg(unix)]
mod terminal;
mod tree;
mod wait;
mod waits;
