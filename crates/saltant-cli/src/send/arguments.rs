//! Makes an operation from `name=value` pairs.

use std::io::Read as _;

use saltant::catalog::{AnyOperation, ArgumentError, Entry};
use saltant::core::types::schema::Schema;
use serde_json::{Map, Value};

use super::files::{self, Bodies};
use crate::exit::Failure;

mod keys;
mod nulls;

/// An operation, and the arguments and bodies it was made from.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) operation: AnyOperation,
    pub(crate) arguments: Map<String, Value>,
    pub(crate) bodies: Bodies,
}

/// What a command line gives for the arguments of an operation. Pairs override the object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) object: Map<String, Value>,
    pub(crate) pairs: Vec<Pair>,
}

/// A pair from the command line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    /// The key, where the pair sets one key of an object.
    key: Option<String>,
    value: Text,
}

impl Pair {
    /// A pair with a text; the type of the argument decides how it is read.
    pub(crate) fn text(name: &str, key: Option<String>, text: &str) -> Self {
        Self { name: name.to_owned(), key, value: Text::Plain(text.to_owned()) }
    }

    /// A pair with JSON, whatever the type of the argument.
    pub(crate) fn json(name: &str, key: Option<String>, value: Value) -> Self {
        Self { name: name.to_owned(), key, value: Text::Json(value) }
    }

    /// The value, unless it is JSON.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Text::Plain(text) => Some(text),
            Text::Json(_) => None,
        }
    }

    pub(crate) fn set_text(&mut self, text: String) {
        self.value = Text::Plain(text);
    }

    /// What the value looks like; `None` if the operation has no such argument.
    pub(crate) fn schema(&self, entry: &Entry) -> Option<Schema> {
        let argument = entry.arguments().find(|argument| argument.name == self.name)?;
        match &self.key {
            None => Some(argument.schema),
            Some(key) => Some(keys::schema(&argument.schema, key)),
        }
    }

    /// The pair as it was written, if it takes standard input.
    pub(crate) fn reads_stdin(&self) -> Option<String> {
        let key = self.key.as_ref().map(|key| format!(".{key}")).unwrap_or_default();
        (self.as_text() == Some("@-")).then(|| format!("{}{key}=@-", self.name))
    }
}

/// A value from the command line.
#[derive(Clone, Debug, PartialEq)]
enum Text {
    /// A text; the type of the argument decides how it is read.
    Plain(String),
    /// JSON, whatever the type of the argument.
    Json(Value),
}

/// Reads the JSON of `--json`: the text itself, `@FILE`, or `-` for standard input.
pub(crate) fn object(given: Option<&str>) -> Result<Map<String, Value>, Failure> {
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
        Ok(_) => Err(Failure::usage("--json has to be a JSON object")),
        Err(error) => Err(Failure::usage(format!("--json is not valid JSON: {error}"))),
    }
}

/// Parses `name=value`, `name.key=value` and `name:=json`.
pub(crate) fn pairs(texts: &[String]) -> Result<Vec<Pair>, Failure> {
    texts.iter().map(|text| pair(text)).collect()
}

fn pair(text: &str) -> Result<Pair, Failure> {
    let Some((left, right)) = text.split_once('=') else {
        return Err(Failure::usage(format!("{text:?} is not NAME=VALUE"))
            .hint("--json takes the arguments as a JSON object"));
    };
    let (left, value) = match left.strip_suffix(':') {
        None => (left, Text::Plain(right.to_owned())),
        Some(left) => {
            let wrong =
                |error| Failure::usage(format!("{left}: the value after := is not valid JSON: {error}"));
            (left, Text::Json(serde_json::from_str(right).map_err(wrong)?))
        }
    };
    let (name, key) = match left.split_once('.') {
        Some((name, key)) => (name, Some(key.to_owned())),
        None => (left, None),
    };
    Ok(Pair { name: name.to_owned(), key, value })
}

/// Makes the operation.
///
/// A value such as `7` can be a number or a text, and only the operation knows which. The likeliest reading
/// is tried first, and the next one if the operation refuses it.
pub(crate) async fn operation(
    entry: &Entry,
    object: Map<String, Value>,
    pairs: &[Pair],
) -> Result<Made, Failure> {
    let mut readings = Readings::new(entry, object, pairs)?;
    let mut bodies = Bodies::new();
    for file in &readings.files {
        files::open(&mut bodies, file).await?;
    }
    // If every reading of an argument is refused, the error of the likeliest one is reported.
    let mut first: Option<(&'static str, ArgumentError)> = None;
    loop {
        let arguments = readings.arguments();
        let made = entry.operation_with(Value::Object(arguments.clone()), bodies.clone());
        let refusal = match made {
            Ok(operation) => {
                nulls::check(entry, &arguments, &operation)?;
                return Ok(Made { operation, arguments, bodies });
            }
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
        .hint(format!("`saltant operations {}` lists its arguments", entry.metadata.name))
}

/// The arguments, each with its possible readings.
struct Readings {
    fixed: Map<String, Value>,
    open: Vec<(String, Vec<Value>)>,
    /// The texts that stand for files.
    files: Vec<String>,
}

impl Readings {
    fn new(entry: &Entry, object: Map<String, Value>, pairs: &[Pair]) -> Result<Self, Failure> {
        let (mut fixed, mut open, mut files) = (object, Vec::new(), Vec::new());
        let mut names: Vec<&str> = Vec::new();
        for pair in pairs {
            if !names.contains(&&*pair.name) {
                names.push(&pair.name);
            }
        }
        for name in names {
            let argument = entry.arguments().find(|argument| argument.name == name);
            let schema = argument.map_or(Schema::Json, |argument| argument.schema);
            let same: Vec<_> = pairs.iter().filter(|pair| pair.name == name).collect();
            if same.iter().any(|pair| pair.key.is_some()) {
                let base = fixed.remove(name);
                fixed.insert(name.to_owned(), keys::object(name, &schema, base, &same, &mut files)?);
                continue;
            }
            if same.len() > 1 && !can_be_list(&schema) {
                return Err(Failure::usage(format!("{name} is given twice")));
            }
            fixed.remove(name);
            let texts: Vec<_> = same.iter().map(|pair| &pair.value).collect();
            open.push((name.to_owned(), whole(&schema, &texts, &mut files)));
        }
        Ok(Self { fixed, open, files })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut all = self.fixed.clone();
        all.extend(
            self.open.iter().filter_map(|(name, readings)| Some((name.clone(), readings.first()?.clone()))),
        );
        all
    }

    /// Moves on to the next reading of an argument; false if there is none.
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

/// Whether several values can make a list.
fn can_be_list(schema: &Schema) -> bool {
    match schema.without_null() {
        Schema::List(_) | Schema::Json => true,
        Schema::OneOf(forms) => forms.iter().any(can_be_list),
        _ => false,
    }
}

/// The possible readings of an argument that is given once or repeatedly, the likeliest first.
fn whole(schema: &Schema, texts: &[&Text], files: &mut Vec<String>) -> Vec<Value> {
    let item = match schema.without_null() {
        Schema::List(item) => item,
        _ => schema,
    };
    let mut readings = match texts {
        [text] => single(schema, text, files),
        _ => Vec::new(),
    };
    // A single value can also be a list of one item.
    let each: Vec<_> = texts.iter().map(|text| single(item, text, files)).collect();
    let longest = each.iter().map(Vec::len).max().unwrap_or(0);
    for index in 0..longest {
        let items = each.iter().filter_map(|readings| readings.get(index).or(readings.last()));
        readings.push(items.cloned().collect());
    }
    readings
}

/// The possible readings of a value, the likeliest first. Texts that stand for files are noted.
fn single(schema: &Schema, text: &Text, files: &mut Vec<String>) -> Vec<Value> {
    let text = match text {
        Text::Json(value) => return vec![value.clone()],
        Text::Plain(text) => text,
    };
    if let Some(file) = files::value(schema, text) {
        files.push(text.clone());
        return vec![file];
    }
    let as_text = Value::from(text.as_str());
    // If the argument accepts null, `null` more likely means that than the text.
    if matches!(schema, Schema::Nullable(_)) && text == "null" {
        return vec![Value::Null, as_text];
    }
    let as_json = serde_json::from_str(text).ok().filter(|value| *value != as_text);
    match (schema.is_text(), as_json) {
        (_, None) => vec![as_text],
        (true, Some(json)) => vec![as_text, json],
        (false, Some(json)) => vec![json, as_text],
    }
}

#[cfg(test)]
mod tests {
    use saltant::catalog;
    use serde_json::json;

    use super::*;

    fn made(name: &str, texts: &[&str]) -> Result<Made, String> {
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        let pairs = pairs(&texts).map_err(|failure| format!("{failure:?}"))?;
        let entry = catalog::find(name).unwrap();
        let made = crate::runtime::client(operation(entry, Map::new(), &pairs));
        made.map_err(|failure| format!("{failure:?}"))
    }

    fn read(name: &str, texts: &[&str]) -> Result<Value, String> {
        made(name, texts).map(|made| Value::Object(made.arguments))
    }

    #[test]
    fn the_type_of_the_argument_decides_how_a_value_is_read() {
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
    fn a_repeated_name_makes_a_list_and_a_list_can_have_one_item() {
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
    fn a_key_that_is_given_twice_makes_a_list_or_is_refused() {
        let list = "saltant.executable_task_instances.list";
        assert_eq!(
            read(list, &["filters.state=failed", "filters.state=running"]),
            Ok(json!({"filters": {"state__in": ["failed", "running"]}}))
        );
        assert_eq!(
            read("inmanta.resource_list", &["filter.status=deployed", "filter.status=failed"]),
            Ok(json!({"filter": {"status": ["deployed", "failed"]}}))
        );
        let error = |name, texts: &[&str]| read(name, texts).unwrap_err();
        let both = ["filters.state__in=a", "filters.state=b", "filters.state=c"];
        assert!(error(list, &both).contains("filters.state is given twice"), "{}", error(list, &both));
        let create = ["task_type=1", "task_queue=2", "arguments.a=1", "arguments.a=2"];
        let twice = error("saltant.executable_task_instances.create", &create);
        assert!(twice.contains("arguments.a is given twice"), "{twice}");
        let named = error("saltant.task_queues.create", &["name=a", "name=b"]);
        assert!(named.contains("name is given twice"), "{named}");
    }

    #[test]
    fn keyed_values_are_texts_where_texts_are_wanted() {
        assert_eq!(
            read("agave.apps.add", &["body.version=1.0", "body.parallelism=SERIAL"]),
            Ok(json!({"body": {"version": "1.0", "parallelism": "SERIAL"}}))
        );
        let message = ["actor_id=a", "body=hi", "environment.N=5", "environment.a.b=true"];
        assert_eq!(
            read("agave.actors.send_message", &message),
            Ok(json!({"actor_id": "a", "body": "hi", "environment": {"N": "5", "a.b": "true"}}))
        );
    }

    #[test]
    fn unchecked_filters_are_reached_by_their_key() {
        assert_eq!(
            read("saltant.users.list", &["filters.unchecked.first_name=007", "filters.username=matt"]),
            Ok(json!({"filters": {"unchecked": {"first_name": "007"}, "username": "matt"}}))
        );
    }

    #[test]
    fn a_null_that_cannot_be_set_is_refused() {
        let error = |name, texts: &[&str]| read(name, texts).unwrap_err();
        let refused = error("saltant.task_queues.create", &["name=q", "description:=null"]);
        assert!(refused.contains("argument `description`: it cannot be set to null"), "{refused}");
        let inner = error("agave.systems.update_credentials", &["system_id=s", "body.password:=null"]);
        assert!(inner.contains("cannot be set to null"), "{inner}");
    }

    #[test]
    fn a_file_of_any_bytes_is_an_argument() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("image.png");
        std::fs::write(&path, b"\x89PNG\xff\0").unwrap();
        let at = format!("@{}", path.display());
        let message = format!("message={at}");
        let sent = made("agave.actors.send_binary_message", &["actor_id=a", &message]).unwrap();
        assert_eq!(sent.arguments["message"], at.as_str());
        assert!(sent.bodies[&at].is_replayable() && sent.bodies[&at].as_bytes().is_none());
        let upload = ["system_id=s", "file_path=f", &format!("file_to_upload={at}")];
        let import = made("agave.files.import_data", &upload).unwrap();
        assert_eq!(import.arguments["file_to_upload"], json!({"name": "image.png", "content": at}));
        let missing = made("agave.actors.send_binary_message", &["actor_id=a", "message=@/nonexistent"]);
        assert!(missing.unwrap_err().contains("/nonexistent: No such file"));
        // Elsewhere, and in JSON, it is a text.
        assert_eq!(read("saltant.users.get", &["username=@x"]), Ok(json!({"username": "@x"})));
        let text = made("agave.actors.send_binary_message", &["actor_id=a", "message:=\"@x\""]).unwrap();
        assert!(text.bodies.is_empty());
    }

    #[test]
    fn null_is_read_as_null_where_the_argument_accepts_it() {
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
    fn a_wrong_value_is_refused_with_the_name_of_its_argument() {
        let error = |texts: &[&str]| read("saltant.task_queues.create", texts).unwrap_err();
        assert!(error(&["name=q", "private=maybe"]).contains("argument `private`"));
        assert!(error(&["private=true"]).contains("argument `name` is missing"));
        assert!(error(&["name=q", "colour=red"]).contains("there is no argument `colour`"));
        assert!(error(&["name"]).contains("is not NAME=VALUE"));
        assert!(error(&["name:=q"]).contains("is not valid JSON"));
        assert!(error(&["name=q", "whitelists=x", "whitelists=1"]).contains("argument `whitelists`"));
    }
}
