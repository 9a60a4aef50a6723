//! The command line: its subcommands and the texts of `saltant --help`.

use std::ffi::OsString;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::exit::{self, Exit, Failure};
use crate::tree::Asked;
use crate::{
    api, call, completions, config, demo, dev_server, login, logout, man, operations, submit, tree, wait,
    whoami,
};

/// The colours of headings and names: those of cargo's own help.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  saltant demo
  saltant dev-server --user matt:s3cret
  saltant login --url https://saltant.example.org/api/ --username matt
  saltant queue list
  saltant submit align --queue gpu reads=a.fastq --wait
  saltant instance list --state running -o name | saltant wait -
  saltant vantage6 task list --status completed
  saltant operations recompile
  saltant call saltant.task_queues.create name=gpu private=true

The address and the token come from flags, the environment (SALTANT_API_URL, SALTANT_AUTH_TOKEN), a login \
or a profile of the config file. `saltant config show` prints them with their origin.";

/// Calls research-compute services: saltant, vantage6, Inmanta, Agave and Astakos.
#[derive(Debug, Parser)]
#[command(name = "saltant", version, styles = STYLES, max_term_width = 100)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::TABLE))]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    DevServer(Box<dev_server::Args>),
    Operations(operations::Args),
    Call(call::Args),
    Api(api::Args),
    Submit(Box<submit::Args>),
    Wait(wait::Args),
    Login(Box<login::Args>),
    Logout(logout::Args),
    Whoami(whoami::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the command line.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<Exit, Failure> {
    let arguments: Vec<OsString> = arguments.collect();
    if completions::complete(&arguments) {
        return Ok(Exit::Done);
    }
    let matches = match command(&arguments).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return Ok(exit::unparsed(error)),
    };
    if let Some(done) = matches.subcommand().and_then(|(name, matches)| tree::run(name, matches)) {
        return done;
    }
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli.run(),
        Err(error) => Ok(exit::unparsed(error)),
    }
}

/// The whole command line, of which only what is asked for is built in full.
pub(crate) fn command(arguments: &[OsString]) -> clap::Command {
    let words: Vec<&str> = arguments.iter().skip(1).map_while(|word| word.to_str()).collect();
    tree::extend(Cli::command(), Asked::Words(&words))
}

/// The whole command line, built in full.
pub(crate) fn whole() -> clap::Command {
    tree::extend(Cli::command(), Asked::Everything)
}

impl Cli {
    fn run(self) -> Result<Exit, Failure> {
        match self.command {
            Command::Demo(args) => demo::run(&args),
            Command::DevServer(args) => dev_server::run(*args),
            Command::Operations(args) => operations::run(&args),
            Command::Call(args) => call::run(&args),
            Command::Api(args) => api::run(&args),
            Command::Submit(args) => submit::run(&args),
            Command::Wait(args) => wait::run(&args),
            Command::Login(args) => login::run(&args),
            Command::Logout(args) => logout::run(&args),
            Command::Whoami(args) => whoami::run(&args),
            Command::Config(args) => config::run(&args),
            Command::Completions(args) => completions::run(&args),
            Command::Man(args) => man::run(&args),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::ffi::OsString;

    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    /// What a flag is: its help, and whether it takes a value.
    type Meaning = (String, bool);

    /// The flags of a command and those below it, except those of operations, which their documents name.
    fn flags(command: &clap::Command, path: &str, found: &mut BTreeMap<String, BTreeMap<Meaning, String>>) {
        let own = command.get_arguments().filter(|arg| !arg.get_id().as_str().starts_with("--"));
        for arg in own.filter(|arg| !arg.is_positional()) {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let meaning = (help, arg.get_action().takes_values());
            let names = arg.get_long().map(|long| format!("--{long}")).into_iter();
            for name in names.chain(arg.get_short().map(|short| format!("-{short}"))) {
                found.entry(name).or_default().entry(meaning.clone()).or_insert_with(|| path.to_owned());
            }
        }
        for below in command.get_subcommands() {
            flags(below, &format!("{path} {}", below.get_name()), found);
        }
    }

    /// Flags whose help is not the same everywhere, and why they mean the same.
    const SEVERAL: [(&str, &str); 16] = [
        ("--all", "all there is: pages, or services"),
        ("--class", "only what it is without the flag differs"),
        ("--concurrency", "how many jobs a dev server runs at the same time"),
        ("--env", "a variable for what a dev server runs"),
        ("--json", "JSON: of the arguments where a request is sent, of the output elsewhere"),
        ("--key", "the private key of an organization"),
        ("--out", "the directory for files"),
        ("--quiet", "less on standard error"),
        ("--replace", "what is there already: a key, or files"),
        ("--timeout", "the time limit: of each request, or of a wait"),
        ("--token-file", "the variable is that of the service"),
        ("--url", "the variable is that of the service"),
        ("--user", "a user of a dev server"),
        ("--yes", "no question"),
        ("-q", "--quiet, and in `api` --query, as people know it from gh"),
        ("-y", "--yes"),
    ];

    #[test]
    fn every_flag_has_the_same_meaning_in_all_commands() {
        let mut found = BTreeMap::new();
        flags(&super::whole(), "saltant", &mut found);
        let several: Vec<_> = found.iter().filter(|(_, meanings)| meanings.len() > 1).collect();
        let names: Vec<_> = several.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, SEVERAL.map(|(name, _)| name), "{several:#?}");
    }

    #[test]
    fn every_command_in_the_documentation_parses() {
        let pages = [
            include_str!("../../../README.md"),
            include_str!("../../../docs/command.md"),
            include_str!("../../../docs/command-reference.md"),
            include_str!("../../../docs/command-compared.md"),
            include_str!("../../../docs/saltant.md"),
            include_str!("../../../docs/vantage6.md"),
            include_str!("../../../docs/inmanta.md"),
            include_str!("../../../docs/agave.md"),
            include_str!("../../../docs/astakos.md"),
        ];
        let text = pages.concat().replace("\\\n", " ");
        let mut commands = 0;
        for line in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            // A command within another one, `$(…)`, stands for an id.
            let mut line = line.to_owned();
            while let Some((before, rest)) = line.split_once("$(") {
                let (inner, after) = rest.split_once(')').unwrap_or((rest, ""));
                line = format!("{before}1{after} | {inner}");
            }
            for part in line.split(['|', '<', '>']).map(str::trim).filter(|part| part.starts_with("saltant "))
            {
                let words = shlex::split(part).unwrap_or_else(|| panic!("{part}"));
                let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
                if let Err(error) = super::command(&words).try_get_matches_from(words) {
                    assert_eq!(error.exit_code(), 0, "{part}: {error}");
                }
                commands += 1;
            }
        }
        assert!(commands > 150, "{commands} commands");
    }
}
