//! The filters of the lists: which fields and lookups there are, and what each does.
//!
//! A parameter that is not in these tables is ignored, as on the real server, and so is an empty value.

mod datetime;
mod pattern;
mod read;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::Regex;

use crate::state_machine::STATES;
use crate::store::{Cell, Class, Row};

pub(crate) use read::read;

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
    /// Exact; what is neither true nor false is ignored.
    Flag,
    /// Exact, `__year`, `__range`, `__lt`, `__lte`, `__gt`, `__gte`.
    Time,
}

/// The fields of a resource that can be filtered by.
pub(crate) type Fields = &'static [(&'static str, Kind)];

pub(crate) const USERS: Fields = &[("username", Kind::Text), ("email", Kind::Text)];

pub(crate) const TASK_QUEUES: Fields = &[
    ("name", Kind::Text),
    ("description", Kind::Text),
    ("user__username", Kind::Text),
    ("private", Kind::Flag),
    ("runs_executable_tasks", Kind::Flag),
    ("runs_docker_container_tasks", Kind::Flag),
    ("runs_singularity_container_tasks", Kind::Flag),
    ("active", Kind::Flag),
];

pub(crate) const TASK_WHITELISTS: Fields =
    &[("name", Kind::Text), ("description", Kind::Text), ("user__username", Kind::Text)];

/// The fields of a class of task types.
pub(crate) const fn task_types(class: Class) -> Fields {
    const EXECUTABLE: Fields = &[
        ("name", Kind::Text),
        ("description", Kind::Text),
        ("user__username", Kind::Text),
        ("command_to_run", Kind::Text),
        ("datetime_created", Kind::Time),
    ];
    const CONTAINER: Fields = &[
        ("name", Kind::Text),
        ("description", Kind::Text),
        ("user__username", Kind::Text),
        ("command_to_run", Kind::Text),
        ("container_image", Kind::Text),
        ("container_type", Kind::Choice(&["docker", "singularity"])),
        ("datetime_created", Kind::Time),
    ];
    match class {
        Class::Executable => EXECUTABLE,
        Class::Container => CONTAINER,
    }
}

/// The fields of a class of task instances.
pub(crate) const fn task_instances(class: Class) -> Fields {
    const fn fields(class: Class) -> [(&'static str, Kind); 7] {
        [
            ("name", Kind::Text),
            ("state", Kind::Choice(&STATES)),
            ("user__username", Kind::Text),
            ("task_type", Kind::TaskType(class)),
            ("task_queue", Kind::TaskQueue),
            ("datetime_created", Kind::Time),
            ("datetime_finished", Kind::Time),
        ]
    }
    const EXECUTABLE: [(&str, Kind); 7] = fields(Class::Executable);
    const CONTAINER: [(&str, Kind); 7] = fields(Class::Container);
    match class {
        Class::Executable => &EXECUTABLE,
        Class::Container => &CONTAINER,
    }
}

/// All conditions of a request.
#[derive(Debug)]
pub(crate) struct Conditions {
    conditions: Vec<(&'static str, Test)>,
    zone: TimeZone,
}

#[derive(Debug)]
enum Test {
    Is(String),
    Contains(String),
    OneOf(Vec<String>),
    StartsWith(String),
    EndsWith(String),
    Matches(Regex),
    Ids(Vec<u64>),
    Flag(bool),
    At(Timestamp),
    Before(Timestamp),
    UpTo(Timestamp),
    After(Timestamp),
    From(Timestamp),
    Between(Timestamp, Timestamp),
    Year(i16),
    /// An open range: nothing is within it.
    Never,
}

impl Conditions {
    /// Whether a row fulfils them all.
    pub(crate) fn hold(&self, row: &impl Row) -> bool {
        self.conditions.iter().all(|(field, condition)| self.holds(condition, row.cell(field)))
    }

    fn holds(&self, condition: &Test, cell: Cell<'_>) -> bool {
        match (condition, cell) {
            (Test::Is(wanted), Cell::Text(text)) => text == wanted,
            (Test::Contains(part), Cell::Text(text)) => text.contains(part.as_str()),
            (Test::OneOf(wanted), Cell::Text(text)) => wanted.iter().any(|wanted| wanted == text),
            (Test::StartsWith(start), Cell::Text(text)) => text.starts_with(start.as_str()),
            (Test::EndsWith(end), Cell::Text(text)) => text.ends_with(end.as_str()),
            (Test::Matches(pattern), Cell::Text(text)) => pattern.is_match(text),
            (Test::Ids(wanted), Cell::Id(id)) => wanted.contains(&id),
            (Test::Flag(wanted), Cell::Flag(flag)) => flag == *wanted,
            (Test::At(moment), Cell::Time(time)) => time == *moment,
            (Test::Before(moment), Cell::Time(time)) => time < *moment,
            (Test::UpTo(moment), Cell::Time(time)) => time <= *moment,
            (Test::After(moment), Cell::Time(time)) => time > *moment,
            (Test::From(moment), Cell::Time(time)) => time >= *moment,
            (Test::Between(first, last), Cell::Time(time)) => (*first..=*last).contains(&time),
            (Test::Year(year), Cell::Time(time)) => time.to_zoned(self.zone.clone()).year() == *year,
            // What is null fulfils nothing.
            _ => false,
        }
    }
}
