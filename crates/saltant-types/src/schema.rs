//! What a value looks like as JSON: the kind of each argument, known at compile time.
//!
//! A help text, a completion, a table of operations and a dry run need to know what an argument is, what
//! words it allows and whether anything inside it is a secret. Each type says so itself:
//!
//! ```
//! use saltant_types::Secret;
//! use saltant_types::schema::{HasSchema, Schema};
//!
//! assert_eq!(Vec::<Option<u32>>::SCHEMA, Schema::List(&Schema::Nullable(&Schema::Integer)));
//! assert!(Vec::<Secret>::SCHEMA.has_secret());
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{Secret, Settable, Timestamp};

/// What a value looks like as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Schema {
    /// A text.
    Text,
    /// A text that nobody may see.
    Secret,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A UUID, as a text.
    Uuid,
    /// An instant, as a text such as `2026-11-21T00:32:52Z`.
    Time,
    /// Any JSON.
    Json,
    /// A JSON object with any keys.
    Object,
    /// Bytes; as JSON, a text whose bytes are meant.
    File,
    /// One of some words.
    Words {
        /// The words.
        known: &'static [&'static str],
        /// Whether other words are allowed too.
        open: bool,
    },
    /// A text with a form of its own, such as a range of bytes.
    Form {
        /// What the text says, in a few words.
        name: &'static str,
        /// A value that is accepted.
        example: &'static str,
    },
    /// An id of a kind of thing.
    Id {
        /// The kind of thing, in Rust's spelling: `TaskQueueId`.
        name: &'static str,
        /// What the id looks like.
        of: &'static Schema,
    },
    /// A list.
    List(&'static Schema),
    /// An object whose values all look the same.
    Map(&'static Schema),
    /// A value or null.
    Nullable(&'static Schema),
    /// One of several forms.
    OneOf(&'static [Schema]),
    /// An object with fields.
    Record(&'static [Field]),
    /// An object that selects the items of a list.
    Filter(&'static [FilterKey]),
    /// An order of a list.
    Sort {
        /// The columns that a list can be ordered by.
        columns: &'static [&'static str],
        /// A value that is accepted.
        example: &'static str,
    },
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// What it is; may be empty.
    pub doc: &'static str,
    /// Whether the record cannot do without it.
    pub required: bool,
    /// What it looks like.
    pub schema: Schema,
}

/// A key of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FilterKey {
    /// The key: what is compared.
    pub name: &'static str,
    /// How it can be compared; the empty word compares for equality.
    pub lookups: &'static [&'static str],
    /// What is compared with it.
    pub schema: Schema,
}

/// A type that says what its values look like as JSON.
pub trait HasSchema {
    /// What a value looks like.
    const SCHEMA: Schema;
}

/// In a few words: `number`, `list of text`, `failed, running, …`.
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Secret => f.write_str("secret text"),
            Self::Integer => f.write_str("whole number"),
            Self::Number => f.write_str("number"),
            Self::Flag => f.write_str("true or false"),
            Self::Uuid => f.write_str("UUID"),
            Self::Time => f.write_str("time"),
            Self::Json => f.write_str("JSON"),
            Self::Object | Self::Record(_) => f.write_str("object"),
            Self::File => f.write_str("bytes"),
            Self::Words { .. } => f.write_str("word"),
            Self::Form { name, example } => write!(f, "{name}, such as {example}"),
            Self::Id { name, of } => write!(f, "{name}, a {of}"),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Map(value) => write!(f, "object of {value}"),
            Self::Nullable(value) => write!(f, "{value} or null"),
            Self::OneOf(forms) => {
                for (index, form) in forms.iter().enumerate() {
                    write!(f, "{}{form}", if index > 0 { " or " } else { "" })?;
                }
                Ok(())
            }
            Self::Filter(_) => f.write_str("filter"),
            Self::Sort { example, .. } => write!(f, "order, such as {example}"),
        }
    }
}

impl Schema {
    /// The value itself, where null is allowed too.
    pub fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(value) => value.without_null(),
            other => other,
        }
    }

    /// Whether a value is a text on the wire.
    pub fn is_text(&self) -> bool {
        match self {
            Self::Text
            | Self::Secret
            | Self::Uuid
            | Self::Time
            | Self::File
            | Self::Words { .. }
            | Self::Form { .. }
            | Self::Sort { .. } => true,
            Self::Id { of, .. } | Self::Nullable(of) => of.is_text(),
            _ => false,
        }
    }

    /// Whether the value, or anything inside it, is a secret.
    pub fn has_secret(&self) -> bool {
        match self {
            Self::Secret => true,
            Self::Id { of: inner, .. } | Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => {
                inner.has_secret()
            }
            Self::OneOf(forms) => forms.iter().any(Self::has_secret),
            Self::Record(fields) => fields.iter().any(|field| field.schema.has_secret()),
            Self::Filter(keys) => keys.iter().any(|key| key.schema.has_secret()),
            _ => false,
        }
    }
}

macro_rules! schemas {
    ($($schema:expr => $($type:ty),+;)+) => {
        $($(
            impl HasSchema for $type {
                const SCHEMA: Schema = $schema;
            }
        )+)+
    };
}

schemas! {
    Schema::Text => String, &str;
    Schema::Secret => Secret;
    Schema::Integer => u8, u16, u32, u64, usize, i8, i16, i32, i64;
    Schema::Number => f32, f64, serde_json::Number;
    Schema::Flag => bool;
    Schema::Uuid => Uuid;
    Schema::Time => Timestamp;
    Schema::Json => Value;
    Schema::Object => Map<String, Value>;
}

impl<T: HasSchema> HasSchema for Option<T> {
    const SCHEMA: Schema = Schema::Nullable(&T::SCHEMA);
}

impl<T: HasSchema> HasSchema for Settable<T> {
    const SCHEMA: Schema = Schema::Nullable(&T::SCHEMA);
}

impl<T: HasSchema> HasSchema for Vec<T> {
    const SCHEMA: Schema = Schema::List(&T::SCHEMA);
}

impl<T: HasSchema> HasSchema for BTreeSet<T> {
    const SCHEMA: Schema = Schema::List(&T::SCHEMA);
}

impl<T: HasSchema> HasSchema for Box<T> {
    const SCHEMA: Schema = T::SCHEMA;
}

impl<K, T: HasSchema> HasSchema for BTreeMap<K, T> {
    const SCHEMA: Schema = Schema::Map(&T::SCHEMA);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a13_a_secret_is_found_however_deep_it_is() {
        const FIELD: Field = Field { name: "auth", doc: "", required: true, schema: Schema::Secret };
        const RECORD: Schema = Schema::Record(&[FIELD]);
        for schema in [
            Schema::Secret,
            Schema::List(&RECORD),
            Schema::Map(&Schema::Nullable(&RECORD)),
            Schema::OneOf(&[Schema::Text, RECORD]),
        ] {
            assert!(schema.has_secret(), "{schema:?}");
        }
        assert!(!Schema::List(&Schema::Json).has_secret());
    }
}
