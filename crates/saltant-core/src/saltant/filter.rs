//! Filters: each field with the lookups that it has, so that another does not compile.
//!
//! The server ignores a parameter that it does not know, so a typing mistake would list everything.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use saltant_types::saltant::{
    Container, ContainerTaskType, Executable, ExecutableTaskType, TaskClass, TaskInstance, TaskQueue,
    TaskQueueId, TaskTypeId, TaskWhitelist, User,
};

use crate::request::{EncodeError, Encoder, QueryGroup};
use saltant_types::schema::{FilterKey, HasSchema, Schema};

mod json;
mod lookup;

use lookup::Lookup;
pub use lookup::{Flag, OneOf, Text, When};

/// What a field is, which says what lookups it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text: exact, contains, in, startswith, endswith, regex.
    Text,
    /// A reference: exact, in.
    Reference,
    /// A flag: exact.
    Flag,
    /// A date and time: exact, year, range, lt, lte, gt, gte.
    When,
}

impl Kind {
    /// The suffixes of the field's name for its lookups.
    pub const fn suffixes(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["", "__contains", "__in", "__startswith", "__endswith", "__regex"],
            Self::Reference => &["", "__in"],
            Self::Flag => &[""],
            Self::When => &["", "__year", "__range", "__lt", "__lte", "__gt", "__gte"],
        }
    }
}

/// A resource whose lists can be filtered.
pub trait Filterable {
    /// The fields that the server filters by. It ignores any other.
    const FIELDS: &'static [(&'static str, Kind)];

    /// The same as data.
    const KEYS: &'static [FilterKey];
}

/// A class of task whose types can be listed.
pub trait Class: TaskClass<TaskType: Filterable> {}

impl<K: TaskClass<TaskType: Filterable>> Class for K {}

/// Which items of a list are wanted: those that match everything said here.
///
/// ```
/// use saltant_core::saltant::{TaskQueueFilter, Text};
///
/// let gpu = TaskQueueFilter::new().name(Text::starts_with("gpu")).active(true);
/// ```
///
/// A lookup that a field does not have does not compile:
///
/// ```compile_fail
/// # use saltant_core::saltant::{TaskQueueFilter, Text};
/// let wrong = TaskQueueFilter::new().active(Text::starts_with("tr"));
/// ```
pub struct Filter<R> {
    lookups: Vec<(&'static str, Lookup)>,
    unchecked: Vec<(Cow<'static, str>, String)>,
    resource: PhantomData<fn(R)>,
}

impl<R> Filter<R> {
    /// No conditions: everything matches.
    pub fn new() -> Self {
        Self { lookups: Vec::new(), unchecked: Vec::new(), resource: PhantomData }
    }

    /// Adds a parameter as it is, **unchecked**: the server ignores one that it does not know, and then
    /// lists everything.
    #[must_use]
    pub fn unchecked(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.unchecked.push((name.into(), value.into()));
        self
    }

    /// Whether everything matches.
    pub fn is_empty(&self) -> bool {
        self.lookups.is_empty() && self.unchecked.is_empty()
    }

    /// Adds a lookup. The server counts only the last of several with the same name, so that is what a
    /// second call means here too.
    fn with(mut self, field: &'static str, lookup: Lookup) -> Self {
        self.lookups.retain(|(name, old)| !(*name == field && old.suffix == lookup.suffix));
        self.lookups.push((field, lookup));
        self
    }
}

impl<R> Default for Filter<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> Clone for Filter<R> {
    fn clone(&self) -> Self {
        Self { lookups: self.lookups.clone(), unchecked: self.unchecked.clone(), resource: PhantomData }
    }
}

impl<R> PartialEq for Filter<R> {
    fn eq(&self, other: &Self) -> bool {
        self.lookups == other.lookups && self.unchecked == other.unchecked
    }
}

impl<R> fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, lookup) in &self.lookups {
            map.entry(&format_args!("{name}{}", lookup.suffix), &lookup.value);
        }
        map.entries(self.unchecked.iter().map(|(name, value)| (name, value))).finish()
    }
}

impl<R: Filterable> HasSchema for Filter<R> {
    const SCHEMA: Schema = Schema::Filter(R::KEYS);
}

impl<R> QueryGroup for Filter<R> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        for (name, lookup) in &self.lookups {
            let refuse = |reason: &String| EncodeError::Refused { name, reason: reason.clone() };
            request.query(&format!("{name}{}", lookup.suffix), lookup.value.as_ref().map_err(refuse)?);
        }
        for (name, value) in &self.unchecked {
            request.query(name, value);
        }
        Ok(())
    }
}

/// Declares the fields of a resource's filter: a method each, and a row of the table.
macro_rules! filter {
    (
        $(#[$meta:meta])*
        $alias:ident $(<$k:ident>)? = $resource:ty {
            $( $(#[$field_meta:meta])* $method:ident: $kind:ident as $lookup:ty = $wire:literal, )+
        }
    ) => {
        $(#[$meta])*
        pub type $alias $(<$k>)? = Filter<$resource>;

        impl $(<$k: TaskClass>)? Filterable for $resource {
            const FIELDS: &'static [(&'static str, Kind)] = &[ $( ($wire, Kind::$kind), )+ ];
            const KEYS: &'static [FilterKey] = &[ $( FilterKey {
                name: $wire,
                lookups: Kind::$kind.suffixes(),
                schema: <$lookup>::SCHEMA,
            }, )+ ];
        }

        impl $(<$k: TaskClass>)? Filter<$resource> {
            $(
                $(#[$field_meta])*
                #[must_use]
                pub fn $method(self, lookup: impl Into<$lookup>) -> Self {
                    self.with($wire, lookup.into().0)
                }
            )+
        }
    };
}

filter! {
    /// Which users are wanted.
    UserFilter = User {
        /// By name.
        username: Text as Text = "username",
        /// By e-mail address.
        email: Text as Text = "email",
    }
}

filter! {
    /// Which task queues are wanted.
    TaskQueueFilter = TaskQueue {
        /// By name.
        name: Text as Text = "name",
        /// By description.
        description: Text as Text = "description",
        /// By the owner's name.
        username: Text as Text = "user__username",
        /// By whether only the owner may use it.
        private: Flag as Flag = "private",
        /// By whether it takes executable tasks.
        runs_executable_tasks: Flag as Flag = "runs_executable_tasks",
        /// By whether it takes Docker tasks.
        runs_docker_container_tasks: Flag as Flag = "runs_docker_container_tasks",
        /// By whether it takes Singularity tasks.
        runs_singularity_container_tasks: Flag as Flag = "runs_singularity_container_tasks",
        /// By whether it takes anything at all.
        active: Flag as Flag = "active",
    }
}

filter! {
    /// Which task whitelists are wanted.
    TaskWhitelistFilter = TaskWhitelist {
        /// By name.
        name: Text as Text = "name",
        /// By description.
        description: Text as Text = "description",
        /// By the owner's name.
        username: Text as Text = "user__username",
    }
}

filter! {
    /// Which executable task types are wanted.
    ExecutableTaskTypeFilter = ExecutableTaskType {
        /// By name.
        name: Text as Text = "name",
        /// By description.
        description: Text as Text = "description",
        /// By the owner's name.
        username: Text as Text = "user__username",
        /// By command.
        command_to_run: Text as Text = "command_to_run",
        /// By when it was created.
        datetime_created: When as When = "datetime_created",
    }
}

filter! {
    /// Which container task types are wanted.
    ContainerTaskTypeFilter = ContainerTaskType {
        /// By name.
        name: Text as Text = "name",
        /// By description.
        description: Text as Text = "description",
        /// By the owner's name.
        username: Text as Text = "user__username",
        /// By command.
        command_to_run: Text as Text = "command_to_run",
        /// By image.
        container_image: Text as Text = "container_image",
        /// By what runs the image.
        container_type: Text as Text = "container_type",
        /// By when it was created.
        datetime_created: When as When = "datetime_created",
    }
}

filter! {
    /// Which task instances are wanted.
    TaskInstanceFilter<K> = TaskInstance<K> {
        /// By name.
        name: Text as Text = "name",
        /// By state.
        state: Text as Text = "state",
        /// By the owner's name.
        username: Text as Text = "user__username",
        /// By type.
        task_type: Reference as OneOf<TaskTypeId<K>> = "task_type",
        /// By queue.
        task_queue: Reference as OneOf<TaskQueueId> = "task_queue",
        /// By when it was created.
        datetime_created: When as When = "datetime_created",
        /// By when it became successful or failed; terminated instances never match.
        datetime_finished: When as When = "datetime_finished",
    }
}

// Both classes can be listed: their types have filters.
const _: () = {
    const fn has_filter<K: Class>() {}
    has_filter::<Executable>();
    has_filter::<Container>();
};
