//! `NAME.KEY=VALUE`: objects that are given key by key.

use saltant::core::types::schema::{FilterKey, Schema};
use serde_json::{Map, Value};

use super::{Pair, Text, can_be_list, single};
use crate::exit::Failure;

/// Where parameters of a filter stand that are not checked.
const UNCHECKED: &str = "unchecked";

/// The value of a condition.
const CONDITION: Schema = Schema::Form { name: "condition", example: "" };

/// The lookup of a filter that compares with several values.
const IN: &str = "__in";

/// Where a value stands in an object, and what it looks like.
#[derive(Debug)]
struct Place {
    path: Vec<String>,
    schema: Schema,
    /// What each value looks like where there are several, if that can be.
    item: Option<Schema>,
    /// The key under which several values stand, if that is another one.
    several: Option<String>,
}

impl Place {
    fn new(key: &str, schema: Schema) -> Self {
        let item = match schema.without_null() {
            Schema::List(item) => Some(**item),
            // Several values of any JSON are more likely a mistake than a list.
            Schema::OneOf(_) if can_be_list(&schema) => Some(Schema::Json),
            _ => None,
        };
        Self { path: vec![key.to_owned()], schema, item, several: None }
    }
}

/// An object with single keys set on top of the keys that it already has.
pub(super) fn object(
    name: &str,
    schema: &Schema,
    base: Option<Value>,
    pairs: &[&Pair],
    files: &mut Vec<String>,
) -> Result<Value, Failure> {
    let both = || Failure::usage(format!("{name} is given both as a whole and by single keys"));
    let mut object = match base {
        None => Map::new(),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(both()),
    };
    let mut keys = Vec::new();
    for pair in pairs {
        let key = pair.key.as_deref().ok_or_else(both)?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut set = Vec::new();
    for key in keys {
        let twice = || Failure::usage(format!("{name}.{key} is given twice"));
        let texts = pairs.iter().filter(|pair| pair.key.as_deref() == Some(key)).map(|pair| &pair.value);
        let texts: Vec<_> = texts.collect();
        let mut place = place(schema, key);
        let value = if let [text] = &texts[..] {
            value(&place.schema, text, files)
        } else {
            let item = place.item.ok_or_else(twice)?;
            if let Some(several) = place.several {
                place.path = vec![several];
            }
            texts.iter().map(|text| first(&item, text, files)).collect()
        };
        if set.contains(&place.path) {
            return Err(twice());
        }
        insert(&mut object, &place.path, value).ok_or_else(both)?;
        set.push(place.path);
    }
    Ok(Value::Object(object))
}

/// Puts a value into an object; `None` if something on the way is not an object.
fn insert(object: &mut Map<String, Value>, path: &[String], value: Value) -> Option<()> {
    match path {
        [] => None,
        [key] => {
            object.insert(key.clone(), value);
            Some(())
        }
        [key, rest @ ..] => {
            let inner = object.entry(key.clone()).or_insert_with(|| Map::new().into());
            insert(inner.as_object_mut()?, rest, value)
        }
    }
}

/// Where the value of a key stands.
fn place(schema: &Schema, key: &str) -> Place {
    let own = |schema| Place::new(key, schema);
    match schema.without_null() {
        Schema::Filter(keys) => filter(keys, key),
        Schema::Map(value) => own(**value),
        Schema::Record(fields) => {
            let field = |name: &str| fields.iter().find(|field| field.name == name);
            if let Some(field) = field(key) {
                return own(field.schema);
            }
            let nested = key.split_once('.').and_then(|(first, rest)| Some((field(first)?, rest)));
            let Some((field, rest)) = nested else { return own(Schema::Json) };
            let mut place = place(&field.schema, rest);
            place.path.insert(0, field.name.to_owned());
            place
        }
        Schema::OneOf(forms) => match forms.iter().find(|form| has_keys(form)) {
            Some(form) => place(form, key),
            None => own(Schema::Json),
        },
        _ => own(Schema::Json),
    }
}

/// What the value of a key looks like.
pub(super) fn schema(schema: &Schema, key: &str) -> Schema {
    if let Schema::Filter(keys) = schema.without_null() {
        let has =
            |known: &&FilterKey| ["", IN].iter().any(|lookup| key.strip_prefix(known.name) == Some(lookup));
        return keys.iter().find(has).map_or(CONDITION, |known| known.schema);
    }
    place(schema, key).schema
}

fn has_keys(schema: &Schema) -> bool {
    matches!(schema.without_null(), Schema::Filter(_) | Schema::Map(_) | Schema::Record(_) | Schema::Object)
}

/// Where a condition of a filter stands. It is a text, or several: the filter reads them.
fn filter(keys: &[FilterKey], key: &str) -> Place {
    let mut place = Place { item: Some(Schema::Text), ..Place::new(key, CONDITION) };
    if let Some(name) = key.strip_prefix(UNCHECKED).and_then(|rest| rest.strip_prefix('.')) {
        place.path = vec![UNCHECKED.to_owned(), name.to_owned()];
    } else if keys.iter().any(|known| known.name == key && known.lookups.contains(&IN)) {
        place.several = Some(format!("{key}{IN}"));
    }
    place
}

/// The likeliest reading of one value.
fn value(schema: &Schema, text: &Text, files: &mut Vec<String>) -> Value {
    let is_list = matches!(text, Text::Plain(text) if text.starts_with('['));
    match schema.without_null() {
        Schema::List(item) if matches!(text, Text::Plain(text) if !is_list && text != "null") => {
            Value::Array(vec![first(item, text, files)])
        }
        _ if is_list && *schema == CONDITION => first(&Schema::Json, text, files),
        _ => first(schema, text, files),
    }
}

fn first(schema: &Schema, text: &Text, files: &mut Vec<String>) -> Value {
    single(schema, text, files).into_iter().next().unwrap_or_default()
}
