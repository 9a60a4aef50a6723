//! Filters: each key with the kind of condition that it takes, so that another does not compile.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use saltant_types::Timestamp;
use saltant_types::inmanta::{
    Agent, AgentStatus, CompileReport, DesiredStateVersion, DesiredStateVersionStatus, DiscoveredResource,
    Fact, LatestReleasedResource, LogLevel, ModelVersion, Notification, NotificationSeverity, Parameter,
    ReleasedResourceState, ResourceActionKind, ResourceLog, VersionedResource,
};
use saltant_types::schema::{FilterKey, HasSchema, Schema};

use crate::request::{EncodeError, Encoder, QueryGroup};

mod json;

/// A condition on a state: to be in it, or with [`Not`] not to be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateIs(String);

/// Turns a condition on a state around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Not<T>(pub T);

impl From<ReleasedResourceState> for StateIs {
    fn from(state: ReleasedResourceState) -> Self {
        Self(state.to_string())
    }
}

impl From<Not<ReleasedResourceState>> for StateIs {
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

/// What kind of condition a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A part of a text, in any case; several mean any of them.
    Text,
    /// A word; several mean any of them.
    Word,
    /// The name of a level, once.
    Level,
    /// A word, or `!` and a word; several mean any of these words and none of those.
    State,
    /// A flag, once.
    Flag,
    /// `lt:`, `le:`, `gt:` or `ge:` and a value; several mean all of them.
    Bound,
}

impl Kind {
    /// How the key can be compared.
    const fn lookups(self) -> &'static [&'static str] {
        match self {
            Self::State => &["", "!"],
            Self::Bound => &["lt:", "le:", "gt:", "ge:"],
            _ => &[""],
        }
    }
}

/// A kind of thing whose lists can be filtered.
pub trait Filterable {
    /// The keys that the server filters by. It answers 400 to any other.
    const FIELDS: &'static [(&'static str, Kind)];

    /// The same as data.
    const KEYS: &'static [FilterKey];
}

/// Which items of a list are wanted: those that match what is said about every key.
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
/// The server reads a filter's value as Latin-1, so a text with other than ASCII characters matches nothing.
pub struct Filter<R> {
    conditions: Vec<(Cow<'static, str>, String)>,
    kind: PhantomData<fn(R)>,
}

impl<R> Filter<R> {
    /// No conditions: everything matches.
    pub fn new() -> Self {
        Self { conditions: Vec::new(), kind: PhantomData }
    }

    /// Adds a condition as it is, **unchecked**, for a key that this version does not know.
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

    /// Some keys the server takes once.
    fn with_one(mut self, key: &'static str, value: String) -> Self {
        self.conditions.retain(|(other, _)| other != key);
        self.with(key, value)
    }
}

impl<R> Default for Filter<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> Clone for Filter<R> {
    fn clone(&self) -> Self {
        Self { conditions: self.conditions.clone(), kind: PhantomData }
    }
}

impl<R> PartialEq for Filter<R> {
    fn eq(&self, other: &Self) -> bool {
        self.conditions == other.conditions
    }
}

impl<R> fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.conditions.iter().map(|(key, value)| (key, value))).finish()
    }
}

impl<R: Filterable> HasSchema for Filter<R> {
    const SCHEMA: Schema = Schema::Filter(R::KEYS);
}

impl<R> QueryGroup for Filter<R> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        for (key, value) in &self.conditions {
            request.query(&format!("filter.{key}"), value);
        }
        Ok(())
    }
}

/// Declares the keys of a filter: a method each, and a row of the table.
macro_rules! filter {
    (
        $(#[$meta:meta])*
        $alias:ident = $item:ty {
            $( $(#[$key_meta:meta])* $key:ident: $kind:ident $(($value:ty))?, )+
        }
    ) => {
        $(#[$meta])*
        pub type $alias = Filter<$item>;

        impl Filterable for $item {
            const FIELDS: &'static [(&'static str, Kind)] = &[ $( (stringify!($key), Kind::$kind), )+ ];
            const KEYS: &'static [FilterKey] = &[ $( FilterKey {
                name: stringify!($key),
                lookups: Kind::$kind.lookups(),
                schema: filter!(@schema $kind $(($value))?),
            }, )+ ];
        }

        impl Filter<$item> {
            $( filter!(@method $(#[$key_meta])* $key: $kind $(($value))?); )+
        }
    };
    (@schema Level) => { LogLevel::SCHEMA };
    (@schema State) => { ReleasedResourceState::SCHEMA };
    (@schema Flag) => { Schema::Flag };
    (@schema Text) => { Schema::Text };
    (@schema $kind:ident($value:ty)) => { <$value>::SCHEMA };
    (@method $(#[$meta:meta])* $key:ident: Text) => {
        $(#[$meta])*
        #[must_use]
        pub fn $key(self, part: impl fmt::Display) -> Self {
            self.with(stringify!($key), part.to_string())
        }
    };
    (@method $(#[$meta:meta])* $key:ident: State) => {
        $(#[$meta])*
        #[must_use]
        pub fn $key(self, state: impl Into<StateIs>) -> Self {
            self.with(stringify!($key), state.into().0)
        }
    };
    (@method $(#[$meta:meta])* $key:ident: Word($value:ty)) => {
        $(#[$meta])*
        #[must_use]
        pub fn $key(self, word: impl Into<$value>) -> Self {
            self.with(stringify!($key), word.into().to_string())
        }
    };
    (@method $(#[$meta:meta])* $key:ident: Level) => {
        $(#[$meta])*
        #[must_use]
        pub fn $key(self, level: impl Into<LogLevel>) -> Self {
            self.with_one(stringify!($key), level.into().to_string())
        }
    };
    (@method $(#[$meta:meta])* $key:ident: Flag) => {
        $(#[$meta])*
        #[must_use]
        pub fn $key(self, flag: bool) -> Self {
            self.with_one(stringify!($key), flag.to_string())
        }
    };
    (@method $(#[$meta:meta])* $key:ident: Bound($value:ty)) => {
        $(#[$meta])*
        #[must_use]
        pub fn $key(self, bound: Bound<$value>) -> Self {
            self.with(stringify!($key), bound.0)
        }
    };
}

filter! {
    /// Which resources are wanted.
    ResourceFilter = LatestReleasedResource {
        /// By a part of the type.
        resource_type: Text,
        /// By a part of the agent's name.
        agent: Text,
        /// By a part of the value that tells resources of a type from each other.
        resource_id_value: Text,
        /// By state.
        status: State,
    }
}

filter! {
    /// Which compiles are wanted.
    CompileReportFilter = CompileReport {
        /// By whether it succeeded. One that has not ended has not.
        success: Flag,
        /// By whether it has begun.
        started: Flag,
        /// By whether it has ended.
        completed: Flag,
        /// By when it was asked for.
        requested: Bound(Timestamp),
    }
}

filter! {
    /// Which parameters are wanted.
    ParameterFilter = Parameter {
        /// By a part of the name.
        name: Text,
        /// By a part of the source.
        source: Text,
        /// By when the value was last set.
        updated: Bound(Timestamp),
    }
}

filter! {
    /// Which facts are wanted.
    FactFilter = Fact {
        /// By a part of the name.
        name: Text,
        /// By a part of the resource's id.
        resource_id: Text,
        /// By whether the value is asked for anew after a while.
        expires: Flag,
    }
}

filter! {
    /// Which versions of the desired state are wanted.
    DesiredStateVersionFilter = DesiredStateVersion {
        /// By when it was made.
        date: Bound(Timestamp),
        /// By number.
        version: Bound(ModelVersion),
        /// By where it stands.
        status: Word(DesiredStateVersionStatus),
        /// By whether it was released.
        released: Flag,
    }
}

filter! {
    /// Which resources of a version are wanted.
    VersionedResourceFilter = VersionedResource {
        /// By a part of the type.
        resource_type: Text,
        /// By a part of the agent's name.
        agent: Text,
        /// By a part of the value that tells resources of a type from each other.
        resource_id_value: Text,
    }
}

filter! {
    /// Which lines of a resource's log are wanted.
    ResourceLogFilter = ResourceLog {
        /// By a part of the message.
        message: Text,
        /// By what was being done.
        action: Word(ResourceActionKind),
        /// By when it happened.
        timestamp: Bound(Timestamp),
        /// By how grave it is: this grave or more.
        minimal_log_level: Level,
    }
}

filter! {
    /// Which agents are wanted.
    AgentFilter = Agent {
        /// By a part of the name.
        name: Text,
        /// By a part of the name of the process.
        process_name: Text,
        /// By whether it works.
        status: Word(AgentStatus),
    }
}

filter! {
    /// Which notifications are wanted.
    NotificationFilter = Notification {
        /// By a part of the title.
        title: Text,
        /// By a part of the message.
        message: Text,
        /// By whether somebody has read it.
        read: Flag,
        /// By whether somebody has put it away.
        cleared: Flag,
        /// By how grave it is.
        severity: Word(NotificationSeverity),
    }
}

filter! {
    /// Which discovered resources are wanted.
    DiscoveredResourceFilter = DiscoveredResource {
        /// By a part of the type.
        resource_type: Text,
        /// By a part of the agent's name.
        agent: Text,
        /// By a part of the value that tells resources of a type from each other.
        resource_id_value: Text,
        /// By whether a resource with this id is in the desired state.
        managed: Flag,
    }
}
