//! The things that a command acts on: ids from the command line, from standard input, or by a filter.

use clap::ArgMatches;
use saltant::catalog::{self, AnswerKind, Argument, Entry};
use saltant::http::Client;
use serde_json::{Map, Value};

use super::super::flags::{self, Flag};
use super::names;
use crate::exit::{Exit, Failure};
use crate::selection;
use crate::send::SendArgs;
use crate::send::arguments::{self, Given, Pair};
use crate::view::Printer;

/// What a command acts on.
pub(super) struct Things {
    /// For each thing, the arguments that name it.
    each: Vec<Vec<Pair>>,
    /// Whether a filter has selected them.
    is_filtered: bool,
    are_several: bool,
}

/// The list that has the things of an operation.
pub(super) fn list_of(entry: &Entry) -> Option<&'static Entry> {
    same_class(entry, "list").filter(|list| list.answer == AnswerKind::Page)
}

/// What does something else with the things of an operation.
fn same_class(entry: &Entry, verb: &str) -> Option<&'static Entry> {
    let place = entry.place();
    catalog::entries().find(|other| {
        let at = other.place();
        other.metadata.service() == entry.metadata.service()
            && (&at.resource, &*at.verb, at.class) == (&place.resource, verb, place.class)
    })
}

impl Things {
    /// One thing, which the arguments in the path name together.
    pub(super) fn one(entry: &Entry, matches: &ArgMatches) -> Self {
        let given = flags::positional(entry).into_iter().filter_map(|argument| {
            let value = matches.get_one::<String>(argument.name)?;
            Some(Pair::text(argument.name, None, value))
        });
        Self { each: vec![given.collect()], is_filtered: false, are_several: false }
    }

    /// Things that are named one by one, or selected by a filter.
    pub(super) async fn find(
        client: &Client,
        entries: &[&'static Entry],
        matches: &ArgMatches,
        filters: &[Flag],
        sending: &SendArgs,
    ) -> Result<Self, Failure> {
        let Some(entry) = entries.first().copied() else { return Ok(Self::none()) };
        let positional = flags::positional(entry);
        let Some(Argument { name, .. }) = positional.first() else { return Ok(Self::one(entry, matches)) };
        let given: Vec<String> = matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
        let mut conditions = Given::default();
        filters.iter().try_for_each(|flag| flag.read(matches, &mut conditions))?;
        let is_filtered = !conditions.pairs.is_empty();
        let lists: Vec<_> = entries.iter().filter_map(|entry| list_of(entry)).collect();
        let ids = if is_filtered {
            if !given.is_empty() {
                return Err(Failure::usage("give ids or filters, not both"));
            }
            matching(client, &lists, name, &conditions, sending).await?
        } else if given.is_empty() {
            return Ok(Self::none());
        } else {
            selection::ids(&given, &[name, "id"])?
        };
        let are_several = is_filtered || given.len() > 1 || given.iter().any(|id| id == "-");
        let each = ids.into_iter().map(|id| vec![Pair::text(name, None, &id)]).collect();
        Ok(Self { each, is_filtered, are_several })
    }

    /// What is named by `--json`, or by nothing.
    fn none() -> Self {
        Self { each: vec![Vec::new()], is_filtered: false, are_several: false }
    }

    /// Whether the command line can name several: the answers are a list then, even if it is only one.
    pub(super) fn are_several(&self) -> bool {
        self.are_several
    }

    pub(super) fn needs_confirmation(&self) -> bool {
        self.each.len() > 1 || (self.is_filtered && !self.each.is_empty())
    }

    pub(super) fn description(&self) -> String {
        match self.each.len() {
            1 => "1 thing".to_owned(),
            count => format!("{count} things"),
        }
    }

    /// Does it with each of them. A failure does not keep the others from being tried.
    ///
    /// Of several operations, the first is called, and the next where the server does not know the thing.
    pub(super) async fn each(
        &self,
        client: &Client,
        entries: &[&'static Entry],
        sending: &SendArgs,
        given: &Given,
        printer: &mut Printer,
    ) -> Result<Exit, Failure> {
        let is_single = self.each.len() == 1;
        let mut exit = Exit::Done;
        for thing in &self.each {
            let pairs: Vec<Pair> = thing.iter().chain(&given.pairs).cloned().collect();
            match first_known(client, entries, sending, given, &pairs, printer).await {
                Ok(()) => {}
                Err(failure) if is_single || failure.is_interrupt() => return Err(failure),
                Err(failure) => {
                    let words: Vec<_> = thing.iter().filter_map(Pair::as_text).collect();
                    let failed = failure.about(&words.join(" ")).report();
                    exit = if exit == Exit::Done { failed } else { exit };
                }
            }
        }
        Ok(exit)
    }
}

/// Calls the operation of the class that has the thing. Where it is not given, the server is asked.
async fn first_known(
    client: &Client,
    entries: &[&'static Entry],
    sending: &SendArgs,
    given: &Given,
    pairs: &[Pair],
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut unknown = None;
    for entry in entries {
        let mut pairs = pairs.to_vec();
        names::resolve(client, entry, &mut pairs, sending).await?;
        // Some servers answer 500 instead of 404 to a request with an effect on what they do not know.
        let is_known = match same_class(entry, "get").filter(|_| entries.len() > 1) {
            Some(get) => match sending.reader(client, entry).await {
                Ok(reader) => look(&reader, get, &pairs).await,
                // A dry run without a token shows the request for the first class.
                Err(_) => Ok(()),
            },
            None => Ok(()),
        };
        match is_known {
            Err(failure) if failure.is_not_found() => unknown = unknown.or(Some(failure)),
            Err(failure) => return Err(failure),
            Ok(()) => {
                let made = arguments::operation(entry, given.object.clone(), &pairs).await?;
                return sending.send(client, entry, made, printer).await;
            }
        }
    }
    unknown.map_or(Ok(()), Err)
}

/// Asks the server for a thing. Only the arguments that name it are used.
async fn look(client: &Client, get: &'static Entry, pairs: &[Pair]) -> Result<(), Failure> {
    let naming: Vec<Pair> = pairs.iter().filter(|pair| pair.schema(get).is_some()).cloned().collect();
    let made = arguments::operation(get, Map::new(), &naming).await?;
    client.call(made.operation).await?;
    Ok(())
}

/// The ids of the items of the lists that a filter selects. A dry run asks for them too.
async fn matching(
    client: &Client,
    lists: &[&'static Entry],
    name: &str,
    given: &Given,
    sending: &SendArgs,
) -> Result<Vec<String>, Failure> {
    let Some(first) = lists.first() else { return Ok(Vec::new()) };
    let client = sending.reader(client, first).await?;
    let mut ids = Vec::new();
    for (list, pairs) in names::resolve_each(&client, lists, &given.pairs, sending).await? {
        let made = arguments::operation(list, given.object.clone(), &pairs).await?;
        let Some(all) = made.operation.into_list() else { continue };
        let mut items = client.call(all).items();
        while let Some(item) = items.next().await {
            let value = item?.value;
            match value.get(name).or_else(|| value.get("id")) {
                Some(Value::String(id)) => ids.push(id.clone()),
                Some(id) => ids.push(id.to_string()),
                None => {
                    return Err(Failure::new(Exit::Refused, format!("an item of the list has no {name}")));
                }
            }
        }
    }
    Ok(ids)
}
