//! Makes an operation from `name=value` pairs.

use saltant::catalog::{AnyOperation, ArgumentError, Entry};
use saltant::core::types::schema::Schema;
use serde_json::{Map, Value};

use super::files::{self, Bodies};
use crate::exit::Failure;
use crate::stdin;

mod keys;
mod nulls;
#[cfg(test)]
mod tests;

/// An operation, and the arguments and bodies it was made from.
#[derive(Clone, Debug)]
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
        Some("-" | "@-") => stdin::text("--json -")?,
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

/// Whether a text that is JSON, too, is meant as the text that it is. Where any JSON can stand instead of a text,
/// objects and lists are meant as such.
pub(crate) fn is_meant_as_text(schema: &Schema, json: &Value) -> bool {
    match schema.without_null() {
        Schema::OneOf([Schema::Text, Schema::Json]) => !json.is_object() && !json.is_array(),
        other => other.is_text(),
    }
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
    let is_text = as_json.as_ref().is_none_or(|json| is_meant_as_text(schema, json));
    match (is_text, as_json) {
        (_, None) => vec![as_text],
        (true, Some(json)) => vec![as_text, json],
        (false, Some(json)) => vec![json, as_text],
    }
}
