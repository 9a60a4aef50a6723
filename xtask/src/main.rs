//! The project's development tasks: `cargo xtask` lists them.

mod bench;
mod ci;
mod contract;
mod coverage;
mod fuzz;
mod layers;
mod live;
mod mutants;
mod release;
mod rows;
mod services;
mod site;
mod tools;

use std::path::Path;
use std::process::ExitCode;

/// A command: its name, its arguments, its help text and its function.
struct Command {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> anyhow::Result<ExitCode>,
}

const COMMANDS: &[Command] = &[
    ci::COMMAND,
    layers::COMMAND,
    coverage::COMMAND,
    contract::COMMAND,
    bench::COMMAND,
    live::COMMAND,
    site::COMMAND,
    fuzz::COMMAND,
    mutants::COMMAND,
    release::COMMAND,
];

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

/// The workspace's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is in the workspace")
}

/// Prints the problems that a check found; success if there are none.
fn verdict(problems: &[String]) -> ExitCode {
    for problem in problems {
        println!("FAIL {problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> String {
    let mut lines = vec!["Usage: cargo xtask COMMAND".to_owned(), String::new()];
    for command in COMMANDS {
        let call = format!("{} {}", command.name, command.arguments);
        lines.push(format!("  {:<26} {}", call.trim_end(), command.about));
    }
    lines.join("\n")
}
