//! The project's own chores: `cargo xtask` lists them.

mod ci;
mod contract;
mod layers;

use std::process::ExitCode;

/// A command: its name and arguments, what it does, and how.
struct Command {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> anyhow::Result<ExitCode>,
}

const COMMANDS: &[Command] = &[ci::COMMAND, layers::COMMAND, contract::COMMAND];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        println!("{}", usage());
        return ExitCode::SUCCESS;
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("there is no command `{name}`\n\n{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let mut lines = vec!["Usage: cargo xtask COMMAND".to_owned(), String::new()];
    for command in COMMANDS {
        let call = format!("{} {}", command.name, command.arguments);
        lines.push(format!("  {:<26} {}", call.trim_end(), command.about));
    }
    lines.join("\n")
}
