//! The command as a process: its arguments, output and exit codes.

mod call;
mod config;
mod demo;
mod dev_server;
mod exit_codes;
mod help;
#[cfg(unix)]
mod on_a_terminal;
mod own;
mod settings;
mod support;
#[cfg(unix)]
mod terminal;
mod tree;
mod wait;
