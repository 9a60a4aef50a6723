//! One command of the tree: its arguments, and what it does.

use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _, ValueHint};
use saltant::catalog::{AnswerKind, Argument, Entry};
use saltant::core::Effect;
use saltant::http::Client;

use super::Asked;
use super::extras::Extra;
use super::flags::{self, Flag};
use super::names;
use crate::connect::with_variables_of;
use crate::exit::{Exit, Failure};
use crate::runtime;
use crate::send::SendArgs;
use crate::send::arguments::{self, Given};
use crate::service;
use crate::view::{self, Printer};

mod destroying;
mod things;

use things::Things;

/// The file with the argument that is a whole document.
const FILE: &str = "FILE";

/// The flag that says which class is meant.
const CLASS: &str = "class";

/// What can be done with a kind of thing.
pub(super) struct Verb {
    name: String,
    /// The operations, with the class of each where there are several.
    entries: Vec<(Option<&'static str>, &'static Entry)>,
    /// What is written by hand and comes first.
    pub(super) extra: Option<&'static Extra>,
}

impl Verb {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), entries: Vec::new(), extra: None }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn add(&mut self, class: Option<&'static str>, entry: &'static Entry) {
        self.entries.push((class, entry));
    }

    /// The command. Its arguments are added if it is asked for.
    pub(super) fn command(&self, service: &str, resource: &str, asked: Asked<'_>) -> Command {
        let command = self.built(service, resource, asked);
        match service::find(service) {
            Some(service) => with_variables_of(command, service),
            None => command,
        }
    }

    fn built(&self, service: &str, resource: &str, asked: Asked<'_>) -> Command {
        let command = Command::new(self.name.clone());
        if let Some(extra) = self.extra {
            return (extra.build)(command);
        }
        let Some((_, entry)) = self.entries.first() else { return command };
        let (sentence, more) = flags::paragraphs(entry.doc);
        if asked.below(&self.name, None).is_some() {
            let prefix = if service == "saltant" { String::new() } else { format!("{service} ") };
            let example = format!("saltant {prefix}{resource} {}", self.name);
            let long = format!("{sentence}.\n\n{more}");
            self.with_arguments(command, entry, &example).about(sentence).long_about(long)
        } else {
            command.about(sentence)
        }
    }

    fn with_arguments(&self, mut command: Command, entry: &'static Entry, example: &str) -> Command {
        let taken = taken();
        let (flags, filters) = (self.flags(&taken), self.filters(&taken));
        let is_many = self.takes_many();
        let mut line = example.to_owned();
        for argument in flags::positional(entry) {
            line = format!("{line} {}", flags::example(&argument.schema));
            let several = if is_many { ", or several; `-` reads them from standard input" } else { "" };
            let arg = Arg::new(argument.name)
                .value_name(flags::value_name(&argument.schema))
                .help(format!("{}{several}", flags::paragraphs(argument.doc).0))
                .action(if is_many { ArgAction::Append } else { ArgAction::Set })
                .allow_negative_numbers(true);
            let arg = match names::known(entry, argument.name, &argument.schema) {
                Some(known) => arg.add(known.completer()),
                None => arg,
            };
            let arg = if is_many { arg.num_args(1..) } else { arg };
            let otherwise = filters.iter().map(Flag::id).chain(["json".to_owned()]);
            command =
                command.arg(if argument.required { arg.required_unless_present_any(otherwise) } else { arg });
        }
        if let Some(document) = flags::document(entry) {
            let about = flags::paragraphs(document.doc).0;
            let file = Arg::new(FILE).value_name("FILE").value_hint(ValueHint::FilePath);
            command = command.arg(file.help(format!("{about}, as a JSON file; `-` is standard input")));
            line = format!("{line} {}.json", entry.place().resource);
        }
        let examples = flags.iter().filter_map(Flag::example);
        let line = [line].into_iter().chain(examples).collect::<Vec<_>>().join(" ");
        command = command.args(flags.iter().map(Flag::arg));
        command = command.args(
            filters.iter().map(|flag| flag.arg().help_heading("Filters: act on all things that match")),
        );
        let classes: Vec<_> = self.entries.iter().filter_map(|(class, _)| *class).collect();
        if let Some(first) = classes.first() {
            let found = match () {
                () if self.finds_class() => "found out",
                () if self.lists_all_classes() => "all",
                () => *first,
            };
            let class = Arg::new(CLASS).long(CLASS).value_name("CLASS").value_parser(classes.clone());
            command = command.arg(class.help(format!("The class of the thing [default: {found}]")));
        }
        if destroying::is(entry) {
            command = command.arg(destroying::flag());
        }
        SendArgs::augment_args(command)
            .mut_arg("all", |all| all.hide(entry.answer != AnswerKind::Page))
            .mut_arg("watch", |watch| watch.hide(entry.metadata.effect != Effect::Safe))
            .after_help(format!("Example:\n  {line}"))
    }

    /// The flags of all classes together.
    fn flags(&self, taken: &[String]) -> Vec<Flag> {
        let each: Vec<Vec<Flag>> = self.entries.iter().map(|(_, entry)| flags::of(entry, taken)).collect();
        let mut all: Vec<Flag> = Vec::new();
        for mut flag in each.iter().flatten().cloned() {
            if !all.iter().any(|known| known.long == flag.long) {
                flag.require(each.iter().all(|flags| flags.iter().any(|other| other.long == flag.long)));
                all.push(flag);
            }
        }
        all
    }

    /// The filters that select what the command acts on, instead of ids.
    fn filters(&self, taken: &[String]) -> Vec<Flag> {
        let Some((_, entry)) = self.entries.first() else { return Vec::new() };
        if !self.takes_many() || entry.metadata.effect == Effect::Safe {
            return Vec::new();
        }
        let mut taken = taken.to_vec();
        taken.extend(self.flags(&taken).into_iter().map(|flag| flag.long));
        things::list_of(entry).map(|list| flags::of_filter(list, &taken)).unwrap_or_default()
    }

    /// Whether the class follows from the id.
    fn finds_class(&self) -> bool {
        self.entries.iter().all(|(_, entry)| flags::positional(entry).iter().any(|id| id.name == "uuid"))
    }

    /// Whether the command lists the things of all classes, unless one is named.
    fn lists_all_classes(&self) -> bool {
        self.entries.iter().all(|(class, entry)| class.is_some() && entry.answer == AnswerKind::Page)
    }

    /// Whether the command acts on several things, one after the other.
    fn takes_many(&self) -> bool {
        self.entries.iter().all(|(_, entry)| {
            entry.answer == AnswerKind::Value
                && flags::document(entry).is_none()
                && matches!(&flags::positional(entry)[..], [Argument { required: true, .. }])
        })
    }

    pub(super) fn run(&self, matches: &ArgMatches) -> Result<Exit, Failure> {
        if let Some(extra) = self.extra {
            return (extra.run)(matches);
        }
        let sending =
            SendArgs::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
        let class = matches.try_get_one::<String>(CLASS).ok().flatten();
        let mut entries: Vec<&'static Entry> = self.entries.iter().map(|(_, entry)| *entry).collect();
        if let Some(class) = class {
            entries =
                self.entries.iter().filter(|(of, _)| *of == Some(class)).map(|(_, entry)| *entry).collect();
        } else if !self.finds_class() && !self.lists_all_classes() {
            entries.truncate(1);
        }
        let Some(entry) = entries.first().copied() else { return Ok(Exit::Done) };
        let taken = taken();
        let mut given = Given::default();
        self.flags(&taken).iter().try_for_each(|flag| flag.read(matches, &mut given))?;
        if let (Some(document), Ok(Some(path))) =
            (flags::document(entry), matches.try_get_one::<String>(FILE))
        {
            let value = flags::documents::read_whole(path, &document.schema)?;
            given.object.insert(document.name.to_owned(), value);
        }
        let object = sending.object(entry)?;
        for (name, value) in object {
            given.object.entry(name).or_insert(value);
        }
        let done = runtime::client(async {
            let client = sending.client(entry).await?;
            let things = if self.takes_many() {
                let filters = self.filters(&taken);
                Things::find(&client, &entries, matches, &filters, &sending).await?
            } else {
                Things::one(entry, matches)
            };
            destroying::confirm(&self.name, &things, matches, sending.dry_run).await?;
            view::repeat(sending.watch, async || {
                let printer = Printer::new(&sending.view, Some(entry), things.are_several(), sending.all)?;
                let mut printer = printer.watched(sending.watch);
                let exit = if entries.len() > 1 && self.lists_all_classes() {
                    all_classes(&client, &entries, &sending, &given, &mut printer).await?
                } else {
                    things.each(&client, &entries, &sending, &given, &mut printer).await?
                };
                Ok((exit, printer.finish()?))
            })
            .await
        });
        done.map_err(|failure| if sending.is_write(entry) { failure.during_write() } else { failure })
    }

    /// The operations that this command calls, after a look at whether it takes all their arguments.
    #[cfg(test)]
    pub(super) fn check(&self, command: &Command) -> Vec<&'static str> {
        let taken = taken();
        for (_, entry) in self.entries.iter().filter(|_| self.extra.is_none()) {
            let flags = flags::of(entry, &taken);
            for argument in entry.arguments() {
                let has = |id: &str| command.get_arguments().any(|known| known.get_id() == id);
                let mut of_argument = flags.iter().filter(|flag| flag.argument == argument.name).peekable();
                let reached = has(argument.name)
                    || (of_argument.peek().is_some() && of_argument.all(|flag| has(&flag.id())));
                assert!(reached, "{}: {}", entry.metadata.name, argument.name);
            }
        }
        self.entries.iter().map(|(_, entry)| entry.metadata.name).collect()
    }
}

/// Prints the lists of several classes, one after the other. Each item gets its class.
async fn all_classes(
    client: &Client,
    entries: &[&'static Entry],
    sending: &SendArgs,
    given: &Given,
    printer: &mut Printer,
) -> Result<Exit, Failure> {
    for (entry, pairs) in names::resolve_each(client, entries, &given.pairs, sending).await? {
        let made = arguments::operation(entry, given.object.clone(), &pairs).await?;
        printer.class(entry.place().class);
        sending.send(client, entry, made, printer).await?;
    }
    Ok(Exit::Done)
}

/// The flags that every command has.
pub(super) fn taken() -> Vec<String> {
    let command = SendArgs::augment_args(Command::new(""));
    command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)).collect()
}
