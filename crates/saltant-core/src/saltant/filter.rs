//! Filters: each field with the lookups that it has, so that another does not compile.
//!
//! The server ignores a parameter that it does not know, so a typing mistake would list everything.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use saltant_types::saltant::{
    ContainerTaskType, ContainerType, ExecutableTaskType, TaskClass, TaskInstance, TaskQueue, TaskQueueId,
    TaskState, TaskTypeId, TaskWhitelist, User,
};
use saltant_types::schema::{FilterKey, HasSchema, Schema};

use crate::request::{EncodeError, Encoder, QueryGroup};

mod json;
mod lookup;

pub(super) use lookup::checked_in_list;
use lookup::{Comparison, Lookup};
pub use lookup::{IdLookup, TextLookup, TimeLookup};

/// A resource whose lists can be filtered.
pub trait Filterable {
    /// The fields that the server filters by, with their lookups. It ignores any other.
    const KEYS: &'static [FilterKey];
}

/// Which items of a list are wanted: those that match everything said here.
///
/// ```
/// use saltant_core::saltant::{TaskQueueFilter, TextLookup};
///
/// let gpu = TaskQueueFilter::new().name(TextLookup::starts_with("gpu")).active(true);
/// ```
///
/// A lookup that a field does not have does not compile:
///
/// ```compile_fail,E0277
/// # use saltant_core::saltant::{TaskQueueFilter, TextLookup};
/// let wrong = TaskQueueFilter::new().active(TextLookup::starts_with("tr"));
/// ```
#[derive(Clone, PartialEq)]
pub struct ListFilter<R> {
    conditions: Vec<(&'static str, Comparison)>,
    unchecked: Vec<(Cow<'static, str>, String)>,
    resource: PhantomData<fn(R)>,
}

impl<R> ListFilter<R> {
    /// No conditions: everything matches.
    pub fn new() -> Self {
        Self { conditions: Vec::new(), unchecked: Vec::new(), resource: PhantomData }
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
        self.conditions.is_empty() && self.unchecked.is_empty()
    }

    /// Adds a condition. The server counts only the last of several with the same name, so that is what a
    /// second call means here too.
    fn with(mut self, field: &'static str, comparison: Comparison) -> Self {
        self.conditions.retain(|(name, old)| !(*name == field && old.suffix == comparison.suffix));
        self.conditions.push((field, comparison));
        self
    }
}

impl<R> Default for ListFilter<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> fmt::Debug for ListFilter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, comparison) in &self.conditions {
            map.entry(&format_args!("{name}{}", comparison.suffix), &comparison.value);
        }
        map.entries(self.unchecked.iter().map(|(name, value)| (name, value))).finish()
    }
}

impl<R: Filterable> HasSchema for ListFilter<R> {
    const SCHEMA: Schema = Schema::Filter(R::KEYS);
}

impl<R> QueryGroup for ListFilter<R> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        for (name, comparison) in &self.conditions {
            let refuse = |reason: &String| EncodeError::Refused { name, reason: reason.clone() };
            request
                .query(&format!("{name}{}", comparison.suffix), comparison.value.as_ref().map_err(refuse)?);
        }
        for (name, value) in &self.unchecked {
            request.query(name, value);
        }
        Ok(())
    }
}

/// Declares a resource's filter: a row is a method of the filter and a key of its schema.
///
/// `method: Lookup = "field"`; `as Type` names the type whose words the field holds.
macro_rules! filter {
    (
        $(#[$meta:meta])*
        $alias:ident $(<$k:ident>)? = $resource:ty {
            $( $(#[$field_meta:meta])* $method:ident: $lookup:ty $(as $value:ty)? = $field:literal, )+
        }
    ) => {
        $(#[$meta])*
        pub type $alias $(<$k>)? = ListFilter<$resource>;

        impl $(<$k: TaskClass>)? Filterable for $resource {
            const KEYS: &'static [FilterKey] = &[ $( FilterKey {
                name: $field,
                lookups: <$lookup as Lookup>::SUFFIXES,
                schema: filter!(@schema $lookup $(, $value)?),
            }, )+ ];
        }

        impl $(<$k: TaskClass>)? ListFilter<$resource> {
            $(
                $(#[$field_meta])*
                #[must_use]
                pub fn $method(self, value: impl Into<$lookup>) -> Self {
                    self.with($field, value.into().comparison())
                }
            )+
        }
    };
    (@schema $lookup:ty) => { <$lookup as HasSchema>::SCHEMA };
    (@schema $lookup:ty, $value:ty) => { <$value as HasSchema>::SCHEMA };
}

filter! {
    /// Which users are wanted.
    UserFilter = User {
        /// Compares the name.
        username: TextLookup = "username",
        /// Compares the e-mail address.
        email: TextLookup = "email",
    }
}

filter! {
    /// Which task queues are wanted.
    TaskQueueFilter = TaskQueue {
        /// Compares the name.
        name: TextLookup = "name",
        /// Compares the description.
        description: TextLookup = "description",
        /// Compares the owner's name.
        username: TextLookup = "user__username",
        /// Whether only the owner may use the queue.
        private: bool = "private",
        /// Whether the queue takes executable tasks.
        runs_executable_tasks: bool = "runs_executable_tasks",
        /// Whether the queue takes Docker tasks.
        runs_docker_container_tasks: bool = "runs_docker_container_tasks",
        /// Whether the queue takes Singularity tasks.
        runs_singularity_container_tasks: bool = "runs_singularity_container_tasks",
        /// Whether the queue takes anything at all.
        active: bool = "active",
    }
}

filter! {
    /// Which task whitelists are wanted.
    TaskWhitelistFilter = TaskWhitelist {
        /// Compares the name.
        name: TextLookup = "name",
        /// Compares the description.
        description: TextLookup = "description",
        /// Compares the owner's name.
        username: TextLookup = "user__username",
    }
}

filter! {
    /// Which executable task types are wanted.
    ExecutableTaskTypeFilter = ExecutableTaskType {
        /// Compares the name.
        name: TextLookup = "name",
        /// Compares the description.
        description: TextLookup = "description",
        /// Compares the owner's name.
        username: TextLookup = "user__username",
        /// Compares the command.
        command_to_run: TextLookup = "command_to_run",
        /// Compares when it was created.
        datetime_created: TimeLookup = "datetime_created",
    }
}

filter! {
    /// Which container task types are wanted.
    ContainerTaskTypeFilter = ContainerTaskType {
        /// Compares the name.
        name: TextLookup = "name",
        /// Compares the description.
        description: TextLookup = "description",
        /// Compares the owner's name.
        username: TextLookup = "user__username",
        /// Compares the command.
        command_to_run: TextLookup = "command_to_run",
        /// Compares the image.
        container_image: TextLookup = "container_image",
        /// Compares what runs the image.
        container_type: TextLookup as ContainerType = "container_type",
        /// Compares when it was created.
        datetime_created: TimeLookup = "datetime_created",
    }
}

filter! {
    /// Which task instances are wanted.
    TaskInstanceFilter<K> = TaskInstance<K> {
        /// Compares the name.
        name: TextLookup = "name",
        /// Compares the state.
        state: TextLookup as TaskState = "state",
        /// Compares the owner's name.
        username: TextLookup = "user__username",
        /// The type that it is a run of.
        task_type: IdLookup<TaskTypeId<K>> = "task_type",
        /// The queue that it runs on.
        task_queue: IdLookup<TaskQueueId> = "task_queue",
        /// Compares when it was created.
        datetime_created: TimeLookup = "datetime_created",
        /// Compares when it became successful or failed; terminated instances never match.
        datetime_finished: TimeLookup = "datetime_finished",
    }
}

#[cfg(test)]
mod tests {
    use saltant_types::saltant::Executable;

    use super::*;
    use crate::operation::Operation as _;
    use crate::saltant::ListTaskInstances;

    #[test]
    fn p9_a_text_that_the_server_would_ignore_or_trim_is_refused() {
        let request = |lookup: TextLookup| {
            let filters = TaskInstanceFilter::<Executable>::new().name(lookup);
            ListTaskInstances::new().filters(filters).to_request(&"http://localhost".parse().unwrap())
        };
        for text in ["", " ", "\u{1f}", "batch 1 ", "\nbatch"] {
            for lookup in [
                TextLookup::exact(text),
                TextLookup::contains(text),
                TextLookup::starts_with(text),
                TextLookup::ends_with(text),
                TextLookup::regex(text),
                TextLookup::one_of([text]),
                TextLookup::one_of(["a", text]),
                text.into(),
            ] {
                let error = request(lookup.clone()).unwrap_err();
                assert!(error.to_string().contains("the server"), "{lookup:?} {error}");
            }
        }
        let sent = request(TextLookup::starts_with("batch 1")).unwrap();
        assert_eq!(sent.uri().query(), Some("name__startswith=batch%201"));
    }
}
