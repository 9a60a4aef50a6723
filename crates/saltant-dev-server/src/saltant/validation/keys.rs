//! Fields that name other rows by id.

use std::collections::BTreeSet;

use super::fields::{Field, Fields};
use crate::json::{Json, digits, python};
use crate::saltant::body::Input;

/// An id, as a text or a number gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Id(u64),
    /// A number that no row can have: it is handled like the id of a missing row.
    NoRow,
    NotANumber,
}

impl Key {
    /// Reads a whole number as Python does.
    pub(crate) fn read(text: &str) -> Self {
        match digits::integer(text) {
            Some(digits) => digits.parse().map_or(Self::NoRow, Self::Id),
            None => Self::NotANumber,
        }
    }

    /// The id, if it can be a row's.
    pub(crate) fn id(self) -> Option<u64> {
        match self {
            Self::Id(id) => Some(id),
            Self::NoRow | Self::NotANumber => None,
        }
    }
}

impl Fields<'_> {
    /// One row, which must exist. Always required; an empty field of a form is null.
    pub(crate) fn key(&mut self, name: &str, exists: impl Fn(u64) -> bool) -> Field<u64> {
        match self.sent(name) {
            None => self.missing(name, true),
            Some(Json::Null) => self.fail(name, "This field may not be null."),
            Some(Json::String(text)) if text.is_empty() => self.fail(name, "This field may not be null."),
            Some(value) => match found(&value, exists) {
                Ok(id) => Field::Is(id),
                Err(message) => self.fail(name, message),
            },
        }
    }

    /// Any number of rows, which must exist. A form without the field means no rows, unless it is a PATCH.
    pub(crate) fn keys(&mut self, name: &str, exists: impl Fn(u64) -> bool) -> Field<BTreeSet<u64>> {
        let values: Vec<Json> = match self.input {
            Input::Form(pairs) => {
                let values: Vec<_> = pairs
                    .iter()
                    .filter(|(key, _)| key == name)
                    .map(|(_, value)| value.as_str().into())
                    .collect();
                if values.is_empty() && self.partial {
                    return Field::Absent;
                }
                values
            }
            Input::Json(object) => match object.get(name) {
                None => return Field::Absent,
                Some(Json::Null) => return self.fail(name, "This field may not be null."),
                Some(Json::Array(items)) => items.clone(),
                Some(Json::Object(entries)) => entries.iter().map(|(key, _)| key.as_str().into()).collect(),
                Some(other) => {
                    let kind = python::type_name(other);
                    return self.fail(name, format!("Expected a list of items but got type \"{kind}\"."));
                }
            },
        };
        let mut ids = BTreeSet::new();
        for value in values {
            match found(&value, &exists) {
                Ok(id) => ids.insert(id),
                // Only the first wrong one is reported.
                Err(message) => return self.fail(name, message),
            };
        }
        Field::Is(ids)
    }
}

fn found(value: &Json, exists: impl Fn(u64) -> bool) -> Result<u64, String> {
    match key(value) {
        Key::Id(id) if exists(id) => Ok(id),
        Key::Id(_) | Key::NoRow => {
            Err(format!("Invalid pk \"{}\" - object does not exist.", python::str_of(value)))
        }
        Key::NotANumber => {
            Err(format!("Incorrect type. Expected pk value, received {}.", python::type_name(value)))
        }
    }
}

fn key(value: &Json) -> Key {
    match value {
        Json::Null => Key::NoRow,
        Json::String(text) => Key::read(text),
        // A fraction is cut off.
        Json::Number(text) => Key::read(text.split(['.', 'e']).next().unwrap_or(text)),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => Key::NotANumber,
    }
}
