//! The keys of each list's filter.

use std::fmt;

use saltant_types::Timestamp;
use saltant_types::inmanta::{
    Agent, AgentStatus, CompileReport, DesiredStateVersion, DesiredStateVersionStatus, DiscoveredResource,
    Fact, LatestReleasedResource, LogLevel, ModelVersion, Notification, NotificationSeverity, Parameter,
    ReleasedResourceState, ResourceActionKind, ResourceLog, VersionedResource,
};
use saltant_types::schema::{FilterKey, HasSchema as _, Schema};

use super::{Bound, Filterable, ListFilter, StateCondition};

/// Declares the keys of a filter: a method and a row of the table for each.
///
/// | kind | condition | several conditions |
/// |---|---|---|
/// | `Text` | a part of a text, in any case | any of them |
/// | `Word(Type)` | a word | any of them |
/// | `Level` | the name of a level: this level or a graver one | the last one |
/// | `State` | a state, or `!` and a state | any of these states and none of those |
/// | `Flag` | true or false | the last one |
/// | `Bound(Type)` | `lt:`, `le:`, `gt:` or `ge:` and a value | all of them |
macro_rules! filter {
    (
        $(#[$meta:meta])*
        $alias:ident = $item:ty {
            $( $(#[$key_meta:meta])* $key:ident: $kind:ident $(($value:ty))?, )+
        }
    ) => {
        $(#[$meta])*
        pub type $alias = ListFilter<$item>;

        impl Filterable for $item {
            const KEYS: &'static [FilterKey] = &[ $( FilterKey {
                name: stringify!($key),
                lookups: filter!(@lookups $kind),
                schema: filter!(@schema $kind $(($value))?),
            }, )+ ];
        }

        impl ListFilter<$item> {
            $( filter!(@method $(#[$key_meta])* $key: $kind $(($value))?); )+
        }
    };
    (@lookups State) => { &["", "!"] };
    (@lookups Bound) => { &["lt:", "le:", "gt:", "ge:"] };
    (@lookups $kind:ident) => { &[""] };
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
        pub fn $key(self, state: impl Into<StateCondition>) -> Self {
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
    /// Selects resources.
    ResourceFilter = LatestReleasedResource {
        /// By a part of the type.
        resource_type: Text,
        /// By a part of the agent's name.
        agent: Text,
        /// By a part of the value that identifies resources of a type.
        resource_id_value: Text,
        /// By state.
        status: State,
    }
}

filter! {
    /// Selects compiles.
    CompileReportFilter = CompileReport {
        /// By success. A compile that has not ended has not succeeded.
        success: Flag,
        /// By whether it has started.
        started: Flag,
        /// By whether it has ended.
        completed: Flag,
        /// By the time of the request.
        requested: Bound(Timestamp),
    }
}

filter! {
    /// Selects parameters.
    ParameterFilter = Parameter {
        /// By a part of the name.
        name: Text,
        /// By a part of the source.
        source: Text,
        /// By the time when the value was last set.
        updated: Bound(Timestamp),
    }
}

filter! {
    /// Selects facts.
    FactFilter = Fact {
        /// By a part of the name.
        name: Text,
        /// By a part of the resource's id.
        resource_id: Text,
        /// By whether the value expires.
        expires: Flag,
    }
}

filter! {
    /// Selects versions of the desired state.
    DesiredStateVersionFilter = DesiredStateVersion {
        /// By the time of its creation.
        date: Bound(Timestamp),
        /// By number.
        version: Bound(ModelVersion),
        /// By status.
        status: Word(DesiredStateVersionStatus),
        /// By whether it was released.
        released: Flag,
    }
}

filter! {
    /// Selects resources of a version.
    VersionedResourceFilter = VersionedResource {
        /// By a part of the type.
        resource_type: Text,
        /// By a part of the agent's name.
        agent: Text,
        /// By a part of the value that identifies resources of a type.
        resource_id_value: Text,
    }
}

filter! {
    /// Selects lines of a resource's log.
    ResourceLogFilter = ResourceLog {
        /// By a part of the message.
        message: Text,
        /// By the kind of action.
        action: Word(ResourceActionKind),
        /// By time.
        timestamp: Bound(Timestamp),
        /// By level: this one or a graver one.
        minimal_log_level: Level,
    }
}

filter! {
    /// Selects agents.
    AgentFilter = Agent {
        /// By a part of the name.
        name: Text,
        /// By a part of the name of the process.
        process_name: Text,
        /// By status.
        status: Word(AgentStatus),
    }
}

filter! {
    /// Selects notifications.
    NotificationFilter = Notification {
        /// By a part of the title.
        title: Text,
        /// By a part of the message.
        message: Text,
        /// By whether a user has read it.
        read: Flag,
        /// By whether a user has cleared it.
        cleared: Flag,
        /// By severity.
        severity: Word(NotificationSeverity),
    }
}

filter! {
    /// Selects discovered resources.
    DiscoveredResourceFilter = DiscoveredResource {
        /// By a part of the type.
        resource_type: Text,
        /// By a part of the agent's name.
        agent: Text,
        /// By a part of the value that identifies resources of a type.
        resource_id_value: Text,
        /// By whether the desired state has a resource with this id.
        managed: Flag,
    }
}
