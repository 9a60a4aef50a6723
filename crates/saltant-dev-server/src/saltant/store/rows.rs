//! The rows of the tables, and how filters see them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::json::Json;
use crate::saltant::times;
use crate::store::Keyed;

/// The two classes of tasks, each with its own tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Executable,
    Container,
}

/// The columns that lists can be filtered by, of all tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Username,
    Email,
    Name,
    Description,
    /// The name of the user whom the row belongs to.
    Owner,
    Private,
    RunsExecutableTasks,
    RunsDockerContainerTasks,
    RunsSingularityContainerTasks,
    Active,
    CommandToRun,
    ContainerImage,
    ContainerType,
    State,
    TaskType,
    TaskQueue,
    Created,
    Finished,
}

/// What a filter finds in a row under a column.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Null,
    Text(&'a str),
    Flag(bool),
    Id(u64),
    Time(Timestamp),
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

/// A row that can be filtered and written out.
pub(crate) trait Row {
    /// The value in a column; null in those that the table does not have.
    fn cell(&self, column: Column) -> Cell<'_>;
    /// The row as the API shows it, with times in the given zone.
    fn to_json(&self, zone: &TimeZone) -> Json;
}

/// A user. The API does not show the credentials.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) username: Arc<str>,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) token: String,
    pub(crate) superuser: bool,
    pub(crate) zone: TimeZone,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Row for User {
    fn cell(&self, column: Column) -> Cell<'_> {
        match column {
            Column::Username => Cell::Text(&self.username),
            Column::Email => Cell::Text(&self.email),
            _ => Cell::Null,
        }
    }

    fn to_json(&self, _: &TimeZone) -> Json {
        Json::object([("username", (*self.username).into()), ("email", self.email.as_str().into())])
    }
}

/// A task queue.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "they are the columns of the table")]
pub(crate) struct TaskQueue {
    pub(crate) id: u64,
    pub(crate) user: Arc<str>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) private: bool,
    pub(crate) runs_executable_tasks: bool,
    pub(crate) runs_docker_container_tasks: bool,
    pub(crate) runs_singularity_container_tasks: bool,
    pub(crate) active: bool,
    pub(crate) whitelists: BTreeSet<u64>,
}

impl Keyed for TaskQueue {
    fn id(&self) -> u64 {
        self.id
    }
}

impl Row for TaskQueue {
    fn cell(&self, column: Column) -> Cell<'_> {
        match column {
            Column::Name => Cell::Text(&self.name),
            Column::Description => Cell::Text(&self.description),
            Column::Owner => Cell::Text(&self.user),
            Column::Private => Cell::Flag(self.private),
            Column::RunsExecutableTasks => Cell::Flag(self.runs_executable_tasks),
            Column::RunsDockerContainerTasks => Cell::Flag(self.runs_docker_container_tasks),
            Column::RunsSingularityContainerTasks => Cell::Flag(self.runs_singularity_container_tasks),
            Column::Active => Cell::Flag(self.active),
            _ => Cell::Null,
        }
    }

    fn to_json(&self, _: &TimeZone) -> Json {
        Json::object([
            ("id", self.id.into()),
            ("user", (*self.user).into()),
            ("name", self.name.as_str().into()),
            ("description", self.description.as_str().into()),
            ("private", self.private.into()),
            ("runs_executable_tasks", self.runs_executable_tasks.into()),
            ("runs_docker_container_tasks", self.runs_docker_container_tasks.into()),
            ("runs_singularity_container_tasks", self.runs_singularity_container_tasks.into()),
            ("active", self.active.into()),
            ("whitelists", self.whitelists.iter().copied().collect()),
        ])
    }
}

/// A whitelist of task types.
#[derive(Clone, Debug)]
pub(crate) struct Whitelist {
    pub(crate) id: u64,
    pub(crate) user: Arc<str>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) container_types: BTreeSet<u64>,
    pub(crate) executable_types: BTreeSet<u64>,
}

impl Whitelist {
    /// Whether it lists that task type.
    pub(crate) fn lists(&self, class: Class, id: u64) -> bool {
        match class {
            Class::Executable => self.executable_types.contains(&id),
            Class::Container => self.container_types.contains(&id),
        }
    }
}

impl Keyed for Whitelist {
    fn id(&self) -> u64 {
        self.id
    }
}

impl Row for Whitelist {
    fn cell(&self, column: Column) -> Cell<'_> {
        match column {
            Column::Name => Cell::Text(&self.name),
            Column::Description => Cell::Text(&self.description),
            Column::Owner => Cell::Text(&self.user),
            _ => Cell::Null,
        }
    }

    fn to_json(&self, _: &TimeZone) -> Json {
        Json::object([
            ("id", self.id.into()),
            ("user", (*self.user).into()),
            ("name", self.name.as_str().into()),
            ("description", self.description.as_str().into()),
            ("whitelisted_container_task_types", self.container_types.iter().copied().collect()),
            ("whitelisted_executable_task_types", self.executable_types.iter().copied().collect()),
        ])
    }
}

/// The fields that only one class of task types has.
#[derive(Clone, Debug)]
pub(crate) enum ClassFields {
    Executable {
        json_file_option: Option<String>,
    },
    Container {
        logs_path: Option<String>,
        results_path: Option<String>,
        container_image: String,
        container_type: String,
    },
}

/// A task type of either class.
#[derive(Clone, Debug)]
pub(crate) struct TaskType {
    pub(crate) id: u64,
    /// `None` once the user is gone.
    pub(crate) user: Option<Arc<str>>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) command_to_run: String,
    pub(crate) environment_variables: Json,
    pub(crate) required_arguments: Json,
    pub(crate) defaults: Json,
    pub(crate) fields: ClassFields,
}

impl Keyed for TaskType {
    fn id(&self) -> u64 {
        self.id
    }
}

impl Row for TaskType {
    fn cell(&self, column: Column) -> Cell<'_> {
        match (column, &self.fields) {
            (Column::Name, _) => Cell::Text(&self.name),
            (Column::Description, _) => Cell::Text(&self.description),
            (Column::Owner, _) => self.user.as_deref().into(),
            (Column::CommandToRun, _) => Cell::Text(&self.command_to_run),
            (Column::Created, _) => Cell::Time(self.created),
            (Column::ContainerImage, ClassFields::Container { container_image, .. }) => {
                Cell::Text(container_image)
            }
            (Column::ContainerType, ClassFields::Container { container_type, .. }) => {
                Cell::Text(container_type)
            }
            _ => Cell::Null,
        }
    }

    fn to_json(&self, zone: &TimeZone) -> Json {
        let mut entries = vec![
            ("id", self.id.into()),
            ("user", self.user.as_deref().into()),
            ("name", self.name.as_str().into()),
            ("description", self.description.as_str().into()),
            ("datetime_created", times::written(self.created, zone).into()),
            ("command_to_run", self.command_to_run.as_str().into()),
            ("environment_variables", self.environment_variables.clone()),
            ("required_arguments", self.required_arguments.clone()),
            ("required_arguments_default_values", self.defaults.clone()),
        ];
        match &self.fields {
            ClassFields::Executable { json_file_option } => {
                entries.push(("json_file_option", json_file_option.as_deref().into()));
            }
            ClassFields::Container { logs_path, results_path, container_image, container_type } => {
                entries.push(("logs_path", logs_path.as_deref().into()));
                entries.push(("results_path", results_path.as_deref().into()));
                entries.push(("container_image", container_image.as_str().into()));
                entries.push(("container_type", container_type.as_str().into()));
            }
        }
        Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

/// A task instance of either class.
#[derive(Clone, Debug)]
pub(crate) struct TaskInstance {
    pub(crate) uuid: Uuid,
    pub(crate) class: Class,
    /// `None` once the user is gone.
    pub(crate) user: Option<Arc<str>>,
    pub(crate) name: String,
    /// The states of the server itself are not copied, so that a filter finds them in the processor's cache.
    pub(crate) state: Cow<'static, str>,
    pub(crate) created: Timestamp,
    pub(crate) finished: Option<Timestamp>,
    pub(crate) arguments: Json,
    pub(crate) task_queue: u64,
    pub(crate) task_type: u64,
}

impl Row for TaskInstance {
    fn cell(&self, column: Column) -> Cell<'_> {
        match column {
            Column::Name => Cell::Text(&self.name),
            Column::State => Cell::Text(&self.state),
            Column::Owner => self.user.as_deref().into(),
            Column::TaskType => Cell::Id(self.task_type),
            Column::TaskQueue => Cell::Id(self.task_queue),
            Column::Created => Cell::Time(self.created),
            Column::Finished => self.finished.map_or(Cell::Null, Cell::Time),
            _ => Cell::Null,
        }
    }

    fn to_json(&self, zone: &TimeZone) -> Json {
        Json::object([
            ("uuid", self.uuid.to_string().into()),
            ("user", self.user.as_deref().into()),
            ("name", self.name.as_str().into()),
            ("state", (*self.state).into()),
            ("datetime_created", times::written(self.created, zone).into()),
            ("datetime_finished", self.finished.map(|time| times::written(time, zone)).into()),
            ("arguments", self.arguments.clone()),
            ("task_queue", self.task_queue.into()),
            ("task_type", self.task_type.into()),
        ])
    }
}
