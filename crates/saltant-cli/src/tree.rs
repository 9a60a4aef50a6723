//! The commands that are made from the catalog: `saltant [SERVICE] RESOURCE VERB [ID] [--flag VALUE]`.
//!
//! Only what the command line asks for is built in full. Of the rest, names are enough.

use clap::{ArgMatches, Command};
use saltant::catalog::Entry;

use crate::exit::{Exit, Failure};
use crate::service::{self, SALTANT, SERVICES};

mod extras;
mod flags;
pub(crate) mod names;
mod resource;
mod verb;

use resource::Resource;

/// Which commands are needed in full.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked<'w> {
    Everything,
    /// What these words lead to.
    Words(&'w [&'w str]),
}

impl Asked<'_> {
    /// What is asked for below a command, if it is asked for itself.
    fn below(self, name: &str, alias: Option<&str>) -> Option<Self> {
        match self {
            Self::Everything => Some(self),
            Self::Words([first, rest @ ..]) if *first == name || Some(*first) == alias => {
                Some(Self::Words(rest))
            }
            Self::Words(_) => None,
        }
    }
}

/// Adds the commands of the catalog to the command line.
pub(crate) fn extend(root: Command, asked: Asked<'_>) -> Command {
    let asked = asked.below("help", None).unwrap_or(asked);
    let own = resource::all(SALTANT.name);
    let root = root.subcommands(own.iter().map(|resource| resource.command(SALTANT.name, asked)));
    let others = SERVICES.iter().filter(|service| service.name != SALTANT.name);
    root.subcommands(others.map(|service| {
        let command = Command::new(service.name)
            .about(format!("The commands of {}", service.title))
            .visible_aliases(service.alias)
            .subcommand_required(true)
            .arg_required_else_help(true);
        let Some(below) = asked.below(service.name, service.alias) else { return command };
        let resources = resource::all(service.name);
        command.subcommands(resources.iter().map(|resource| resource.command(service.name, below)))
    }))
}

/// Only the branch of the tree that the words before the last lead to; `None` if they do not lead to a verb.
pub(crate) fn branch(words: &[&str]) -> Option<Command> {
    let (_, before) = words.split_last()?;
    let (first, below) = before.split_first()?;
    let root = Command::new("saltant");
    match service::find_or_alias(first).filter(|service| service.name != SALTANT.name) {
        Some(service) => {
            let command = Command::new(service.name).visible_aliases(service.alias);
            Some(root.subcommand(command.subcommand(resource_branch(service.name, below)?)))
        }
        None => Some(root.subcommand(resource_branch(SALTANT.name, before)?)),
    }
}

fn resource_branch(service: &str, words: &[&str]) -> Option<Command> {
    let (resource, below) = words.split_first()?;
    let resource = resource::all(service).into_iter().find(|known| known.name == *resource)?;
    let verb = resource.verbs.iter().find(|verb| Some(&verb.name()) == below.first())?;
    let command = Command::new(resource.name.clone());
    Some(command.subcommand(verb.command(service, &resource.name, Asked::Words(below))))
}

/// Runs a command of the catalog; `None` if it is another one.
pub(crate) fn run(name: &str, matches: &ArgMatches) -> Option<Result<Exit, Failure>> {
    let service = SERVICES.iter().find(|service| service.name == name && name != SALTANT.name);
    let Some(service) = service else { return run_resource(SALTANT.name, name, matches) };
    let (resource, matches) = matches.subcommand()?;
    run_resource(service.name, resource, matches)
}

fn run_resource(service: &'static str, name: &str, matches: &ArgMatches) -> Option<Result<Exit, Failure>> {
    let resource: Resource = resource::all(service).into_iter().find(|resource| resource.name == name)?;
    let (verb, matches) = matches.subcommand()?;
    resource.verbs.into_iter().find(|known| known.name() == verb).map(|verb| verb.run(matches))
}

/// The description of an operation, as a command shows it.
pub(crate) fn description(entry: &Entry) -> String {
    flags::without_links(entry.doc.trim()).into_owned()
}

/// The command that calls an operation: `saltant queue list`.
pub(crate) fn spelling(entry: &Entry) -> String {
    let (place, service) = (entry.place(), entry.metadata.service());
    let service = if service == SALTANT.name { String::new() } else { format!("{service} ") };
    let class = place.class.map(|class| format!(" --class {class}")).unwrap_or_default();
    format!("saltant {service}{} {}{class}", place.resource, place.verb)
}

/// The command that calls an operation, with what it cannot do without.
pub(crate) fn usage(entry: &Entry) -> String {
    let positional = flags::positional(entry).into_iter().map(|argument| argument.name.to_uppercase());
    let file = flags::document(entry).map(|_| "FILE".to_owned());
    let flags = flags::of(entry, &verb::taken()).into_iter().filter_map(|flag| flag.usage());
    let words = [spelling(entry)].into_iter().chain(positional).chain(file).chain(flags);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;
    use saltant::catalog;

    use super::*;
    use crate::cli::Cli;

    /// The command that the words lead to, built in full.
    fn built(words: &[&str]) -> Command {
        let mut command = extend(Cli::command(), Asked::Words(words));
        for word in words {
            command = command.find_subcommand(word).unwrap_or_else(|| panic!("{words:?}")).clone();
        }
        command
    }

    #[test]
    fn every_operation_has_a_command_with_all_its_arguments() {
        let mut reached = BTreeSet::new();
        for service in SERVICES {
            for resource in resource::all(service.name) {
                for verb in &resource.verbs {
                    let mut words = vec![resource.name.as_str(), verb.name()];
                    if service.name != SALTANT.name {
                        words.insert(0, service.name);
                    }
                    let mut command = built(&words);
                    command.build();
                    command.clone().debug_assert();
                    reached.extend(verb.check(&command));
                }
            }
        }
        let all: BTreeSet<_> = catalog::entries().map(|entry| entry.metadata.name).collect();
        assert_eq!(reached, all);
    }

    #[test]
    fn every_operations_spelling_is_a_command() {
        for entry in catalog::entries() {
            let words = spelling(entry);
            let words: Vec<_> = words.split(' ').skip(1).take_while(|word| !word.starts_with('-')).collect();
            assert!(built(&words).get_arguments().count() > 5, "{words:?}");
        }
    }

    #[test]
    fn the_help_has_no_links_into_the_library() {
        for service in SERVICES {
            for resource in resource::all(service.name) {
                let mut command = resource.command(service.name, Asked::Everything);
                for verb in command.get_subcommands_mut() {
                    let help = verb.render_long_help().to_string();
                    assert!(!help.contains("](") || help.contains("](http"), "{}: {help}", resource.name);
                }
            }
        }
        assert_eq!(flags::without_links("a [`B`](crate::B) c [d](https://e)"), "a `B` c [d](https://e)");
    }

    #[test]
    fn only_what_is_asked_for_is_built() {
        let root = extend(Cli::command(), Asked::Words(&["vantage6", "task", "list"]));
        let count = |words: &[&str]| {
            let command =
                words.iter().try_fold(&root, |command, word| command.find_subcommand(word)).unwrap();
            command.get_arguments().count() + command.get_subcommands().count()
        };
        assert!(count(&["vantage6", "task", "list"]) > 20);
        for other in [&["inmanta"][..], &["queue"], &["vantage6", "node"], &["vantage6", "task", "get"]] {
            assert_eq!(count(other), 0, "{other:?}");
        }
    }

    #[test]
    fn no_resource_hides_another_command() {
        let root = Cli::command();
        let taken: BTreeSet<_> =
            root.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        let own = resource::all(SALTANT.name).into_iter().map(|resource| resource.name);
        let services = SERVICES.iter().map(|service| service.name.to_owned());
        let aliases = SERVICES.iter().filter_map(|service| service.alias).map(str::to_owned);
        for name in own.chain(services).chain(aliases) {
            assert!(!taken.contains(&name), "{name}");
        }
    }
}
