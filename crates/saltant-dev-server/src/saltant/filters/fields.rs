//! Which fields a list can be filtered by.

use crate::saltant::states::STATES;
use crate::saltant::store::{Class, Column};

/// The kind of a field decides its lookups.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Exact, `__contains`, `__in`, `__startswith`, `__endswith`, `__regex`.
    Text,
    /// The same, with the exact value being one of these.
    Choice(&'static [&'static str]),
    /// Exact and `__in`, of ids that exist.
    TaskType(Class),
    /// The same of queues.
    TaskQueue,
    /// Exact; other values than true and false are ignored.
    Flag,
    /// Exact, `__year`, `__range`, `__lt`, `__lte`, `__gt`, `__gte`.
    Time,
}

/// The fields of a resource that can be filtered by.
pub(crate) type Fields = &'static [(&'static str, Column, Kind)];

pub(crate) const USERS: Fields =
    &[("username", Column::Username, Kind::Text), ("email", Column::Email, Kind::Text)];

pub(crate) const TASK_QUEUES: Fields = &[
    ("name", Column::Name, Kind::Text),
    ("description", Column::Description, Kind::Text),
    ("user__username", Column::Owner, Kind::Text),
    ("private", Column::Private, Kind::Flag),
    ("runs_executable_tasks", Column::RunsExecutableTasks, Kind::Flag),
    ("runs_docker_container_tasks", Column::RunsDockerContainerTasks, Kind::Flag),
    ("runs_singularity_container_tasks", Column::RunsSingularityContainerTasks, Kind::Flag),
    ("active", Column::Active, Kind::Flag),
];

pub(crate) const TASK_WHITELISTS: Fields = &[
    ("name", Column::Name, Kind::Text),
    ("description", Column::Description, Kind::Text),
    ("user__username", Column::Owner, Kind::Text),
];

/// The fields of a class of task types.
pub(crate) const fn task_types(class: Class) -> Fields {
    const EXECUTABLE: Fields = &[
        ("name", Column::Name, Kind::Text),
        ("description", Column::Description, Kind::Text),
        ("user__username", Column::Owner, Kind::Text),
        ("command_to_run", Column::CommandToRun, Kind::Text),
        ("datetime_created", Column::Created, Kind::Time),
    ];
    const CONTAINER: Fields = &[
        ("name", Column::Name, Kind::Text),
        ("description", Column::Description, Kind::Text),
        ("user__username", Column::Owner, Kind::Text),
        ("command_to_run", Column::CommandToRun, Kind::Text),
        ("container_image", Column::ContainerImage, Kind::Text),
        ("container_type", Column::ContainerType, Kind::Choice(&["docker", "singularity"])),
        ("datetime_created", Column::Created, Kind::Time),
    ];
    match class {
        Class::Executable => EXECUTABLE,
        Class::Container => CONTAINER,
    }
}

/// The fields of a class of task instances.
pub(crate) const fn task_instances(class: Class) -> Fields {
    const fn fields(class: Class) -> [(&'static str, Column, Kind); 7] {
        [
            ("name", Column::Name, Kind::Text),
            ("state", Column::State, Kind::Choice(&STATES)),
            ("user__username", Column::Owner, Kind::Text),
            ("task_type", Column::TaskType, Kind::TaskType(class)),
            ("task_queue", Column::TaskQueue, Kind::TaskQueue),
            ("datetime_created", Column::Created, Kind::Time),
            ("datetime_finished", Column::Finished, Kind::Time),
        ]
    }
    const EXECUTABLE: [(&str, Column, Kind); 7] = fields(Class::Executable);
    const CONTAINER: [(&str, Column, Kind); 7] = fields(Class::Container);
    match class {
        Class::Executable => &EXECUTABLE,
        Class::Container => &CONTAINER,
    }
}
