//! Names where ids are asked for: `--queue gpu` instead of `--queue 7`.

use std::time::Duration;

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use saltant::catalog::{self, AnswerKind, Entry};
use saltant::core::types::schema::Schema;
use saltant::http::Client;
use saltant::{ErrorKind, Uuid, Value, inmanta};
use serde_json::json;

use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::send::SendArgs;
use crate::send::arguments::Pair;
use crate::{runtime, service};

/// How long a completion waits for names.
const SOON: Duration = Duration::from_millis(500);

/// The most names that an error lists.
const CANDIDATES: usize = 12;

/// A kind of thing that can be named instead of numbered.
#[derive(Debug)]
pub(super) struct Known {
    service: &'static str,
    /// The name of the id's type.
    id: &'static str,
    class: Option<&'static str>,
    /// What it is called in messages.
    thing: &'static str,
    /// The list with all of them.
    list: &'static str,
    /// The arguments with which the server selects those with a name.
    by_name: Option<fn(&str) -> Value>,
    /// The key of the name.
    key: &'static str,
}

const fn thing(
    service: &'static str,
    id: &'static str,
    word: &'static str,
    list: &'static str,
    by_name: Option<fn(&str) -> Value>,
) -> Known {
    Known { service, id, class: None, thing: word, list, by_name, key: "name" }
}

const FILTER: Option<fn(&str) -> Value> = Some(|name| json!({"filters": {"name": name}}));
const NAME: Option<fn(&str) -> Value> = Some(|name| json!({"name": name}));

const KNOWN: &[Known] = &[
    thing("saltant", "TaskQueueId", "queue", "saltant.task_queues.list", FILTER),
    thing("saltant", "TaskWhitelistId", "whitelist", "saltant.task_whitelists.list", FILTER),
    Known {
        class: Some("container"),
        ..thing("saltant", "TaskTypeId", "container task type", "saltant.container_task_types.list", FILTER)
    },
    Known {
        class: Some("executable"),
        ..thing("saltant", "TaskTypeId", "executable task type", "saltant.executable_task_types.list", FILTER)
    },
    thing("vantage6", "CollaborationId", "collaboration", "vantage6.collaboration.list", NAME),
    thing("vantage6", "OrganizationId", "organization", "vantage6.organization.list", NAME),
    thing("vantage6", "NodeId", "node", "vantage6.node.list", NAME),
    thing("vantage6", "RoleId", "role", "vantage6.role.list", NAME),
    Known {
        key: "username",
        ..thing("vantage6", "UserId", "user", "vantage6.user.list", Some(|name| json!({"username": name})))
    },
    thing("inmanta", "EnvironmentId", "environment", "inmanta.environment_list", None),
    thing("inmanta", "ProjectId", "project", "inmanta.project_list", None),
];

/// How an argument's values can be named, if its schema is an id of a thing with a name.
pub(super) fn known(entry: &Entry, argument: &str, schema: &Schema) -> Option<&'static Known> {
    let name = id_name(schema)?;
    let class = ["container", "executable"].into_iter().find(|class| argument.contains(class));
    let class = class.or(entry.place().class);
    KNOWN.iter().find(|known| {
        known.service == entry.metadata.service()
            && known.id == name
            && (known.class.is_none() || known.class == class)
    })
}

/// The kind of id that a value is, or that the items of a list are.
fn id_name(schema: &Schema) -> Option<&'static str> {
    match schema.without_null() {
        Schema::Id { name, .. } => Some(name),
        Schema::List(item) => id_name(item),
        Schema::OneOf(forms) => forms.iter().find_map(id_name),
        _ => None,
    }
}

impl Known {
    /// The flag of an argument: the service's documents call Inmanta's environment `tid`.
    pub(super) fn flag(argument: &str) -> String {
        match argument {
            "tid" => "environment".to_owned(),
            "task_queue" => "queue".to_owned(),
            other => other.strip_suffix("_id").unwrap_or(other).replace('_', "-"),
        }
    }

    /// Completes names, if the server answers soon.
    pub(super) fn completer(&'static self) -> ArgValueCandidates {
        ArgValueCandidates::new(move || {
            let names = runtime::client(async {
                let listed = tokio::time::timeout(SOON, self.names_for_completion()).await;
                listed.unwrap_or_else(|_| Ok(Vec::new()))
            });
            names.unwrap_or_default().into_iter().map(CompletionCandidate::new).collect()
        })
    }

    /// All names. Nobody is logged in for it.
    async fn names_for_completion(&self) -> Result<Vec<String>, Failure> {
        let service = service::named(self.service)?;
        let connect = ConnectArgs::default();
        if !connect.has_token(service)? {
            return Ok(Vec::new());
        }
        let client = connect.connect(service, Purpose::Authenticated, Some(SOON)).await?;
        let all = list(&client, self, json!({})).await?;
        Ok(all.iter().filter_map(|item| Some(item.get(self.key)?.as_str()?.to_owned())).collect())
    }

    fn is_id(&self, text: &str) -> bool {
        match self.service {
            "inmanta" => Uuid::parse_str(text).is_ok(),
            _ => text.parse::<u64>().is_ok(),
        }
    }
}

/// The operations that take all these arguments and know all names in them, with ids instead of names. Of several
/// classes, often only one has a thing of a name.
pub(super) async fn resolve_each(
    client: &Client,
    entries: &[&'static Entry],
    pairs: &[Pair],
    sending: &SendArgs,
) -> Result<Vec<(&'static Entry, Vec<Pair>)>, Failure> {
    let takes_all = |entry: &&&'static Entry| pairs.iter().all(|pair| pair.schema(entry).is_some());
    let mut taking: Vec<_> = entries.iter().filter(takes_all).copied().collect();
    if taking.is_empty() {
        taking = entries.to_vec();
    }
    let (mut known, mut unknown) = (Vec::new(), None);
    for entry in taking {
        let mut pairs = pairs.to_vec();
        match resolve(client, entry, &mut pairs, sending).await {
            Ok(()) => known.push((entry, pairs)),
            Err(failure) if failure.is_usage() => unknown = unknown.or(Some(failure)),
            Err(failure) => return Err(failure),
        }
    }
    match unknown {
        Some(failure) if known.is_empty() => Err(failure),
        _ => Ok(known),
    }
}

/// Replaces names by ids.
pub(super) async fn resolve(
    client: &Client,
    entry: &Entry,
    pairs: &mut [Pair],
    sending: &SendArgs,
) -> Result<(), Failure> {
    for pair in pairs {
        let Some(schema) = pair.schema(entry) else { continue };
        let Some(known) = known(entry, &pair.name, &schema) else { continue };
        let is_name = |text: &&str| !known.is_id(text) && !text.starts_with(['[', '{']) && *text != "null";
        let Some(name) = pair.as_text().filter(is_name) else { continue };
        let hint = || format!("the dry run has to look up the {} {name:?}: give its id instead", known.thing);
        let reader = sending.reader(client, entry).await.map_err(|failure| failure.hint(hint()))?;
        let id = id_of(&reader, known, name).await?;
        pair.set_text(id);
    }
    Ok(())
}

/// The id of the only thing with a name.
async fn id_of(client: &Client, known: &Known, name: &str) -> Result<String, Failure> {
    if known.thing == "environment" && name.contains('/') {
        // With the project's name in front. What is not found has the usual hint.
        match inmanta::Client::from(client.clone()).environments().find(name).await {
            Ok(found) => return Ok(found.id.to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    let same = |item: &Value| item.get(known.key).and_then(Value::as_str) == Some(name);
    let arguments = known.by_name.map_or_else(|| json!({}), |by_name| by_name(name));
    let mut found = list(client, known, arguments).await?;
    found.retain(same);
    match &found[..] {
        [one] => Ok(id(one)),
        [] => {
            let all = list(client, known, json!({})).await?;
            let names: Vec<_> = all.iter().filter_map(|item| item.get(known.key)?.as_str()).collect();
            let failure = Failure::new(Exit::Usage, format!("there is no {} named {name:?}", known.thing));
            Err(if names.is_empty() { failure } else { failure.hint(candidates(names, name)) })
        }
        several => {
            let ids: Vec<_> = several.iter().map(id).collect();
            let text = format!("{} {name:?} is ambiguous: several have this name", known.thing);
            Err(Failure::usage(text).hint(format!("give one of the ids: {}", ids.join(", "))))
        }
    }
}

/// The only thing with a name, of one kind or several, and its id; `what` is what they are together.
///
/// Of one kind, an id stands for itself.
pub(crate) async fn find(
    client: &Client,
    what: &str,
    kinds: &[&'static str],
    name: &str,
) -> Result<(&'static str, String), Failure> {
    let knowns: Vec<_> = KNOWN.iter().filter(|known| kinds.contains(&known.thing)).collect();
    if let [known] = knowns[..] {
        let id = if known.is_id(name) { name.to_owned() } else { id_of(client, known, name).await? };
        return Ok((known.thing, id));
    }
    let (mut found, mut names) = (Vec::new(), Vec::new());
    for known in knowns {
        let all = list(client, known, json!({})).await?;
        for item in &all {
            match item.get(known.key).and_then(Value::as_str) {
                Some(same) if same == name => found.push((known.thing, id(item))),
                other => names.extend(other.map(ToOwned::to_owned)),
            }
        }
    }
    match &found[..] {
        [one] => Ok(one.clone()),
        [] => {
            let failure = Failure::usage(format!("there is no {what} named {name:?}"));
            let names = names.iter().map(String::as_str).collect::<Vec<_>>();
            Err(if names.is_empty() { failure } else { failure.hint(candidates(names, name)) })
        }
        several => {
            let ids: Vec<_> = several.iter().map(|(thing, id)| format!("{thing} {id}")).collect();
            let text = format!("{what} {name:?} is ambiguous: several have this name");
            Err(Failure::usage(text)
                .hint(format!("give the class, or the class and one of the ids: {}", ids.join(", "))))
        }
    }
}

/// The names that there are, the most similar first.
fn candidates(mut names: Vec<&str>, name: &str) -> String {
    names.sort_by_cached_key(|known| strsim::levenshtein(known, name));
    let more = if names.len() > CANDIDATES { ", …" } else { "" };
    names.truncate(CANDIDATES);
    format!("there are: {}{more}", names.join(", "))
}

fn id(item: &Value) -> String {
    match item.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(id) => id.to_string(),
        None => String::new(),
    }
}

async fn list(client: &Client, known: &Known, arguments: Value) -> Result<Vec<Value>, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::usage(format!("{}: {error}", known.list));
    let entry = catalog::find(known.list).ok_or_else(|| wrong(&"there is no such operation"))?;
    let operation = entry.operation(arguments).map_err(|error| wrong(&error))?;
    if entry.answer != AnswerKind::Page {
        let answer = client.call(operation).await?;
        return Ok(answer.as_array().cloned().unwrap_or_default());
    }
    let Some(all) = operation.into_list() else { return Ok(Vec::new()) };
    let mut items = client.call(all).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item?.value);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_names_exist_and_take_the_name() {
        for known in KNOWN {
            let entry = catalog::find(known.list).unwrap_or_else(|| panic!("{}", known.list));
            let arguments = known.by_name.map_or_else(|| json!({}), |by_name| by_name("x"));
            entry.operation(arguments).unwrap_or_else(|error| panic!("{}: {error}", known.list));
        }
    }

    #[test]
    fn ids_within_lists_and_alternatives_can_be_named() {
        let organizations = catalog::find("vantage6.task.create").unwrap();
        let argument = organizations.arguments().find(|argument| argument.name == "organizations").unwrap();
        let found = known(organizations, argument.name, &argument.schema).unwrap();
        assert_eq!(found.thing, "organization");
        let whitelist = catalog::find("saltant.task_whitelists.create").unwrap();
        for class in ["container", "executable"] {
            let name = format!("whitelisted_{class}_task_types");
            let argument = whitelist.arguments().find(|argument| argument.name == name).unwrap();
            let found = known(whitelist, argument.name, &argument.schema).unwrap();
            assert_eq!(found.thing, format!("{class} task type"));
        }
    }

    #[test]
    fn the_most_similar_names_come_first() {
        assert_eq!(candidates(vec!["cpu", "large", "gpu"], "gpx"), "there are: gpu, cpu, large");
        let many: Vec<_> = (0..20).map(|n| format!("q{n}")).collect();
        let text = candidates(many.iter().map(String::as_str).collect(), "q");
        assert!(text.ends_with(", …") && text.split(", ").count() == CANDIDATES + 1, "{text}");
    }
}
