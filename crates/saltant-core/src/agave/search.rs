use saltant_types::schema::{HasSchema, Schema};
use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::Fields;
use crate::request::{EncodeError, Encoder, QueryGroup};

/// Which items of a list are answered, and which of their fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct Selection {
    /// Keeps the items that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

/// Search terms, all of which an item has to match: a field, most often with an operator after a dot, and a
/// value.
///
/// The service's operators are `eq`, `neq`, `like` and `nlike` (with `*`), `gt`, `gte`, `lt`, `lte`, `in`
/// and `nin` (commas between values), `before`, `after`, `on` and `between` for dates. What a server does
/// with a term that it does not know was not measured.
///
/// ```
/// use saltant_core::agave::{ListApps, Search};
/// use saltant_core::Operation;
///
/// let search = Search::new().term("name.like", "*wc*").term("revision.gt", 2);
/// let request = ListApps::new().search(search).to_request(&"https://example.org".parse()?)?;
/// assert_eq!(request.uri(), "https://example.org/apps/v2/?name.like=%2Awc%2A&revision.gt=2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search(Vec<(String, String)>);

impl Search {
    /// No terms yet, which every item matches.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a term.
    #[must_use]
    pub fn term(mut self, field: impl Into<String>, value: impl std::fmt::Display) -> Self {
        self.0.push((field.into(), value.to_string()));
        self
    }
}

impl HasSchema for Search {
    const SCHEMA: Schema = Schema::Map(&Schema::OneOf(&[Schema::Text, Schema::Number, Schema::Flag]));
}

impl QueryGroup for Search {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        for (field, value) in &self.0 {
            request.query(field, value);
        }
        Ok(())
    }
}

/// An object of terms, in their order.
impl Serialize for Search {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, value) in &self.0 {
            map.serialize_entry(field, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Search {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let terms = Map::deserialize(deserializer)?.into_iter().map(|(field, value)| match value {
            Value::String(text) => Ok((field, text)),
            Value::Number(_) | Value::Bool(_) => Ok((field, value.to_string())),
            _ => Err(D::Error::custom(format!("the term `{field}` needs a text, a number or a boolean"))),
        });
        terms.collect::<Result<_, _>>().map(Self)
    }
}
