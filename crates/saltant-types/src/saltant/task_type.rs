use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Container, Executable, TaskClass, Username};
use crate::Timestamp;
use crate::open_enum::open_enum;
use crate::schema::{HasSchema, Schema};

/// The id of a task type of one class; each class has numbers of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct TaskTypeId<K: TaskClass>(u64, PhantomData<K>);

impl<K: TaskClass> HasSchema for TaskTypeId<K> {
    const SCHEMA: Schema = Schema::Id { name: "TaskTypeId", of: &Schema::Integer };
}

impl<K: TaskClass> TaskTypeId<K> {
    /// Wraps a number as this id.
    pub const fn new(value: u64) -> Self {
        Self(value, PhantomData)
    }

    /// The number on the wire.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl<K: TaskClass> From<u64> for TaskTypeId<K> {
    fn from(value: u64) -> Self {
        Self::new(value)
    }
}

impl<K: TaskClass> fmt::Display for TaskTypeId<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K: TaskClass> fmt::Debug for TaskTypeId<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskTypeId<{}>({})", K::WORD, self.0)
    }
}

impl<K: TaskClass> FromStr for TaskTypeId<K> {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::new)
    }
}

/// A command that workers can run directly, with the arguments it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExecutableTaskType {
    /// The type's id.
    pub id: TaskTypeId<Executable>,
    /// The owner; `None` if that user has been deleted. Each PUT makes the caller the owner.
    #[serde(default)]
    pub user: Option<Username>,
    /// The name, unique among executable task types: at most 200 characters.
    pub name: String,
    /// What the type does.
    #[serde(default)]
    pub description: String,
    /// When the type was created.
    pub datetime_created: Timestamp,
    /// The command. It is split into words as a shell does, but no shell runs it: `|` and `&&` are plain words.
    pub command_to_run: String,
    /// The names of the environment variables that the worker passes on. The server does not check that
    /// they are text.
    #[serde(default)]
    pub environment_variables: Vec<Value>,
    /// The names of the arguments that an instance must be given. The server does not check that they are text.
    #[serde(default)]
    pub required_arguments: Vec<Value>,
    /// The value of a required argument where an instance gives none.
    #[serde(default)]
    pub required_arguments_default_values: Map<String, Value>,
    /// The option before the path of a file with the arguments; without it they are passed as one JSON text.
    /// Empty counts as absent.
    #[serde(default)]
    pub json_file_option: Option<String>,
}

/// A command that workers can run in a container, with the arguments it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContainerTaskType {
    /// The type's id.
    pub id: TaskTypeId<Container>,
    /// The owner; `None` if that user has been deleted. Each PUT makes the caller the owner.
    #[serde(default)]
    pub user: Option<Username>,
    /// The name, unique among container task types: at most 200 characters.
    pub name: String,
    /// What the type does.
    #[serde(default)]
    pub description: String,
    /// When the type was created.
    pub datetime_created: Timestamp,
    /// The command that is run in the container.
    pub command_to_run: String,
    /// The names of the environment variables that the worker passes on. The server does not check that
    /// they are text.
    #[serde(default)]
    pub environment_variables: Vec<Value>,
    /// The names of the arguments that an instance must be given. The server does not check that they are text.
    #[serde(default)]
    pub required_arguments: Vec<Value>,
    /// The value of a required argument where an instance gives none.
    #[serde(default)]
    pub required_arguments_default_values: Map<String, Value>,
    /// The directory in the container for logs. With `None` nothing is mounted, which is not the same as an
    /// empty text.
    #[serde(default)]
    pub logs_path: Option<String>,
    /// The directory in the container for results. With `None` nothing is mounted, which is not the same as an
    /// empty text.
    #[serde(default)]
    pub results_path: Option<String>,
    /// The image, which is pulled for each run.
    pub container_image: String,
    /// What runs the image.
    pub container_type: ContainerType,
}

open_enum! {
    /// What runs a container.
    pub enum ContainerType {
        /// Docker.
        Docker = "docker",
        /// Singularity.
        Singularity = "singularity",
    }
}
