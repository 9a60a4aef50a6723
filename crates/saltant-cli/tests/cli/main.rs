//! The command from outside: what it is told, what it prints and how it ends.

mod call;
mod config;
mod demo;
mod dev_server;
mod exit_codes;
mod help;
mod settings;
mod support;
mod wait;
