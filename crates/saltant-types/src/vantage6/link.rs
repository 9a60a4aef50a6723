use std::fmt;
use std::marker::PhantomData;

use serde::de::{SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

use crate::open_enum::open_enum;

/// A link to one resource. The type of the id says which kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link<I> {
    /// The resource's id.
    pub id: I,
    /// The path on the server, with the API's own: `/api/organization/2`.
    #[serde(default)]
    pub link: String,
    /// The HTTP methods that the path takes, in no particular order.
    #[serde(default)]
    pub methods: Vec<String>,
}

open_enum! {
    /// A kind of resource, by its word in the server's paths.
    pub enum Resource {
        /// Organizations.
        Organization = "organization",
        /// Collaborations.
        Collaboration = "collaboration",
        /// Nodes.
        Node = "node",
        /// Users.
        User = "user",
        /// Roles.
        Role = "role",
        /// Rules.
        Rule = "rule",
        /// Tasks.
        Task = "task",
        /// Runs of tasks.
        Run = "run",
        /// Results of runs.
        Result = "result",
        /// Studies.
        Study = "study",
        /// Algorithm stores.
        AlgorithmStore = "algorithmstore",
    }
}

/// A link to a list: the path of a request that gives its first page, such as
/// `/api/node?organization_id=2`.
///
/// ```
/// use saltant_types::vantage6::{ListLink, Resource};
///
/// let link: ListLink = serde_json::from_str("\"/api/node?organization_id=2\"")?;
/// assert_eq!(link.resource(), Resource::Node);
/// assert_eq!(link.filter(), Some(("organization_id", 2)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListLink(String);

impl ListLink {
    /// The path with its query, starting with the API's own path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind of resource in the list.
    pub fn resource(&self) -> Resource {
        let path = self.0.split('?').next().unwrap_or_default();
        Resource::from(path.rsplit('/').next().unwrap_or_default())
    }

    /// The filter of the list: the first parameter's name and its id.
    pub fn filter(&self) -> Option<(&str, u64)> {
        let (_, query) = self.0.split_once('?')?;
        let (name, value) = query.split('&').next()?.split_once('=')?;
        Some((name, value.parse().ok()?))
    }
}

/// Several resources: a link to their list, or all of them if the request asked to include them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Rows<T> {
    /// A link to the list.
    Link(ListLink),
    /// All of them: included resources do not come in pages.
    Included(Vec<T>),
}

impl<T> Rows<T> {
    /// The resources, if they are included.
    pub fn included(&self) -> Option<&[T]> {
        match self {
            Self::Included(rows) => Some(rows),
            Self::Link(_) => None,
        }
    }

    /// The resources by value, if they are included.
    pub fn into_included(self) -> Option<Vec<T>> {
        match self {
            Self::Included(rows) => Some(rows),
            Self::Link(_) => None,
        }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self::Link(ListLink::default())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowsVisitor(PhantomData))
    }
}

struct RowsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for RowsVisitor<T> {
    type Value = Rows<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the path of a list, or the list itself")
    }

    fn visit_str<E>(self, path: &str) -> Result<Rows<T>, E> {
        Ok(Rows::Link(ListLink(path.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<Rows<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(rows)).map(Rows::Included)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_a_link_of_an_unknown_kind_and_one_without_a_filter_are_accepted() {
        let link = ListLink("/v6/api/gizmo".to_owned());
        assert_eq!((link.resource().as_str(), link.filter()), ("gizmo", None));
        assert_eq!(ListLink("?=&".to_owned()).filter(), None);
    }

    #[test]
    fn several_resources_are_a_link_or_a_list_and_are_written_back_as_they_came() {
        for text in ["\"/api/run?task_id=1\"", "[1,2]", "[]"] {
            let rows: Rows<u8> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&rows).unwrap(), text);
        }
        let error = serde_json::from_str::<Rows<u8>>("[1,\"x\"]").unwrap_err().to_string();
        assert!(error.contains("expected u8"), "the reason is lost: {error}");
    }
}
