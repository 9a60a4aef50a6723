use saltant_types::saltant::{
    Container, ContainerTaskType, ContainerType, Executable, ExecutableTaskType, TaskTypeId,
};
use saltant_types::{Map, Page, Settable, Value};

use super::paging::numbered_pages;
use super::{Class, Filter};
use crate::operations::Operation;
use crate::request::EncodeError;

/// Lists task types of a class, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_types.list", GET "{K}tasktypes/", output = Page<K::TaskType>)]
pub struct ListTaskTypes<K: Class> {
    /// Keeps the task types that match.
    #[query(flatten)]
    pub filters: Filter<K::TaskType>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Task types on a page; the server's default is 100.
    #[query]
    pub page_size: Option<u64>,
}

numbered_pages!(ListTaskTypes<K: Class>, K::TaskType);

/// Gets the task type of a class with an id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_types.get", GET "{K}tasktypes/{id}/", output = K::TaskType)]
pub struct GetTaskType<K: Class> {
    /// The task type's id.
    #[segment]
    pub id: TaskTypeId<K>,
}

/// Creates an executable task type, owned by the caller.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.executable_task_types.create", POST "executabletasktypes/", output = ExecutableTaskType)]
pub struct CreateExecutableTaskType {
    /// The name, unique among executable task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command, split like a shell would but not run by one; at most 400 characters.
    #[json]
    pub command_to_run: String,
    /// What the type does; empty by default.
    #[json]
    pub description: Option<String>,
    /// The names of the environment variables that the worker passes on.
    #[json]
    pub environment_variables: Option<Vec<Value>>,
    /// The names of the arguments that an instance must be given.
    #[json]
    pub required_arguments: Option<Vec<Value>>,
    /// What a required argument is when an instance does not give it.
    #[json]
    pub required_arguments_default_values: Option<Map<String, Value>>,
    /// The option before the path of a file with the arguments; null (the default) passes them as one JSON
    /// text.
    #[json]
    pub json_file_option: Settable<String>,
}

/// Updates an executable task type and makes the caller its owner; what is not given is kept.
///
/// Only the owner and superusers may, and a superuser who does locks the former owner out.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.executable_task_types.put", PUT "executabletasktypes/{id}/", output = ExecutableTaskType)]
#[operation(check = Self::check)]
pub struct PutExecutableTaskType {
    /// The task type's id.
    #[segment]
    pub id: TaskTypeId<Executable>,
    /// The name, unique among executable task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command, split like a shell would but not run by one; at most 400 characters.
    #[json]
    pub command_to_run: String,
    /// What the type does.
    #[json]
    pub description: Option<String>,
    /// The names of the environment variables that the worker passes on.
    #[json]
    pub environment_variables: Option<Vec<Value>>,
    /// The names of the arguments that an instance must be given. Goes together with their default values.
    #[json]
    pub required_arguments: Option<Vec<Value>>,
    /// What a required argument is when an instance does not give it. Goes together with their names.
    #[json]
    pub required_arguments_default_values: Option<Map<String, Value>>,
    /// The option before the path of a file with the arguments; null passes them as one JSON text.
    #[json]
    pub json_file_option: Settable<String>,
}

impl PutExecutableTaskType {
    fn check(&self) -> Result<(), EncodeError> {
        together(self.required_arguments.is_some(), self.required_arguments_default_values.is_some())
    }
}

/// Creates a container task type, owned by the caller.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.container_task_types.create", POST "containertasktypes/", output = ContainerTaskType)]
pub struct CreateContainerTaskType {
    /// The name, unique among container task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command that is run in the container; at most 400 characters.
    #[json]
    pub command_to_run: String,
    /// The image; at most 200 characters.
    #[json]
    pub container_image: String,
    /// What runs the image.
    #[json]
    pub container_type: ContainerType,
    /// What the type does; empty by default.
    #[json]
    pub description: Option<String>,
    /// Where in the container logs are written; null (the default) mounts nothing, and is not the same as
    /// empty.
    #[json]
    pub logs_path: Settable<String>,
    /// Where in the container results are written; null (the default) mounts nothing, and is not the same
    /// as empty.
    #[json]
    pub results_path: Settable<String>,
    /// The names of the environment variables that the worker passes on.
    #[json]
    pub environment_variables: Option<Vec<Value>>,
    /// The names of the arguments that an instance must be given.
    #[json]
    pub required_arguments: Option<Vec<Value>>,
    /// What a required argument is when an instance does not give it.
    #[json]
    pub required_arguments_default_values: Option<Map<String, Value>>,
}

/// Updates a container task type and makes the caller its owner; what is not given is kept.
///
/// Only the owner and superusers may, and a superuser who does locks the former owner out.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.container_task_types.put", PUT "containertasktypes/{id}/", output = ContainerTaskType)]
#[operation(check = Self::check)]
pub struct PutContainerTaskType {
    /// The task type's id.
    #[segment]
    pub id: TaskTypeId<Container>,
    /// The name, unique among container task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command that is run in the container; at most 400 characters.
    #[json]
    pub command_to_run: String,
    /// The image; at most 200 characters.
    #[json]
    pub container_image: String,
    /// What runs the image.
    #[json]
    pub container_type: ContainerType,
    /// What the type does.
    #[json]
    pub description: Option<String>,
    /// Where in the container logs are written; null mounts nothing, and is not the same as empty.
    #[json]
    pub logs_path: Settable<String>,
    /// Where in the container results are written; null mounts nothing, and is not the same as empty.
    #[json]
    pub results_path: Settable<String>,
    /// The names of the environment variables that the worker passes on.
    #[json]
    pub environment_variables: Option<Vec<Value>>,
    /// The names of the arguments that an instance must be given. Goes together with their default values.
    #[json]
    pub required_arguments: Option<Vec<Value>>,
    /// What a required argument is when an instance does not give it. Goes together with their names.
    #[json]
    pub required_arguments_default_values: Option<Map<String, Value>>,
}

impl PutContainerTaskType {
    fn check(&self) -> Result<(), EncodeError> {
        together(self.required_arguments.is_some(), self.required_arguments_default_values.is_some())
    }
}

/// The server checks the sent names against the sent default values, then the stored ones against each
/// other: with only one of the two sent it answers 400 to what is right or 500 to what is wrong.
fn together(arguments: bool, default_values: bool) -> Result<(), EncodeError> {
    if arguments == default_values {
        return Ok(());
    }
    let reason = "it goes together with `required_arguments_default_values`: give both or neither".to_owned();
    Err(EncodeError::Refused { name: "required_arguments", reason })
}
