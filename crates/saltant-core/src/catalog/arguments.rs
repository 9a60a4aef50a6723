use std::fmt;

use saltant_types::schema::{HasSchema, Schema};
use serde::Deserializer;
use serde::de::{DeserializeOwned, Visitor, value::UnitDeserializer};
use serde_json::{Map, Value};

/// One argument of an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// The argument's name.
    pub name: &'static str,
    /// The name of the field of the JSON body that it is sent in; otherwise the argument's name. The argument
    /// may be given under this name, too.
    pub wire: &'static str,
    /// What it looks like as JSON.
    pub schema: Schema,
    /// Whether the operation requires it.
    pub required: bool,
    /// Whether it is the whole JSON body. If that is a record, its fields may be given in place of the argument:
    /// then everything that is no other argument belongs to it.
    pub document: bool,
    /// What it means, in one or more lines.
    pub doc: &'static str,
}

/// Arguments that do not fit an operation; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArgumentError {
    /// The arguments are not a JSON object.
    NotAnObject,
    /// A required argument is not there.
    Missing(&'static str),
    /// The operation has no such argument.
    Unknown {
        /// The name that was given.
        name: String,
        /// The operation's arguments.
        known: Vec<&'static str>,
    },
    /// An argument has the wrong shape.
    Wrong {
        /// The argument's name.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("arguments have to be a JSON object"),
            Self::Missing(name) => write!(f, "argument `{name}` is missing"),
            Self::Unknown { name, known } if known.is_empty() => {
                write!(f, "there is no argument `{name}`: the operation takes none")
            }
            Self::Unknown { name, known } => {
                write!(f, "there is no argument `{name}`; there are: {}", known.join(", "))
            }
            Self::Wrong { name, reason } => write!(f, "argument `{name}`: {reason}"),
        }
    }
}

impl std::error::Error for ArgumentError {}

/// The JSON arguments that an operation is made from.
#[derive(Clone, Debug, Default)]
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Starts from JSON: an object, or null for none.
    pub fn new(arguments: Value) -> Result<Self, ArgumentError> {
        match arguments {
            Value::Object(map) => Ok(Self(map)),
            Value::Null => Ok(Self::default()),
            _ => Err(ArgumentError::NotAnObject),
        }
    }

    /// Takes a required argument.
    pub fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, ArgumentError> {
        let value = self.0.remove(name).ok_or(ArgumentError::Missing(name))?;
        Self::read(name, value)
    }

    /// Takes an argument that may be left out. Null is an error where it means nothing else.
    pub fn optional<T: DeserializeOwned + Default>(
        &mut self,
        name: &'static str,
    ) -> Result<T, ArgumentError> {
        match self.0.remove(name) {
            None => Ok(T::default()),
            Some(Value::Null) => {
                T::deserialize(Null).map_err(|Unset(reason)| ArgumentError::Wrong { name, reason })
            }
            Some(value) => Self::read(name, value),
        }
    }

    /// Gives an argument that stands under its name on the wire its own name.
    pub fn rename(&mut self, wire: &'static str, name: &'static str) -> Result<(), ArgumentError> {
        let Some(value) = self.0.remove(wire) else { return Ok(()) };
        match self.0.insert(name.to_owned(), value) {
            None => Ok(()),
            Some(_) => {
                Err(ArgumentError::Wrong { name, reason: format!("it is given a second time, as `{wire}`") })
            }
        }
    }

    /// Takes everything that is left: the fields under a name, and all arguments without a field.
    pub fn rest(&mut self, name: &'static str) -> Result<Map<String, Value>, ArgumentError> {
        let mut fields: Map<String, Value> = self.optional(name)?;
        for (field, value) in std::mem::take(&mut self.0) {
            if fields.contains_key(&field) {
                return Err(ArgumentError::Wrong { name, reason: format!("`{field}` is given twice") });
            }
            fields.insert(field, value);
        }
        Ok(fields)
    }

    /// Takes the whole body: what stands under its name, or else everything that is left, if the body is a
    /// record.
    pub fn document<T: DeserializeOwned + HasSchema>(
        &mut self,
        name: &'static str,
    ) -> Result<T, ArgumentError> {
        let is_given = self.0.contains_key(name) || self.0.is_empty();
        if is_given || !matches!(T::SCHEMA, Schema::Record(_)) {
            return self.required(name);
        }
        Self::read(name, Value::Object(std::mem::take(&mut self.0)))
    }

    /// Ends the reading. An argument that is left over is unknown.
    pub(crate) fn finish(self, known: impl Iterator<Item = Argument>) -> Result<(), ArgumentError> {
        let Some((name, _)) = self.0.into_iter().next() else { return Ok(()) };
        Err(ArgumentError::Unknown { name, known: known.map(|argument| argument.name).collect() })
    }

    /// Reads a value. An error says where in it and what is wrong.
    fn read<T: DeserializeOwned>(name: &'static str, value: Value) -> Result<T, ArgumentError> {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let at = error.path().to_string();
            let reason = error.inner().to_string();
            let reason = if at == "." { reason } else { format!("at {at}: {reason}") };
            ArgumentError::Wrong { name, reason: crate::answer::redact(&reason).into_owned() }
        })
    }
}

/// A null that is given. A plain `Option` would take it for an argument that was left out, and send nothing.
struct Null;

/// Why a null is refused.
#[derive(Debug)]
struct Unset(String);

impl fmt::Display for Unset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unset {}

impl serde::de::Error for Unset {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(text.to_string())
    }
}

impl<'de> Deserializer<'de> for Null {
    type Error = Unset;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unset> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unset> {
        Err(Unset("it cannot be set to null: give a value, or leave it out".to_owned()))
    }

    /// A JSON map would take null for an empty one.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unset> {
        self.deserialize_option(visitor)
    }

    /// A `Settable` knows null.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unset> {
        visitor.visit_newtype_struct(UnitDeserializer::new())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct struct enum identifier ignored_any
    }
}

#[cfg(all(test, feature = "saltant"))]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_null_that_cannot_be_set_is_an_error_and_one_that_can_is_sent() {
        let make = |name: &str, arguments| crate::catalog::find(name).unwrap().operation(arguments);
        let refused = |name, arguments| make(name, arguments).unwrap_err().to_string();
        let queue = refused("saltant.task_queues.create", json!({"name": "q", "description": null}));
        assert_eq!(queue, "argument `description`: it cannot be set to null: give a value, or leave it out");
        refused("saltant.task_queues.create", json!({"name": null}));
        refused("saltant.task_queues.list", json!({"filters": null}));
        refused("saltant.task_queues.list", json!({"page": null}));
        let arguments = json!({"id": 1, "name": "n", "command_to_run": "c", "json_file_option": null});
        let put = make("saltant.executable_task_types.put", arguments.clone()).unwrap();
        assert_eq!(serde_json::Value::Object(put.to_arguments().unwrap()), arguments);
    }

    #[test]
    fn an_argument_may_have_its_name_on_the_wire_and_only_one_of_the_two() {
        let mut arguments = Arguments::new(json!({"appId": "a"})).unwrap();
        arguments.rename("appId", "app_id").unwrap();
        assert_eq!(arguments.required::<String>("app_id"), Ok("a".to_owned()));
        arguments.rename("appId", "app_id").unwrap();
        let mut both = Arguments::new(json!({"appId": "a", "app_id": "a"})).unwrap();
        let error = both.rename("appId", "app_id").unwrap_err();
        assert_eq!(error.to_string(), "argument `app_id`: it is given a second time, as `appId`");
    }

    #[test]
    fn the_rest_is_what_no_other_argument_took() {
        let mut arguments = Arguments::new(json!({"name": "n", "extra": {"a": 1}, "b": 2})).unwrap();
        assert_eq!(arguments.required::<String>("name"), Ok("n".to_owned()));
        assert_eq!(Value::Object(arguments.rest("extra").unwrap()), json!({"a": 1, "b": 2}));
        assert_eq!(arguments.finish(std::iter::empty()), Ok(()));
        let mut twice = Arguments::new(json!({"extra": {"a": 1}, "a": 2})).unwrap();
        assert_eq!(twice.rest("extra").unwrap_err().to_string(), "argument `extra`: `a` is given twice");
    }
}
