//! The fields of a JSON object. One of a wrong type is a 400.

use crate::astakos::answer;
use crate::http::reply::Reply;
use crate::json::Json;

/// The fields of an object.
#[derive(Debug)]
pub(crate) struct Fields(Json);

impl Fields {
    pub(crate) fn new(object: Json) -> Self {
        Self(object)
    }

    /// A field that is there, null or not.
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// A field that is there and not null.
    pub(crate) fn some(&self, name: &str) -> Option<&Json> {
        self.0.get(name).filter(|value| **value != Json::Null)
    }

    /// A text, if it is there and not null.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Reply> {
        self.typed(name, Json::as_str)
    }

    /// A truth value, if it is there and not null.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Reply> {
        self.typed(name, |value| match value {
            Json::Bool(value) => Some(*value),
            _ => None,
        })
    }

    /// A list, if it is there and not null.
    pub(crate) fn list(&self, name: &str) -> Result<Option<&[Json]>, Reply> {
        self.typed(name, |value| match value {
            Json::Array(items) => Some(items.as_slice()),
            _ => None,
        })
    }

    /// A list of texts, if it is there and not null.
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<&str>>, Reply> {
        let Some(items) = self.list(name)? else { return Ok(None) };
        items.iter().map(Json::as_str).collect::<Option<_>>().map(Some).ok_or_else(|| wrong(name))
    }

    /// An object, if it is there and not null.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Fields>, Reply> {
        self.typed(name, |value| match value {
            Json::Object(_) => Some(Fields(value.clone())),
            _ => None,
        })
    }

    /// The names and values.
    pub(crate) fn entries(&self) -> &[(String, Json)] {
        match &self.0 {
            Json::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The one of these names that the object has, with its value; none or two of them are an error.
    pub(crate) fn one_of(&self, names: &[&'static str]) -> Result<(&'static str, &Json), Reply> {
        let mut found = names.iter().filter_map(|name| Some((*name, self.get(name)?)));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(answer::bad_request("No recognized action")),
            (Some(_), Some(_)) => Err(answer::bad_request("Only one action is allowed")),
        }
    }

    fn typed<'f, T>(
        &'f self,
        name: &str,
        read: impl FnOnce(&'f Json) -> Option<T>,
    ) -> Result<Option<T>, Reply> {
        self.some(name).map(|value| read(value).ok_or_else(|| wrong(name))).transpose()
    }
}

/// A whole number. Truth values count as 0 and 1.
pub(crate) fn integer(value: &Json) -> Option<i64> {
    match value {
        Json::Bool(value) => Some(i64::from(*value)),
        other => other.as_i64(),
    }
}

fn wrong(name: &str) -> Reply {
    answer::bad_request(&format!("Malformed {name}"))
}
