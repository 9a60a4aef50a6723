//! Filters: each key takes one kind of condition, so that a wrong one does not compile.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use saltant_types::inmanta::ReleasedResourceState;
use saltant_types::schema::{FilterKey, HasSchema, Schema};

use crate::request::{EncodeError, Encoder, QueryGroup};

mod json;
mod keys;

pub use keys::{
    AgentFilter, CompileReportFilter, DesiredStateVersionFilter, DiscoveredResourceFilter, FactFilter,
    NotificationFilter, ParameterFilter, ResourceFilter, ResourceLogFilter, VersionedResourceFilter,
};

/// A condition on a state: to have it, or with [`Not`] not to have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCondition(String);

/// The opposite of a condition on a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Not<T>(pub T);

impl From<ReleasedResourceState> for StateCondition {
    fn from(state: ReleasedResourceState) -> Self {
        Self(state.to_string())
    }
}

impl From<Not<ReleasedResourceState>> for StateCondition {
    fn from(Not(state): Not<ReleasedResourceState>) -> Self {
        Self(format!("!{state}"))
    }
}

/// A bound of a number or a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound<T>(String, PhantomData<T>);

impl<T: fmt::Display> Bound<T> {
    /// Less than the value; before the time.
    #[allow(clippy::needless_pass_by_value)] // values are small and read better without a `&`
    pub fn below(value: T) -> Self {
        Self::new("lt", &value)
    }

    /// The value or less; at the time or before.
    #[allow(clippy::needless_pass_by_value)]
    pub fn at_most(value: T) -> Self {
        Self::new("le", &value)
    }

    /// More than the value; after the time.
    #[allow(clippy::needless_pass_by_value)]
    pub fn above(value: T) -> Self {
        Self::new("gt", &value)
    }

    /// The value or more; at the time or after.
    #[allow(clippy::needless_pass_by_value)]
    pub fn at_least(value: T) -> Self {
        Self::new("ge", &value)
    }

    fn new(word: &str, value: &T) -> Self {
        Self(format!("{word}:{value}"), PhantomData)
    }
}

/// A type whose lists can be filtered.
pub trait Filterable {
    /// The keys that the server filters by. It answers 400 to any other.
    const KEYS: &'static [FilterKey];
}

/// Selects items of a list: those that match the conditions of every key.
///
/// ```
/// use saltant_core::inmanta::{Not, ResourceFilter};
/// use saltant_core::types::inmanta::ReleasedResourceState;
///
/// // Files of two agents that are not orphaned.
/// let files = ResourceFilter::new()
///     .resource_type("std::File")
///     .agent("web1")
///     .agent("web2")
///     .status(Not(ReleasedResourceState::Orphaned));
/// ```
///
/// An empty text would match everything, so it is refused when the request is made.
pub struct ListFilter<R> {
    conditions: Vec<(Cow<'static, str>, String)>,
    kind: PhantomData<fn(R)>,
}

impl<R> ListFilter<R> {
    /// No conditions: everything matches.
    pub fn new() -> Self {
        Self { conditions: Vec::new(), kind: PhantomData }
    }

    /// Adds a condition **unchecked**, for a key that this version does not know.
    #[must_use]
    pub fn unchecked(self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.with(key, value.into())
    }

    /// Whether everything matches.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    fn with(mut self, key: impl Into<Cow<'static, str>>, value: String) -> Self {
        self.conditions.push((key.into(), value));
        self
    }

    /// Adds a condition whose key the server takes only once.
    fn with_one(mut self, key: &'static str, value: String) -> Self {
        self.conditions.retain(|(other, _)| other != key);
        self.with(key, value)
    }
}

impl<R> Default for ListFilter<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> Clone for ListFilter<R> {
    fn clone(&self) -> Self {
        Self { conditions: self.conditions.clone(), kind: PhantomData }
    }
}

impl<R> PartialEq for ListFilter<R> {
    fn eq(&self, other: &Self) -> bool {
        self.conditions == other.conditions
    }
}

impl<R> fmt::Debug for ListFilter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.conditions.iter().map(|(key, value)| (key, value))).finish()
    }
}

impl<R: Filterable> HasSchema for ListFilter<R> {
    const SCHEMA: Schema = Schema::Filter(R::KEYS);
}

/// Refuses an empty condition: an empty text is a part of every text.
fn checked(value: &str) -> Result<(), &'static str> {
    match value {
        "" | "!" => Err("an empty value matches everything: leave the condition out"),
        _ => Ok(()),
    }
}

impl<R: Filterable> QueryGroup for ListFilter<R> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        for (key, value) in &self.conditions {
            if let Some(known) = R::KEYS.iter().find(|known| known.name == key) {
                let refuse =
                    |reason: &str| EncodeError::Refused { name: known.name, reason: reason.to_owned() };
                checked(value).map_err(refuse)?;
            }
            request.query(&format!("filter.{key}"), value);
        }
        Ok(())
    }
}
