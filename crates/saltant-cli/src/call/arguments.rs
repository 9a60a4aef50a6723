//! From `name=value` pairs to an operation.

use std::io::Read as _;

use saltant::catalog::{AnyOperation, ArgumentError, Entry};
use serde_json::{Map, Value};

use crate::exit::Failure;

/// An operation, and the arguments that made it.
type Made = (AnyOperation, Map<String, Value>);

/// One pair of the command line.
#[derive(Debug, PartialEq)]
pub(super) struct Pair {
    name: String,
    /// The key of the argument's object that is meant, if one is.
    key: Option<String>,
    value: Text,
}

/// A value as it was typed.
#[derive(Debug, PartialEq)]
enum Text {
    /// To be read as the argument wants it.
    Plain(String),
    /// JSON, whatever the argument wants.
    Json(Value),
}

/// Reads the JSON of `--json`: the text itself, `@FILE`, or `-` for standard input.
pub(super) fn object(given: Option<&str>) -> Result<Map<String, Value>, Failure> {
    let text = match given {
        None => return Ok(Map::new()),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        Some(given) => match given.strip_prefix('@') {
            None => given.to_owned(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Failure::usage(format!("--json @{path}: {error}")))?,
        },
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Failure::usage("--json has to be an object of arguments")),
        Err(error) => Err(Failure::usage(format!("--json is no JSON: {error}"))),
    }
}

/// Takes `name=value`, `name.key=value` and `name:=json` apart.
pub(super) fn pairs(texts: &[String]) -> Result<Vec<Pair>, Failure> {
    texts.iter().map(|text| pair(text)).collect()
}

fn pair(text: &str) -> Result<Pair, Failure> {
    let Some((left, right)) = text.split_once('=') else {
        return Err(Failure::usage(format!("{text:?} is no NAME=VALUE"))
            .hint("an object of arguments goes with --json"));
    };
    let (left, value) = match left.strip_suffix(':') {
        None => (left, Text::Plain(right.to_owned())),
        Some(left) => {
            let wrong = |error| Failure::usage(format!("{left}: what stands after := is no JSON: {error}"));
            (left, Text::Json(serde_json::from_str(right).map_err(wrong)?))
        }
    };
    let (name, key) = match left.split_once('.') {
        Some((name, key)) => (name, Some(key.to_owned())),
        None => (left, None),
    };
    Ok(Pair { name: name.to_owned(), key, value })
}

/// Makes the operation, and gives the arguments that made it.
///
/// A value may be meant in more than one way (`id=7` as a number or as a text), and only the operation knows.
/// So the likeliest reading is tried first, and the next one where the operation refuses it.
pub(super) fn operation(entry: &Entry, object: Map<String, Value>, pairs: &[Pair]) -> Result<Made, Failure> {
    let mut readings = Readings::new(entry, object, pairs)?;
    // Of an argument that can be read in no way, the first reading is the likeliest, and so is its error.
    let mut first: Option<(&'static str, ArgumentError)> = None;
    loop {
        let arguments = readings.arguments();
        let refusal = match entry.operation(Value::Object(arguments.clone())) {
            Ok(operation) => return Ok((operation, arguments)),
            Err(refusal) => refusal,
        };
        let ArgumentError::Wrong { name, .. } = refusal else {
            return Err(refused(entry, &refusal));
        };
        let first = match &mut first {
            Some(first) if first.0 == name => first,
            other => other.insert((name, refusal)),
        };
        if !readings.next(name) {
            return Err(refused(entry, &first.1));
        }
    }
}

fn refused(entry: &Entry, refusal: &ArgumentError) -> Failure {
    Failure::usage(format!("{}: {refusal}", entry.metadata.name))
        .hint(format!("`saltant operations {}` tells what it takes", entry.metadata.name))
}

/// The arguments, each with the ways in which it can be read.
struct Readings {
    fixed: Map<String, Value>,
    open: Vec<(String, Vec<Value>)>,
}

impl Readings {
    fn new(entry: &Entry, object: Map<String, Value>, pairs: &[Pair]) -> Result<Self, Failure> {
        let mut fixed = object;
        let mut names: Vec<&str> = Vec::new();
        for pair in pairs {
            if !names.contains(&&*pair.name) {
                names.push(&pair.name);
            }
        }
        let mut open = Vec::new();
        for name in names {
            let argument = entry.arguments().find(|argument| argument.name == name);
            let kind = argument.map_or("", |argument| argument.kind);
            let same: Vec<_> = pairs.iter().filter(|pair| pair.name == name).collect();
            if same.iter().any(|pair| pair.key.is_some()) {
                let base = fixed.remove(name);
                fixed.insert(name.to_owned(), keyed(name, kind, base, &same)?);
                continue;
            }
            fixed.remove(name);
            open.push((name.to_owned(), whole(kind, &same)));
        }
        Ok(Self { fixed, open })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut all = self.fixed.clone();
        all.extend(
            self.open.iter().filter_map(|(name, readings)| Some((name.clone(), readings.first()?.clone()))),
        );
        all
    }

    /// Goes on to the next reading of an argument; false if there is none.
    fn next(&mut self, name: &str) -> bool {
        match self.open.iter_mut().find(|(open, _)| open == name) {
            Some((_, readings)) if readings.len() > 1 => {
                readings.remove(0);
                true
            }
            _ => false,
        }
    }
}

/// An object of which single keys were given, on top of what it has.
fn keyed(name: &str, kind: &str, base: Option<Value>, pairs: &[&Pair]) -> Result<Value, Failure> {
    let mut object = match base {
        None => Map::new(),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(Failure::usage(format!("{name} is given as a whole and by its keys"))),
    };
    for pair in pairs {
        let Some(key) = &pair.key else {
            return Err(Failure::usage(format!("{name} is given as a whole and by its keys")));
        };
        let value = match &pair.value {
            Text::Json(value) => value.clone(),
            // What is looked up is a text, except where several are.
            Text::Plain(text) if kind.contains("Filter") && !text.starts_with('[') => text.as_str().into(),
            Text::Plain(text) => json_or_text(text),
        };
        object.insert(key.clone(), value);
    }
    Ok(Value::Object(object))
}

/// The ways to read an argument that was given once or more often, the likeliest first.
fn whole(kind: &str, pairs: &[&Pair]) -> Vec<Value> {
    let item_kind = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']'));
    let mut readings = match pairs {
        [pair] => single(kind, &pair.value),
        _ => Vec::new(),
    };
    // One value may also be the only item of a list.
    let each: Vec<_> = pairs.iter().map(|pair| single(item_kind.unwrap_or(kind), &pair.value)).collect();
    let longest = each.iter().map(Vec::len).max().unwrap_or(0);
    for index in 0..longest {
        let items = each.iter().filter_map(|readings| readings.get(index).or(readings.last()));
        readings.push(items.cloned().collect());
    }
    readings
}

fn single(kind: &str, text: &Text) -> Vec<Value> {
    let text = match text {
        Text::Json(value) => return vec![value.clone()],
        Text::Plain(text) => text,
    };
    let as_text = Value::from(text.as_str());
    // Where null means something, it is more likely meant than a text of four letters.
    if kind.starts_with("Settable<") && text == "null" {
        return vec![Value::Null, as_text];
    }
    let inner = kind.strip_prefix("Settable<").and_then(|kind| kind.strip_suffix('>')).unwrap_or(kind);
    let as_json = serde_json::from_str(text).ok().filter(|value| *value != as_text);
    match (is_text(inner), as_json) {
        (_, None) => vec![as_text],
        (true, Some(json)) => vec![as_text, json],
        (false, Some(json)) => vec![json, as_text],
    }
}

/// Whether a type is a text on the wire, as far as its name tells.
fn is_text(kind: &str) -> bool {
    matches!(kind, "String" | "Uuid" | "Secret" | "Timestamp")
}

fn json_or_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

#[cfg(test)]
mod tests {
    use saltant::catalog;
    use serde_json::json;

    use super::*;

    fn read(name: &str, texts: &[&str]) -> Result<Value, String> {
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        let pairs = pairs(&texts).map_err(|failure| format!("{failure:?}"))?;
        operation(catalog::find(name).unwrap(), Map::new(), &pairs)
            .map(|(_, arguments)| Value::Object(arguments))
            .map_err(|failure| format!("{failure:?}"))
    }

    #[test]
    fn a_value_is_read_as_its_argument_wants_it() {
        let queue = "saltant.task_queues.create";
        assert_eq!(
            read(queue, &["name=7", "description=true", "private=true", "whitelists=[1, 2]"]),
            Ok(json!({"name": "7", "description": "true", "private": true, "whitelists": [1, 2]}))
        );
        assert_eq!(read("saltant.users.get", &["username=42"]), Ok(json!({"username": "42"})));
        assert_eq!(read("saltant.task_queues.get", &["id=42"]), Ok(json!({"id": 42})));
        assert_eq!(read(queue, &["name=a=b"]), Ok(json!({"name": "a=b"})));
    }

    #[test]
    fn a_name_given_again_makes_a_list_and_a_list_may_have_one_item() {
        let queue = "saltant.task_queues.create";
        let list = |ids: Value| Ok(json!({"name": "q", "whitelists": ids}));
        assert_eq!(read(queue, &["name=q", "whitelists=1", "whitelists=2"]), list(json!([1, 2])));
        assert_eq!(read(queue, &["name=q", "whitelists=1"]), list(json!([1])));
        assert_eq!(
            read(
                "saltant.executable_task_types.create",
                &["name=n", "command_to_run=c", "required_arguments=a"]
            ),
            Ok(json!({"name": "n", "command_to_run": "c", "required_arguments": ["a"]}))
        );
    }

    #[test]
    fn keys_of_an_object_are_set_one_by_one() {
        let list = "saltant.executable_task_instances.list";
        assert_eq!(
            read(
                list,
                &["filters.state=failed", "filters.name__startswith=007", "filters.task_type__in=[1,2]"]
            ),
            Ok(json!({"filters": {"state": "failed", "name__startswith": "007", "task_type__in": [1, 2]}}))
        );
        let create = "saltant.executable_task_instances.create";
        let given =
            ["task_type=1", "task_queue=2", "arguments.n=3", "arguments.word=hi", "arguments.s:=\"4\""];
        assert_eq!(
            read(create, &given),
            Ok(json!({"task_type": 1, "task_queue": 2, "arguments": {"n": 3, "word": "hi", "s": "4"}}))
        );
    }

    #[test]
    fn null_is_said_where_it_means_something() {
        let put = ["name=n", "command_to_run=null", "json_file_option=null", "id=1"];
        assert_eq!(
            read("saltant.executable_task_types.put", &put),
            Ok(json!({"name": "n", "command_to_run": "null", "json_file_option": null, "id": 1}))
        );
        assert_eq!(
            read(
                "saltant.executable_task_types.create",
                &["name=n", "command_to_run=c", "json_file_option:=\"null\""]
            ),
            Ok(json!({"name": "n", "command_to_run": "c", "json_file_option": "null"}))
        );
    }

    #[test]
    fn big_numbers_keep_their_digits() {
        let given = ["task_type=1", "task_queue=2", "arguments={\"n\": 123456789012345678901234567890.10}"];
        let read = read("saltant.executable_task_instances.create", &given).unwrap();
        assert!(read.to_string().contains("123456789012345678901234567890.10"), "{read}");
    }

    #[test]
    fn what_does_not_fit_is_refused_by_name() {
        let error = |texts: &[&str]| read("saltant.task_queues.create", texts).unwrap_err();
        assert!(error(&["name=q", "private=maybe"]).contains("argument `private`"));
        assert!(error(&["private=true"]).contains("argument `name` is missing"));
        assert!(error(&["name=q", "colour=red"]).contains("there is no argument `colour`"));
        assert!(error(&["name"]).contains("is no NAME=VALUE"));
        assert!(error(&["name:=q"]).contains("is no JSON"));
        assert!(error(&["name=q", "whitelists=x", "whitelists=1"]).contains("argument `whitelists`"));
    }
}
