//! What a field can be asked for.

use saltant_types::schema::{HasSchema, Schema};
use std::fmt;
use std::marker::PhantomData;

use saltant_types::Timestamp;

/// A lookup on a field: its suffix and its value, or why the value cannot be sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lookup {
    pub(super) suffix: &'static str,
    pub(super) value: Result<String, String>,
}

impl Lookup {
    fn new(suffix: &'static str, value: impl fmt::Display) -> Self {
        Self { suffix, value: Ok(value.to_string()) }
    }

    /// Several values in one parameter. The server splits at commas and knows no way to quote one.
    pub(super) fn list(values: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let values: Vec<_> = values.into_iter().map(|value| value.to_string()).collect();
        let value = match values.iter().find(|value| value.contains(',')) {
            Some(bad) => Err(format!("{bad:?} has a comma: the server has no way to take it in a list")),
            None if values.is_empty() => Err("an empty list would be no filter at all".to_owned()),
            None => Ok(values.join(",")),
        };
        Self { suffix: "__in", value }
    }
}

/// A lookup on a text field. It minds the case.
#[derive(Clone, Debug, PartialEq)]
pub struct Text(pub(super) Lookup);

impl Text {
    /// Equal to the text. On `state` and `container_type` it has to be a known word, else the server
    /// answers 400.
    pub fn exact(text: impl fmt::Display) -> Self {
        Self(Lookup::new("", text))
    }

    /// Containing the text.
    pub fn contains(text: impl fmt::Display) -> Self {
        Self(Lookup::new("__contains", text))
    }

    /// Equal to one of the texts, none of which may have a comma.
    pub fn one_of(texts: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self(Lookup::list(texts))
    }

    /// Beginning with the text.
    pub fn starts_with(text: impl fmt::Display) -> Self {
        Self(Lookup::new("__startswith", text))
    }

    /// Ending with the text.
    pub fn ends_with(text: impl fmt::Display) -> Self {
        Self(Lookup::new("__endswith", text))
    }

    /// Matching a regular expression as PostgreSQL knows them; the server answers 500 to a bad one.
    pub fn regex(pattern: impl fmt::Display) -> Self {
        Self(Lookup::new("__regex", pattern))
    }
}

/// A plain value is an exact lookup.
impl<T: fmt::Display> From<T> for Text {
    fn from(text: T) -> Self {
        Self::exact(text)
    }
}

/// A lookup on a reference to something else, by its id. The server answers 400 to an unknown id.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOf<I>(pub(super) Lookup, PhantomData<I>);

impl<I: fmt::Display> OneOf<I> {
    /// One of these ids.
    pub fn new(ids: impl IntoIterator<Item = impl Into<I>>) -> Self {
        Self(Lookup::list(ids.into_iter().map(Into::into)), PhantomData)
    }
}

impl<I: fmt::Display> From<I> for OneOf<I> {
    fn from(id: I) -> Self {
        Self(Lookup::new("", id), PhantomData)
    }
}

/// A lookup on a flag.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag(pub(super) Lookup);

impl From<bool> for Flag {
    fn from(flag: bool) -> Self {
        Self(Lookup::new("", flag))
    }
}

/// A lookup on a date and time.
#[derive(Clone, Debug, PartialEq)]
pub struct When(pub(super) Lookup);

impl When {
    /// At this very instant.
    pub fn at(time: Timestamp) -> Self {
        Self(Lookup::new("", time))
    }

    /// In a year, 1 to 9999, of the server's zone.
    pub fn year(year: u16) -> Self {
        let value = match year {
            1..=9999 => Ok(year.to_string()),
            _ => Err(format!("the server answers 500 to the year {year}: it has to be from 1 to 9999")),
        };
        Self(Lookup { suffix: "__year", value })
    }

    /// From one instant to another, both included.
    pub fn between(from: Timestamp, to: Timestamp) -> Self {
        Self(Lookup::new("__range", format_args!("{from},{to}")))
    }

    /// Before an instant.
    pub fn before(time: Timestamp) -> Self {
        Self(Lookup::new("__lt", time))
    }

    /// At or before an instant.
    pub fn until(time: Timestamp) -> Self {
        Self(Lookup::new("__lte", time))
    }

    /// After an instant.
    pub fn after(time: Timestamp) -> Self {
        Self(Lookup::new("__gt", time))
    }

    /// At or after an instant.
    pub fn since(time: Timestamp) -> Self {
        Self(Lookup::new("__gte", time))
    }
}

impl From<Timestamp> for When {
    fn from(time: Timestamp) -> Self {
        Self::at(time)
    }
}

impl HasSchema for Text {
    const SCHEMA: Schema = Schema::Text;
}

impl<I: HasSchema> HasSchema for OneOf<I> {
    const SCHEMA: Schema = I::SCHEMA;
}

impl HasSchema for Flag {
    const SCHEMA: Schema = Schema::Flag;
}

impl HasSchema for When {
    const SCHEMA: Schema = Schema::Time;
}
