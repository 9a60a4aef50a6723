//! The command as a process: its arguments, output and exit codes.

mod call;
mod config;
mod demo;
mod dev_server;
mod exit_codes;
mod help;
mod settings;
mod support;
mod wait;
